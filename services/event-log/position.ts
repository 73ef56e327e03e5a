import { GENESIS_HASH } from './envelope.ts';
import type { StoredEvent } from './stored-event.ts';

/** Where an entity's log ends, as far as somebody knows. */
export interface Position {
  /** Of the last event; 0 before the first. */
  readonly sequence: number;
  /** Stream sequence of the last event; 0 before the first. */
  readonly streamSequence: number;
  /** SHA-256 of the last event's stored bytes; {@link GENESIS_HASH} before the first. */
  readonly hash: string;
}

/** Before the first event of an entity. */
export const START_POSITION: Position = { sequence: 0, streamSequence: 0, hash: GENESIS_HASH };

/** Where the log ends behind the last of some events; where it ended before when there are none. */
export function positionBehind(events: readonly StoredEvent[], before: Position): Position {
  const last = events.at(-1);
  if (!last) return before;
  const { streamSequence, hash, event } = last;
  return { sequence: event.sequence, streamSequence, hash };
}
