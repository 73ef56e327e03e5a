export { eventLine } from './event-line.ts';
export { foldLines, reconcileLine, resumedLine } from './log/index.ts';
export { planLine } from './migrate.ts';
export { CommandError, type CliOptions } from './options.ts';
export { createProgram } from './program.ts';
