export { migrationFact } from './migrate.ts';
export { dehydrate, hydrate } from './persist.ts';
export { moveTimers } from './timers.ts';
export { chainFrom, definitionOf, versionUnknown } from './versions.ts';
