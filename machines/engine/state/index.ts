export {
  type Cause,
  ENGINE_EVENTS,
  type Fact,
  type MessageOrigin,
  type RecordedEvent,
  childEntity,
  copyFact,
  doneEvent,
  elapsedEvent,
  entityName,
  entityOfEvent,
  eventId,
  failedEvent,
  isReceived,
  journeyOf,
} from './event.ts';
export { type Forgotten, mayBeForgotten, withForgotten } from './forgotten.ts';
export {
  type CommandInput,
  type EventInput,
  type SetAsideInput,
  type Input,
  type MessageInput,
  type Now,
  type ResultInput,
  type StartInput,
  payloadHashOf,
} from './input.ts';
export { type PersistedSnapshot, type PersistedState } from './persisted.ts';
export {
  type Seen,
  type SeenCommand,
  displacedBy,
  lookUp,
  recordOf,
  seenOf,
  signalCount,
  withSeen,
} from './seen.ts';
export { readSignalId, type SignalId, signalIdOf } from './signal-id.ts';
export {
  type EntityState,
  LONGEST_DELAY_MS,
  type MachineIdentity,
  type Message,
  type RefusalRecord,
  type RunningActor,
  type Timer,
  countSignal,
  displacedKey,
  namedActors,
  own,
} from './state.ts';
