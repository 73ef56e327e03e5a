import { JetStreamApiError } from '@nats-io/jetstream';

const STREAM_NOT_FOUND = 10_059;
/** A cluster has a code of its own for what is on its way. */
const WRONG_LAST_SEQUENCE: readonly number[] = [10_071, 10_164];

/** Whether JetStream says that there is no such stream. */
export function isStreamMissing(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND;
}

/** Whether JetStream says that the stream, or the subject, does not end where the writer expected: somebody has written. */
export function isWrongSequence(error: unknown): boolean {
  return error instanceof JetStreamApiError && WRONG_LAST_SEQUENCE.includes(error.code);
}
