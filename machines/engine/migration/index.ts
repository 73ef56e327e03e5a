export { migrationFact } from './migrate.ts';
export { dehydrate, hydrate } from './persist.ts';
export { moveTimers } from './timers.ts';
export { chainFrom, definitionOf, understands, versionUnknown } from './versions.ts';
