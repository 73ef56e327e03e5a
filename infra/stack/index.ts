export { clearDataFolder } from './data-folder.ts';
export { describeNext } from './describe-next.ts';
export { watchInterruption } from './interruption.ts';
export type { Interruption } from './interruption.ts';
export { killRegistered } from './program-register.ts';
export type { Program, ProgramSpec } from './program.ts';
export { startStack } from './start-stack.ts';
export type { Stack, StackOptions } from './start-stack.ts';
export { workerProgram } from './worker-program.ts';
