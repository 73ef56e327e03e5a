export {
  type ContextAttributes,
  type DurableMachine,
  type Migration,
  register,
} from './register.ts';
