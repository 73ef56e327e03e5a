export { actorKind, actorLogic, actorName } from './actor-logic.ts';
export { type ContextAttributes, type DurableMachine, register } from './register.ts';
