export { type ContextAttributes, type DurableMachine, register } from './register.ts';
