export { type StartOptions } from './entity.ts';
export { runMachine, type Runnable } from './run.ts';
