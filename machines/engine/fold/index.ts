export { type Adopted, adopt, fold } from './fold.ts';
export { type PersistedState, dehydrate, hydrate } from './persist.ts';
