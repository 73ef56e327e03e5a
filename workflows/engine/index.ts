export { type StartOptions } from './entity.ts';
export { runMachine } from './run.ts';
export { type Runnable } from './start.ts';
