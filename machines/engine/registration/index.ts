export { actorKind, actorLogic, actorName, kindOf } from './actor-logic.ts';
export {
  type ContextAttributes,
  type DurableMachine,
  type Migration,
  register,
} from './register.ts';
