// The worker of a Temporal variant, told which by its argument; see variants/programs.ts.
import { NativeConnection, Runtime } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { readConfig } from '../../infra/config/index.ts';
import { writerKeys } from '../../infra/keys/index.ts';
import { createLogger, runtimeOptions } from '../../infra/logging/index.ts';
import { runService } from '../../infra/run-service.ts';
import { createWorker, openLog } from '../../infra/worker/index.ts';
import { createReviewActivities } from './baselines/activities.ts';
import { review } from './review-machine.ts';
import type { WorkerSetting } from './variants/programs.ts';
import { answerUsage } from './variants/usage.ts';

const { name, taskQueue, codePath, maxCachedWorkflows } = JSON.parse(
  process.argv[2] ?? '{}',
) as WorkerSetting;
const config = readConfig();
const logger = createLogger({ name, level: config.logLevel });
Runtime.install(runtimeOptions({ logger }));

await runService(name, logger, async () => {
  const { tenant, natsUrl = '', temporalAddress = '', namespace, keysDir } = config;
  const open = await openLog(natsUrl, tenant, writerKeys(keysDir));
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const activities = {
    ...createActivities({ log: open.log, machines: [review] }),
    ...createReviewActivities(open.log),
  };
  // The same settings for all: what differs is the workflow, and by which activity it appends.
  const common = { connection, namespace, taskQueue, codePath, activities };
  const cache = maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows };
  const worker = await createWorker({ ...common, ...cache });
  await answerUsage(open.connection, name);
  const stopped = worker.run().finally(async () => {
    await open.close();
    await connection.close();
  });
  return { stopped, stop: () => worker.shutdown() };
});
