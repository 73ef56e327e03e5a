import { ApplicationFailure } from '@temporalio/common';
import { hashOf, type RecordedEvent } from '../../../machines/engine/index.ts';
import { positionBehind, type EventLog, type Position } from '../../../services/event-log/index.ts';

/** What the hand-written review calls. */
export interface ReviewActivities {
  /**
   * Appends an event under the expectation that the entity's log ends at a position. Idempotent: the same bytes count
   * as written.
   */
  readonly appendReview: (request: {
    readonly event: RecordedEvent;
    readonly expected: Position;
  }) => Promise<AppendedReview>;
}

/** Where the log ends now. */
export interface AppendedReview {
  readonly position: Position;
  /** What the log holds instead of the event. */
  readonly found?: readonly RecordedEvent[];
}

/** Makes the activities: envelope, hash chain, signature and expectation are those of the product. */
export function createReviewActivities(log: EventLog): ReviewActivities {
  return {
    appendReview: async ({ event, expected }) => {
      const { entity, machine, actor } = event;
      const whole = actor ? { ...event, payloadHash: hashOf([actor, event.data]) } : event;
      const result = await log.append({ address: { entity, machine }, expected, events: [whole] });
      if (result.kind === 'appended') return { position: result.position };
      const [first] = result.events;
      if (event.cause === 'start' && first?.event.runId !== event.runId) {
        throw ApplicationFailure.nonRetryable(`${entity} has a log already`, 'ENTITY_EXISTS');
      }
      const found = result.events.map((stored) => stored.event);
      return { position: positionBehind(result.events, expected), found };
    },
  };
}
