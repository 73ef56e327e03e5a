export { type FakeActivity } from './activities.ts';
export {
  createRunner,
  type PersistedRun,
  type PendingTimer,
  type Runner,
  type RunnerClock,
  type RunnerOptions,
  type RunnerStep,
} from './runner.ts';
export { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';
