import type { Position } from './position.ts';
import type { StoredEvent } from './stored-event.ts';

/** The first thing in an entity's log that cannot be its own. */
export interface Culprit {
  /** Workflow id. */
  readonly entity: string;
  /** `<workflow id>:<sequence>` as the event itself says; absent when it is no event of certway. */
  readonly eventId?: string;
  readonly streamSequence: number;
}

/** The log of an entity holds something that cannot be its own: it does not follow, is no event, or is not authentic. */
export class ChainBrokenError extends Error {
  override readonly name = 'ChainBrokenError';
  readonly culprit: Culprit;

  /** @param why - what is wrong with it, as the end of a sentence that begins with the event */
  constructor(culprit: Culprit, why: string, options?: ErrorOptions) {
    const { entity, eventId, streamSequence } = culprit;
    const what = eventId === undefined ? 'what lies' : `event ${eventId}`;
    super(`${entity}: ${what} at stream sequence ${String(streamSequence)} ${why}`, options);
    this.culprit = culprit;
  }
}

/** The log of an entity ends before a place at which somebody has seen an event: it was restored from an older copy. */
export class LogBehindError extends Error {
  override readonly name = 'LogBehindError';

  /**
   * @param entity - workflow id
   * @param ends - sequence of the last event that the log holds
   * @param known - sequence of the last event that was written
   */
  constructor(entity: string, ends: number, known: number) {
    super(
      `the log of ${entity} ends at event ${String(ends)}, but event ${String(known)} was written: "certway log reconcile" brings back what it lost`,
    );
  }
}

/** Says of an event that it cannot be where it is. */
export function conflictOf(entity: string, stored: StoredEvent, why: string): ChainBrokenError {
  const { envelope, streamSequence } = stored;
  return new ChainBrokenError({ entity, eventId: envelope.id, streamSequence }, why);
}

/** @throws ChainBrokenError at the first event that does not follow the one before it */
export function assertChained(
  entity: string,
  after: Position,
  events: readonly StoredEvent[],
): void {
  let previous = after;
  for (const stored of events) {
    const { event, envelope, hash, streamSequence } = stored;
    if (event.sequence !== previous.sequence + 1 || envelope.prevhash !== previous.hash) {
      throw conflictOf(entity, stored, `does not follow ${entity}:${String(previous.sequence)}`);
    }
    previous = { sequence: event.sequence, streamSequence, hash };
  }
}
