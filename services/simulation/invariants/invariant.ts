import type { Fact, Past } from './past.ts';

/** Something that is true of every journey at any time, judged by stored events alone. */
export interface Invariant {
  /** Stable, e.g. `INV-03`. */
  readonly id: string;
  /** What is true, in one sentence. */
  readonly says: string;
  /** Where that comes from. */
  readonly source: string;
  /** Types of events that could break it; none for every event. */
  readonly after?: readonly string[];
  /** Whether it is asked about the copies as well that parents and children keep of an event. */
  readonly alsoCopies?: boolean;
  /** What is wrong with the last event, given everything before it; `undefined` when nothing is. */
  readonly fault: (last: Fact, past: Past) => string | undefined;
}

/** Declares some invariants. @returns them as they are */
export function defineInvariants(invariants: readonly Invariant[]): readonly Invariant[] {
  return invariants;
}
