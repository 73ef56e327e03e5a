export { headOf, headsStream, headsSubject, peaksOf, type Head } from './head.ts';
export {
  checkProof,
  parseProof,
  proveEvent,
  ProofError,
  type InclusionProof,
  type ProofCheck,
} from './inclusion.ts';
export { leafOf } from './leaf.ts';
export {
  lastSequence,
  LineError,
  messageSchema,
  messagesOf,
  type LogMessage,
  type Stretch,
} from './message.ts';
export { createSealer, isSealDue, SealingError, type Sealed, type Sealer } from './sealer.ts';
export { treeOf, type Hash } from './tree.ts';
export {
  absence,
  verdictJson,
  verifyLog,
  type Coverage,
  type FirstBad,
  type InclusionRow,
  type Judges,
  type LogToVerify,
  type Verdict,
} from './verify/index.ts';
