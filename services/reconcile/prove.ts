import type { RecordedEvent } from '../../machines/engine/index.ts';
import { hashOfBytes, type Position } from '../event-log/index.ts';

/** What a workflow learnt to be in the log, at one time. */
export interface Recorded {
  /** In order; none when the log was folded outside the workflow. */
  readonly events: readonly RecordedEvent[];
  /** Behind the last of them. */
  readonly position: Position;
}

/** What one run of a workflow tells when its history is replayed. */
export interface Replayed {
  readonly recorded: readonly Recorded[];
  /** Why the replay came to no good end; what it told before may still be proved. */
  readonly fault?: string;
}

/** An event that was derived again, and where the stream held it. */
export interface Rederived {
  readonly event: RecordedEvent;
  /** Stream sequence that it had, or close before it. */
  readonly streamSequence: number;
}

/** Whether what was derived again is what the workflow knows. */
export type Proof =
  | { readonly kind: 'proven'; readonly events: readonly Rederived[] }
  | { readonly kind: 'incomplete'; readonly sequence: number }
  | { readonly kind: 'refuted' };

/** What is to be proved. */
export interface Claim {
  /** Where the log ends. */
  readonly end: Position;
  /** Where the workflow knows it to end. */
  readonly known: Position;
  /** Of all runs that were replayed, from the newest on. */
  readonly runs: readonly Replayed[];
  /** The event as it is stored behind a hash. */
  readonly encode: (event: RecordedEvent, prevhash: string) => string;
}

/**
 * Proves events that were derived again: written behind the last one that the log holds, they lead to the very hash
 * that the workflow knows. SHA-256 leaves no other events that do.
 */
export function prove({ end, known, runs, encode }: Claim): Proof {
  const derived = bySequence(runs);
  const events: Rederived[] = [];
  let { hash } = end;
  for (let sequence = end.sequence + 1; sequence <= known.sequence; sequence += 1) {
    const found = derived.get(sequence);
    if (!found) return { kind: 'incomplete', sequence };
    events.push(found);
    hash = hashOfBytes(encode(found.event, hash));
  }
  return hash === known.hash ? { kind: 'proven', events } : { kind: 'refuted' };
}

/** A run that was reset derives what the one before it has derived: the newest counts. */
function bySequence(runs: readonly Replayed[]): ReadonlyMap<number, Rederived> {
  const newestLast = [...runs].reverse().flatMap(({ recorded }) => recorded.flatMap(placed));
  return new Map(newestLast.map((each) => [each.event.sequence, each]));
}

function placed({ events, position }: Recorded): Rederived[] {
  return events.map((event) => ({
    event,
    streamSequence: position.streamSequence - (position.sequence - event.sequence),
  }));
}

/** Where the last run knew the log to end. */
export function lastPosition(runs: readonly Replayed[]): Position | undefined {
  return runs.map(({ recorded }) => recorded.at(-1)?.position).find((found) => found);
}
