// The floor as a process of its own: commands come as requests over NATS.
import { readConfig } from '../../infra/config/index.ts';
import { writerKeys } from '../../infra/keys/index.ts';
import { createLogger } from '../../infra/logging/index.ts';
import { runService } from '../../infra/run-service.ts';
import { openLog } from '../../infra/worker/index.ts';
import { createFloor } from './baselines/floor.ts';
import { review } from './review-machine.ts';
import { answerRequests } from './variants/requests.ts';
import { answerUsage } from './variants/usage.ts';

const config = readConfig();
const logger = createLogger({ name: 'd', level: config.logLevel });

await runService('d', logger, async () => {
  const open = await openLog(config.natsUrl ?? '', config.tenant, writerKeys(config.keysDir));
  answerRequests(open.connection, 'd', {
    decide: createFloor(review, open.log),
    warn: (error) => logger.warn({ error }, 'not answered: it is to be asked again'),
  });
  await answerUsage(open.connection, 'd');
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  }).then(() => open.close());
  return { stopped, stop };
});
