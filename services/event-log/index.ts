export {
  cloudEventType,
  envelopeSchema,
  fromEnvelope,
  GENESIS_HASH,
  hashOfBytes,
  parseEnvelope,
  toBytes,
  type CloudEvent,
} from './envelope.ts';
export {
  ChainBrokenError,
  entityEnds,
  eventLog,
  type AppendResult,
  type EntityEnd,
  type EventLog,
  type Position,
  type StoredEvent,
} from './log.ts';
export {
  entitySubjects,
  eventSubject,
  parseSubject,
  streamName,
  tenantSubjects,
  type SubjectParts,
} from './subjects.ts';
