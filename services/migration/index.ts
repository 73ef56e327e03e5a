export { differences } from './differences.ts';
export { DEPLOYMENT, currentBuild, moveSleeping, type Moved, type MoveOptions } from './move.ts';
export { planMigration, type Planned, type PlanOptions } from './plan.ts';
export { rehearse, type Rehearsal, type Running, type Verdict } from './rehearse.ts';
