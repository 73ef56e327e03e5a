export {
  cloudEventType,
  fromEnvelope,
  GENESIS_HASH,
  hashOfBytes,
  parseEnvelope,
  toBytes,
  type CloudEvent,
} from './envelope.ts';
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
export {
  entitySubjects,
  eventSubject,
  parseSubject,
  streamName,
  tenantSubjects,
  type SubjectParts,
} from './subjects.ts';
