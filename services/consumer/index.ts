export { createConsumer } from './consumer.ts';
export {
  deadLetters,
  firstOfEach,
  redrive,
  type DeadLetter,
  type DeadLetterNote,
  type DeadLetters,
} from './letters/index.ts';
export { cloudEventSchema, entityOf, parseEnvelope, type CloudEvent } from './envelope.ts';
export { forgetConsumer } from './forget.ts';
export { openMetrics, type Counts, type Measured } from './metrics.ts';
export {
  RetryLaterError,
  type Consumer,
  type ConsumerOptions,
  type HandlerContext,
  type Notice,
  type Positions,
} from './options.ts';
export { startSequence, type From } from './delivery/index.ts';
export {
  deadLetterStream,
  deadLetterSubjects,
  filterSubjects,
  parseSubject,
  streamName,
  tenantSubjects,
  type Filter,
  type SubjectParts,
} from './subjects.ts';
