export { invariants, type Invariant } from './invariants/index.ts';
export {
  simulate,
  type BrokenInvariant,
  type Onlooker,
  type Simulated,
  type SimulationPlan,
} from './simulate.ts';
export { beyondEvents } from './simulate-journey.ts';
