export { isFault, readEvent } from './event.ts';
export { isIncluded, type InclusionRow } from './seals.ts';
export { createSignatures } from './signatures.ts';
export {
  absence,
  verdictJson,
  type Check,
  type Coverage,
  type Fault,
  type FirstBad,
  type Verdict,
} from './verdict.ts';
export { verifyLog, type Judges, type LogToVerify, type Watch } from './verify-log.ts';
