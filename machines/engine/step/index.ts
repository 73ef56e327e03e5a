export { commandsIn } from './bookkeeping.ts';
export { actorEntity } from './effects.ts';
export {
  isTaken,
  messageFact,
  nextElapsed,
  resultFact,
  routed,
  startFact,
  timerKey,
} from './facts.ts';
export { machineEvent } from './machine-event.ts';
export { type StartFact, type Step, step } from './step.ts';
