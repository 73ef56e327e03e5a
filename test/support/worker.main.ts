// The worker of the engine's tests: serves the order and the parcel, and kills itself where a test wants it to.
//
//   node --import tsx test/support/worker.main.ts '{"failpoint":"/path","workflows":"/path","maxCachedWorkflows":0}'
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import { Runtime } from '@temporalio/worker';
import { createActivities, type Activities } from '../../activities/index.ts';
import { readConfig } from '../../infra/config/index.ts';
import { writerKeys } from '../../infra/keys/index.ts';
import { createLogger, runtimeOptions } from '../../infra/logging/index.ts';
import { openLog, serve } from '../../infra/worker/index.ts';
import { eventLog, streamName, type EventLog } from '../../services/event-log/index.ts';
import type { Failpoint, WorkerSetting } from './engine-worker.ts';
import { machines } from './machines.ts';
import { orderV2, parcelV2 } from './order-v2.ts';
import { testActivities } from './test-activities.ts';
import { jobOf } from './random-machines.ts';

const setting = JSON.parse(process.argv[2] ?? '{}') as WorkerSetting;
const config = readConfig();
const logger = createLogger({ name: 'worker', level: config.logLevel });
Runtime.install(runtimeOptions({ logger }));

function armed(): Failpoint | undefined {
  try {
    return JSON.parse(readFileSync(setting.failpoint, 'utf8')) as Failpoint;
  } catch {
    return undefined;
  }
}

/** Fires once: the file that arms it is removed first. */
function die(): never {
  rmSync(setting.failpoint);
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** A log whose first publish reaches the server, and whose acknowledgement nobody reads any more. */
async function deafLog(): Promise<EventLog> {
  const { tenant, natsUrl = '', keysDir } = config;
  const keys = writerKeys(keysDir);
  const { js, jsm } = await openLog(natsUrl, tenant, keys);
  const publish: typeof js.publish = async (...given) => {
    void js.publish(...given);
    // Answered behind the publish on the same connection: the server has read both.
    await jsm.streams.info(streamName(tenant));
    return die();
  };
  const deaf = Object.create(js, { publish: { value: publish } }) as typeof js;
  return eventLog({ tenant, js: deaf, jsm, ...keys });
}

function withFailpoints(activities: Activities): Activities {
  return {
    ...activities,
    appendEvents: async (request) => {
      const failpoint = armed();
      const isMeant = request.events.some((event) => event.type === failpoint?.event);
      if (isMeant && failpoint?.when === 'before publish') die();
      if (isMeant && failpoint?.when === 'before ack') {
        const deaf = createActivities({ log: await deafLog(), machines: served });
        return deaf.appendEvents(request);
      }
      const reply = await activities.appendEvents(request);
      if (isMeant && failpoint?.when === 'after ack') die();
      return reply;
    },
  };
}

const job = (input: unknown) => {
  const given = jobOf(input);
  return 'output' in given
    ? Promise.resolve(given.output)
    : Promise.reject(ApplicationFailure.nonRetryable(given.error.message));
};
const served = setting.version === 2 ? [orderV2, parcelV2] : machines;
const activities = (log: EventLog) => ({
  ...withFailpoints(createActivities({ log, machines: served })),
  ...testActivities,
  job,
});
const workflowsPath = setting.workflows ?? join(import.meta.dirname, 'workflows/index.ts');
const { maxCachedWorkflows } = setting;
try {
  const serving = await serve({
    ...{ config, logger, machines: served, activities, workflowsPath },
    ...(maxCachedWorkflows !== undefined && { maxCachedWorkflows }),
  });
  process.once('SIGTERM', serving.stop);
  process.once('disconnect', serving.stop);
  process.send?.('ready');
  await serving.stopped;
} catch (error) {
  logger.fatal({ error }, 'the worker has failed');
  process.exitCode = 1;
} finally {
  if (process.connected) process.disconnect();
}
