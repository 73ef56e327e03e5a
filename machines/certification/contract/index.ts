// Parts of the contract by topic, and what a journey remembers of each.
export {
  appealCommands,
  appealEvents,
  type AppealRecord,
  type AppealsContext,
  type ComplaintRecord,
  type DecisionTaken,
} from './appeals.ts';
export { applicationCommands, applicationEvents, obligations } from './application.ts';
export {
  unapplied,
  type ApplicationContext,
  type Candidate,
  type Quoted,
} from './application-context.ts';
export { timeFacts, type Application } from './application-schema.ts';
export { auditCommands, auditEvents } from './audits.ts';
export { certificateCommands, certificateEvents } from './certificate.ts';
export type { Certificate } from './certificate-schema.ts';
export { changeCommands, changeEvents } from './changes.ts';
export { circumstanceCommands, circumstanceEvents } from './circumstances.ts';
export { lifeCommands, lifeEvents } from './life.ts';
export {
  notCertified,
  ordinary,
  type CircumstanceContext,
  type LifeContext,
} from './life-context.ts';
export { markCommands, markEvents } from './marks.ts';
export { programmeCommands, programmeEvents, type Programme } from './programme.ts';
export { selectionCommands, selectionEvents } from './selection.ts';
export { specialCommands, specialEvents, type Special } from './special.ts';
export { surveillanceCommands, surveillanceEvents } from './surveillance.ts';
export { transferCommands, transferEvents } from './transfer.ts';
export {
  noTransfer,
  type TransferContext,
  type TransferIn,
  type TransferOut,
} from './transfer-context.ts';
export { transferOutCommands, transferOutEvents } from './transfer-out.ts';
export {
  transitionAgenda,
  transitionCommands,
  transitionEvents,
  type TransitionContext,
} from './transition.ts';
