export {
  parseEnvelope,
  parseSubject,
  streamName,
  tenantSubjects,
  type CloudEvent,
  type SubjectParts,
} from '../consumer/index.ts';
export { cloudEventType, fromEnvelope, GENESIS_HASH, hashOfBytes, toBytes } from './envelope.ts';
export { entityEnds, lastStoredAt, type EntityEnd } from './ends.ts';
export {
  ChainBrokenError,
  eventLog,
  positionBehind,
  START_POSITION,
  type AppendResult,
  type EventLog,
  type Position,
  type StoredEvent,
} from './log.ts';
export { type EventSignature } from './signature.ts';
export { subscribe, type Subscription } from './subscribe.ts';
export { entitySubjects, eventSubject } from './subjects.ts';
