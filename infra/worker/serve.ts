import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import type { MetricGauge } from '@temporalio/common';
import type { Logger } from 'pino';
import type { Activities } from '../../activities/index.ts';
import type { DurableMachine } from '../../machines/engine/index.ts';
import { createCatchUp, type CatchUp } from '../../services/catch-up/index.ts';
import { streamName, tenantSubjects, type EventLog } from '../../services/event-log/index.ts';
import { moveSleeping } from '../../services/migration/index.ts';
import type { Config } from '../config/index.ts';
import { checkPosture } from '../nats/index.ts';
import { connectTemporal } from '../temporal/index.ts';
import { readCatalogue } from '../text/index.ts';
import { buildWorkflows } from './bundle.ts';
import { earlierBuilds, makeCurrent } from './deployment.ts';
import { openWritableLog, type OpenLog } from './event-log.ts';
import { startSealing } from './sealing.ts';
import { createWorker } from './worker.ts';

/** What is served, and where. */
export interface ServeOptions {
  /** With the addresses of the running servers. */
  readonly config: Config;
  readonly logger: Logger;
  /** The machines whose events are written. */
  readonly machines: readonly DurableMachine[];
  /** What the workflows can call. */
  readonly activities: (log: EventLog) => Activities;
  /** Module whose exported functions are the workflows. */
  readonly workflowsPath: string;
  /** How many workflows a worker keeps in memory. @defaultValue as `createWorker` */
  readonly maxCachedWorkflows?: number;
}

/** Workers that poll. */
export interface Serving {
  /** Resolves when all workers have stopped; rejects when one has failed. */
  readonly stopped: Promise<void>;
  /** Lets what is under way finish, then stops. */
  readonly stop: () => void;
}

const SWEEP_EVERY_MS = 60_000;

/**
 * Bundles the workflows and serves them, together with the earlier builds that some journey still needs. Before it
 * returns, workflows that do not know the end of their log have been told; afterwards, those that sleep on earlier
 * builds are told to move to this one.
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { config, logger } = options;
  const { temporalAddress = '', natsUrl = '', namespace, taskQueue, tenant } = config;
  const buildsDir = join(config.dataDir, 'builds');
  const build = await buildWorkflows({ workflowsPath: options.workflowsPath, buildsDir });
  const open = await openWritableLog({ ...config, natsUrl }, options.machines);
  await lookAtPosture(open, config, logger);
  const client = new Client({ connection: await connectTemporal(temporalAddress), namespace });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const activities = options.activities(open.log);
  const builds = [build, ...(await earlierBuilds(client, buildsDir, build.buildId))];
  const { maxCachedWorkflows } = options;
  const common = {
    ...{ connection, namespace, taskQueue, activities, catalogue: readCatalogue(config.language) },
    ...(maxCachedWorkflows !== undefined && { maxCachedWorkflows }),
  };
  const workers = await Promise.all(
    builds.map(({ buildId, codePath }) => createWorker({ ...common, codePath, buildId })),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  await makeCurrent(client, build.buildId);
  const catchUp = createCatchUp({ ...open, tenant, client, now: () => Date.now() });
  await report(logger, () => catchUp.atStart());
  const sweeping = sweepRegularly(catchUp, logger);
  logger.info({ builds: builds.map(({ buildId }) => buildId) }, 'serving');
  const sealing = startSealing({ js: open.js, tenant, keysDir: config.keysDir, logger });
  const stopping = new AbortController();
  const moving = move({ client, buildId: build.buildId, logger, signal: stopping.signal });
  const stopped = running
    .then(() => undefined)
    .finally(async () => {
      stopping.abort();
      await moving;
      clearInterval(sweeping);
      await sealing.stop();
      await open.close();
      await client.connection.close();
      await connection.close();
    });
  return {
    stopped,
    stop: () => {
      stopping.abort();
      stopAll(workers);
    },
  };
}

/** @throws StartError when the stream cannot be written to as it is */
async function lookAtPosture({ jsm }: OpenLog, config: Config, logger: Logger): Promise<void> {
  const { tenant, streamReplicas: replicas, natsMonitorUrl: monitorUrl } = config;
  const choice = { name: streamName(tenant), subjects: tenantSubjects(tenant), replicas };
  for (const concern of await checkPosture(jsm, { choice, monitorUrl })) {
    logger.warn({ concern }, 'the log is less durable than it could be');
  }
}

function stopAll(workers: readonly Worker[]): void {
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
}

function sweepRegularly(catchUp: CatchUp, logger: Logger): NodeJS.Timeout {
  let isSweeping = false;
  return setInterval(() => {
    if (isSweeping) return;
    isSweeping = true;
    void report(logger, () => catchUp.regularly()).finally(() => {
      isSweeping = false;
    });
  }, SWEEP_EVERY_MS);
}

/** What sleeps on earlier builds goes on with this one; nobody waits for it. */
async function move(given: {
  readonly client: Client;
  readonly buildId: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { logger, buildId, signal } = given;
  const onProgress = (told: number, of: number): void => {
    logger.info({ told, of, buildId }, 'workflows of earlier builds are told to move');
  };
  try {
    const { told, of } = await moveSleeping({ ...given, onProgress });
    if (of > 0) logger.info({ told, of, buildId }, 'workflows of earlier builds were told to move');
  } catch (error) {
    if (!signal.aborted) logger.error({ error }, 'workflows of earlier builds could not be told');
  }
}

function behind(): MetricGauge {
  return Runtime.instance().metricMeter.createGauge(
    'certway_workflows_behind',
    'int',
    'workflow',
    'Workflows that did not know the end of their log at the last look',
  );
}

async function report(logger: Logger, sweep: () => ReturnType<CatchUp['atStart']>): Promise<void> {
  try {
    const { looked, told } = await sweep();
    behind().set(told.length);
    if (told.length > 0) logger.warn({ looked, told }, 'workflows were behind their log');
  } catch (error) {
    logger.error({ error }, 'the log could not be compared with the workflows');
  }
}
