// The parts of the machine's setup.
export { appealInput, caseId, complaintInput } from './appeals.ts';
export {
  auditInput,
  childId,
  decisionInput,
  newlyBarred,
  nonconformityInput,
  openNonconformities,
  runningAudits,
  runningChildren,
} from './children.ts';
export { clockGuards } from './clock-guards.ts';
export { delays } from './delays.ts';
export { lapsedWith } from './lapsed.ts';
export { at, placeGuards, places } from './places.ts';
export { stateGuards } from './state-guards.ts';
