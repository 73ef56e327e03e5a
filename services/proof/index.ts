export { checkHead, headsStream, headsSubject, type Head } from './head.ts';
export {
  headerOf,
  lastSequence,
  LineError,
  messagesOf,
  type LogMessage,
  type Stretch,
} from './message.ts';
export { createSealer, SealingError, type Sealed, type Sealer } from './sealer.ts';
export {
  verdictJson,
  verifyLog,
  type FirstBad,
  type InclusionRow,
  type Judges,
  type LogToVerify,
  type Verdict,
} from './verify/index.ts';
