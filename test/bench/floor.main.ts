// The floor as a process of its own: commands come as requests over NATS.
import { readConfig } from '../../infra/config/index.ts';
import { writerKeys } from '../../infra/keys/index.ts';
import { createLogger } from '../../infra/logging/index.ts';
import { runService } from '../../infra/run-service.ts';
import { openLog } from '../../infra/worker/index.ts';
import { createFloor } from './baselines/floor.ts';
import { review } from './review-machine.ts';
import { FLOOR_SUBJECT, type FloorRequest, type FloorReply } from './variants/floor.ts';
import { answerUsage } from './variants/usage.ts';

const config = readConfig();
const logger = createLogger({ name: 'd', level: config.logLevel });

await runService('d', logger, async () => {
  const open = await openLog(config.natsUrl ?? '', config.tenant, writerKeys(config.keysDir));
  const floor = createFloor(review, open.log);
  const answer = async ({ entity, input }: FloorRequest): Promise<FloorReply> => {
    const outcome = await floor(entity, input);
    if (outcome.kind === 'accepted') return { kind: 'accepted', eventId: outcome.answer.eventId };
    return outcome.kind === 'refused'
      ? { kind: 'refused', code: outcome.refusal.code }
      : { kind: 'refused', code: 'DROPPED' };
  };
  open.connection.subscribe(FLOOR_SUBJECT, {
    callback: (_error, message) => {
      void answer(message.json<FloorRequest>()).then(
        (reply) => message.respond(JSON.stringify(reply)),
        (error: unknown) => {
          logger.warn({ error }, 'not answered: it is to be asked again');
          message.respond(JSON.stringify({ kind: 'failed' }));
        },
      );
    },
  });
  await answerUsage(open.connection, 'd');
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  }).then(() => open.close());
  return { stopped, stop };
});
