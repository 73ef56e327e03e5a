import type { Logger } from 'pino';
import type { Notice } from '../../services/consumer/index.ts';

/** Logs what happened to an event. */
export function logNotice(logger: Logger, notice: Notice): void {
  if (notice.kind === 'failed') {
    const { entity, streamSequence, attempt, error } = notice;
    logger.warn({ entity, streamSequence, attempt, error }, 'an event could not be handled');
    return;
  }
  const { entity, eventId, streamSequence, consumer, reason } = notice.note;
  const fields = { entity, eventId, streamSequence, consumer, reason };
  if (notice.kind === 'parked') logger.error(fields, 'an event was parked');
  else logger.info(fields, 'a parked event was handled');
}
