import { auditInvariants } from './audits.ts';
import { certificateInvariants } from './certificates.ts';
import { deadlineInvariants } from './deadlines.ts';
import { decisionInvariants } from './decisions.ts';
import type { Invariant } from './invariant.ts';
import { logInvariants } from './log.ts';
import { personInvariants } from './persons.ts';
import { surveillanceInvariants } from './surveillances.ts';

export type { Invariant } from './invariant.ts';
export { createWatch, type Watch, type Break } from './watch.ts';

/** Everything that is true of every journey at any time, in the order of ids. */
export const invariants: readonly Invariant[] = [
  ...decisionInvariants,
  ...certificateInvariants,
  ...deadlineInvariants,
  ...auditInvariants,
  ...surveillanceInvariants,
  ...personInvariants,
  ...logInvariants,
].sort((one, other) => (one.id < other.id ? -1 : 1));
