// Variant (c): DBOS, a workflow for each command on PostgreSQL. Its one step decides and appends like the floor.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { readConfig } from '../../../infra/config/index.ts';
import { writerKeys } from '../../../infra/keys/index.ts';
import { createLogger } from '../../../infra/logging/index.ts';
import { runService } from '../../../infra/run-service.ts';
import { openLog } from '../../../infra/worker/index.ts';
import type { Input, Outcome } from '../../../machines/engine/index.ts';
import { createFloor } from '../baselines/floor.ts';
import { review } from '../review-machine.ts';
import { answerRequests } from '../variants/requests.ts';
import { answerUsage } from '../variants/usage.ts';

const config = readConfig();
const logger = createLogger({ name: 'c', level: config.logLevel });
const [systemDatabaseUrl = ''] = process.argv.slice(2);
const CONNECTIONS = 20;
/** The log comes back; until then a command waits, as with the others. */
const patience = { retriesAllowed: true, intervalSeconds: 0.1, maxAttempts: 20 };

await runService('c', logger, async () => {
  const open = await openLog(config.natsUrl ?? '', config.tenant, writerKeys(config.keysDir));
  const floor = createFloor(review, open.log);
  const run = DBOS.registerWorkflow(
    (entity: string, input: Input): Promise<Outcome> =>
      DBOS.runStep(() => floor(entity, input), { name: 'decideAndAppend', ...patience }),
    { name: 'command' },
  );
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl,
    systemDatabasePoolSize: CONNECTIONS,
    applicationVersion: '1',
    logLevel: 'error',
  });
  await DBOS.launch();
  answerRequests(open.connection, 'c', {
    // The same id is the same workflow, whose result is kept.
    decide: async (entity, input) => {
      const workflowID = input.cause === 'command' ? input.id : `${input.cause} of ${entity}`;
      return (await DBOS.startWorkflow(run, { workflowID })(entity, input)).getResult();
    },
    warn: (error) => logger.warn({ error }, 'not answered: it is to be asked again'),
  });
  await answerUsage(open.connection, 'c');
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  }).then(async () => {
    await DBOS.shutdown();
    await open.close();
  });
  return { stopped, stop };
});
