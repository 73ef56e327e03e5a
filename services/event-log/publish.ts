import { JetStreamApiError, type JetStreamClient } from '@nats-io/jetstream';
import { eventId, type RecordedEvent } from '../../machines/engine/index.ts';
import { streamName } from '../consumer/index.ts';
import type { Signer } from '../signing/index.ts';
import { isWrongSequence } from './api-errors.ts';
import type { Position } from './position.ts';
import { headersOf } from './signature.ts';
import { entitySubjects, eventSubject } from './subjects.ts';

const PUBLISH_TIMEOUT_MS = 1_500;
const STREAM_FULL = 10_077;

/** What an event is published with. */
export interface Publishing {
  readonly js: JetStreamClient;
  readonly tenant: string;
  readonly signer: Signer | undefined;
}

/** The event was stored at a stream sequence; or only a look can tell what the log holds now. */
export type Published =
  | { readonly streamSequence: number }
  | { readonly doubt: unknown; readonly streamSequence?: never };

/**
 * Publishes one event under the expectation that the entity's log ends at a position.
 * @throws Error when the server has refused it for another reason: it is not stored
 */
export async function publishEvent(
  { js, tenant, signer }: Publishing,
  event: RecordedEvent,
  given: {
    readonly position: Pick<Position, 'streamSequence'>;
    readonly body: string;
    /** Stream sequence that the stream as a whole must end at; absent where that does not matter. */
    readonly fence?: number | undefined;
  },
): Promise<Published> {
  const { position, body, fence } = given;
  try {
    const ack = await js.publish(eventSubject(tenant, event), body, {
      msgID: eventId(event.entity, event.sequence),
      timeout: PUBLISH_TIMEOUT_MS,
      headers: headersOf(body, signer),
      expect: {
        streamName: streamName(tenant),
        lastSubjectSequence: position.streamSequence,
        lastSubjectSequenceSubject: entitySubjects({ tenant, ...event }),
        ...(fence !== undefined && { lastSequence: fence }),
      },
    });
    return ack.duplicate ? { doubt: 'published before' } : { streamSequence: ack.seq };
  } catch (error) {
    if (isAmbiguous(error)) return { doubt: error };
    throw isFull(error) ? fullError(tenant, error) : error;
  }
}

/** Whether the event may be in the log although the publish failed. Everything but a refusal by the server is. */
function isAmbiguous(error: unknown): boolean {
  return !(error instanceof JetStreamApiError) || isWrongSequence(error);
}

function isFull(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === STREAM_FULL;
}

function fullError(tenant: string, cause: unknown): Error {
  return new Error(
    `the stream ${streamName(tenant)} is full and takes no event: raise its limits or give it more disk; what waits is tried again by itself`,
    { cause },
  );
}
