export { createCatchUp, type CatchUp, type SweepResult } from './catch-up.ts';
