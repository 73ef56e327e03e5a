export { check, judge, routeOf, type CommandInput, type CommandVerdict } from './command.ts';
export {
  defineContract,
  workflowTypeOf,
  type Actor,
  type AnyContract,
  type CommandDefinition,
  type Enrichments,
  type EventDataOf,
  type InputOf,
  type MachineEventOf,
  type Meta,
  type StartEnrichment,
} from './contract.ts';
export { decide, type Answer, type Decision, type Outcome } from './decide.ts';
export { timerKey } from './facts.ts';
export { type Input, type MessageInput } from './input.ts';
export { actorEntity } from './effects.ts';
export { EngineError, errorCodes, type ErrorCode } from './errors.ts';
export {
  childEntity,
  entityName,
  entityOfEvent,
  eventId,
  isReceived,
  journeyOf,
  type Cause,
  type RecordedEvent,
} from './event.ts';
export { adopt, fold, type Adopted } from './fold.ts';
export { canonicalJson, hashOf } from './hash.ts';
export { dehydrate, hydrate, type PersistedState } from './persist.ts';
export { activity, childMachine, until, type DueDate } from './reference.ts';
export { remembering } from './remembering.ts';
export {
  possibleCommands,
  refusalText,
  stateOf,
  statePath,
  type Citation,
  type PossibleCommand,
  type Refusal,
} from './refusal.ts';
export { register, type ContextAttributes, type DurableMachine } from './register.ts';
export { guardsFrom, type Rule } from './rule.ts';
export { createRunner, type FakeActivity, type Runner } from './runner.ts';
export { deliverySchema, faultsIn } from './schema.ts';
export { searchAttributes } from './search-attributes.ts';
export { type EntityState, type Message, type RunningActor, type Timer } from './state.ts';
export { step, type Step } from './step.ts';
export { warmUp } from './warm-up.ts';
