import { join } from 'node:path';
import { Runtime } from '@temporalio/worker';
import { createActivities, type Activities } from '../activities/index.ts';
import { machines } from '../machines/index.ts';
import type { EventLog } from '../services/event-log/index.ts';
import { readConfig } from './config/index.ts';
import { createLogger, runtimeOptions } from './logging/index.ts';
import { runService } from './run-service.ts';
import { serve } from './worker/index.ts';

const config = readConfig();
const logger = createLogger({ name: 'worker', level: config.logLevel });
Runtime.install(
  runtimeOptions({
    logger,
    ...(config.metricsPort !== undefined && {
      metricsAddress: `127.0.0.1:${String(config.metricsPort)}`,
    }),
  }),
);
const activities = (log: EventLog): Activities => createActivities({ log, machines });
const workflowsPath = join(import.meta.dirname, '../workflows/index.ts');
await runService('the worker', logger, () =>
  serve({ config, logger, machines, activities, workflowsPath }),
);
