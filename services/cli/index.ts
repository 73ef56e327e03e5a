export { eventLine } from './event-line.ts';
export { planLine } from './migrate.ts';
export { type CliOptions } from './options.ts';
export { createProgram } from './program.ts';
