// What is kept of events, by topic.
export { appealMemory, decisionTaken, involved, newlyInvolved, noAppeals } from './appeals.ts';
export { applicationMemory } from './application.ts';
export { auditMemory, isOfProgramme } from './audits.ts';
export { circumstanceMemory } from './circumstances.ts';
export { decisionMemory } from './decision.ts';
export { findingMemory } from './findings.ts';
export { changedSinceGrant, lifeMemory, newCycle } from './life.ts';
export { nextYear, noSurveillance } from './surveillance.ts';
export {
  afterTransfer,
  cycleTakenOver,
  heldBefore,
  transferMemory,
  transferred,
} from './transfer.ts';
export { beganAnew, settled, transitionMemory } from './transition.ts';
