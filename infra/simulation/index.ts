export { brokenLines, eventLine, isTold, resultLines } from './lines.ts';
export { readSettings, usage, type Settings } from './settings.ts';
