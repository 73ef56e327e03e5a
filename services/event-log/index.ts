export {
  cloudEventSchema,
  parseEnvelope,
  parseSubject,
  streamName,
  tenantSubjects,
  type CloudEvent,
  type SubjectParts,
} from '../consumer/index.ts';
export {
  cloudEventType,
  dataSchemaOf,
  fromEnvelope,
  GENESIS_HASH,
  hashOfBytes,
  toBytes,
} from './envelope.ts';
export { entityEnds, lastStoredAt, type EntityEnd } from './ends.ts';
export { ChainBrokenError, LogBehindError, type Culprit } from './conflict.ts';
export { eventLog, type AppendResult, type EventLog } from './log.ts';
export { eventOpener, eventTypes } from './open-event.ts';
export { positionBehind, START_POSITION, type Position } from './position.ts';
export { type StoredEvent } from './stored-event.ts';
export { KEY_HEADER, SIGNATURE_HEADER, signedHeaders, type EventSignature } from './signature.ts';
export { isStreamMissing, isWrongSequence } from './api-errors.ts';
export { subscribe, type Subscription } from './subscribe.ts';
export { entitySubjects, eventSubject } from './subjects.ts';
