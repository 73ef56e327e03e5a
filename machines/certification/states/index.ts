// The states on the way to the certificate, and those that every phase shares.
export { again, closed, told } from './audit-reports.ts';
export { application, preAudit, selection } from './before-stage1.ts';
export { changes, lapses, nothingChanges } from './changes.ts';
export { initialDecision, renewalDecision, restorationDecision } from './deciding.ts';
export { extending, movingRules, nothingMoves } from './extending.ts';
export { afterAppeal, appeals, reopened, reopens } from './reopening.ts';
export { auditRules, bodyRules, decisionRules } from './rule-lists.ts';
export { correctiveAction, followUp, stage1, stage1Audit, stage2 } from './stages.ts';
export { leaving, previousEnd, takeoverLimit, transfer } from './transfer.ts';
