export { closeGaps, type Closed } from './close.ts';
export { type Recorded, type Replayed } from './prove.ts';
export {
  compareAll,
  type Compared,
  type Comparison,
  type Gap,
  type ReconcileOptions,
  type Replay,
  type Standing,
} from './reconcile.ts';
export { type History } from './workflows.ts';
