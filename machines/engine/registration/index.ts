export { actorKind, actorLogic, actorName } from './actor-logic.ts';
export {
  type ContextAttributes,
  type DurableMachine,
  type Migration,
  register,
} from './register.ts';
