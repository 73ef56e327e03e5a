export { loadScenario, ScenarioError, type ReadText } from './load-scenario.ts';
export { memoryStage, nobodyThere, refused } from './memory-stage.ts';
export { moveDates } from './move-dates.ts';
export { playScenario, type Failure, type Played } from './play-scenario.ts';
export { JOURNEY, type Scenario } from './scenario.ts';
export type { Reply, Sight, Stage } from './stage.ts';
