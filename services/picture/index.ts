export { pathTaken, type PathTaken } from './path-taken.ts';
export { sheetOf } from './sheet.ts';
