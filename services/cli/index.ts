export { eventLine } from './event-line.ts';
export { createProgram, type CliOptions } from './program.ts';
