import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { entityOfEvent } from '../../machines/engine/index.ts';
import { parseSubject, streamName } from '../consumer/index.ts';

/** The last event of an entity among those that were looked at. */
export interface EntityEnd {
  /** Workflow id. */
  readonly entity: string;
  /** Id of the machine. */
  readonly machine: string;
  readonly streamSequence: number;
  /** Instant at which the server stored it, epoch milliseconds. */
  readonly storedAt: number;
}

/**
 * The last event of every entity stored since an instant; only headers travel.
 * @param since - epoch milliseconds
 */
export async function entityEnds(
  js: JetStreamClient,
  tenant: string,
  since: number,
): Promise<readonly EntityEnd[]> {
  const ends = new Map<string, EntityEnd>();
  const consumer = await js.consumers.get(streamName(tenant), {
    opt_start_time: new Date(since).toISOString(),
    headers_only: true,
  });
  let left = (await consumer.info()).num_pending;
  if (left === 0) return [];
  for await (const message of await consumer.consume()) {
    const parts = parseSubject(message.subject);
    if (parts) {
      const { machine } = parts;
      // A subject does not tell a child's child from a child whose name came again; the message's id does.
      const id = message.headers?.get('Nats-Msg-Id');
      const entity = id ? entityOfEvent(id) : parts.entity;
      const storedAt = message.info.timestampNanos / 1e6;
      ends.set(entity, { entity, machine, streamSequence: message.seq, storedAt });
    }
    left -= 1;
    if (left <= 0) break;
  }
  return [...ends.values()];
}

/** When the last event of a tenant was stored, epoch milliseconds; `undefined` while there is none. */
export async function lastStoredAt(
  jsm: JetStreamManager,
  tenant: string,
): Promise<number | undefined> {
  const { state } = await jsm.streams.info(streamName(tenant));
  return state.messages === 0 ? undefined : Date.parse(state.last_ts);
}
