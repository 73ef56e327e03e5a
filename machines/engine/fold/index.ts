export { type Adopted, adopt, fold, takeOver } from './fold.ts';
export { type Known, type Stretch, foldKnown } from './known.ts';
export { type Followed, follow } from './follow.ts';
