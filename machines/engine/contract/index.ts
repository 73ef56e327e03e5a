export {
  type Actor,
  type AnyContract,
  type CommandDefinition,
  type Enrichments,
  type EventDataOf,
  type EventDefinition,
  type InputOf,
  type MachineEventOf,
  type Meta,
  type StartEnrichment,
  commandText,
  defineContract,
  examplePayload,
  workflowTypeOf,
} from './contract.ts';
export {
  type VersionedEvent,
  childContract,
  childContracts,
  eventDefinition,
  shapeOf,
  unknownShape,
  upcast,
  versionOf,
} from './event-version.ts';
export { type EarlierShape, earlierShape } from './earlier-shape.ts';
export { expects, fault, faultText, type Fault, wrongRole } from './fault.ts';
export { faultTexts } from './fault-texts.ts';
export { EngineError, type ErrorCode, errorCodes, errorText } from './errors.ts';
export { canonicalJson, isSameJson, hashOf } from './hash.ts';
export {
  type ActivityOptions,
  type DueDate,
  activity,
  activityOptionsOf,
  childMachine,
  dueDateOf,
  referenceKind,
  until,
} from './reference.ts';
export {
  admitStoredForms,
  type DataSubject,
  ENCRYPTED,
  ENCRYPTED_TEXT,
  ERASED,
  isWithheld,
  personal,
  type PersonalField,
  personalFields,
} from './personal-schema.ts';
export { known } from './known.ts';
export { remembering, together, type Memory } from './remembering.ts';
export { type Rule, type Rules, guardsFrom } from './rule.ts';
export { startFaults } from './start-input.ts';
export {
  actorSchema,
  deliverySchema,
  envelopeSchema,
  faultsIn,
  faultsInRecorded,
  findFaults,
  setAsideSchema,
  shareSchemas,
} from './schema.ts';
export { searchAttributes } from './search-attributes.ts';
