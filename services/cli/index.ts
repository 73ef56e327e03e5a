export { eventLine } from './event-line.ts';
export { foldLines, reconcileLine, resumedLine } from './log/index.ts';
export { planLine } from './migrate.ts';
export { exitCodeOf, exitCodes } from './exit-codes.ts';
export type { Prompts } from './fields/index.ts';
export type { Finding } from './finding.ts';
export { CommandError, type CliOptions } from './options.ts';
export { createProgram } from './program.ts';
