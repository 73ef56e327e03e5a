export { isIncluded, type InclusionRow } from './seals.ts';
export { verdictJson, type Check, type Coverage, type FirstBad, type Verdict } from './verdict.ts';
export { verifyLog, type Judges, type LogToVerify, type Watch } from './verify-log.ts';
