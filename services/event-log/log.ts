import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { eventId, type RecordedEvent } from '../../machines/engine/index.ts';
import { streamName } from '../consumer/index.ts';
import type { Signer, Verifier } from '../signing/index.ts';
import { authenticity } from './authenticity.ts';
import { hashOfBytes, toBytes } from './envelope.ts';
import type { Position } from './position.ts';
import { publishEvent } from './publish.ts';
import { readEntity } from './read.ts';
import type { StoredEvent } from './stored-event.ts';
import type { EntityAddress } from './subjects.ts';

type Address = Omit<EntityAddress, 'tenant'>;

/** What an append gave: the events are in the log, or the log holds others that the writer does not know. */
export type AppendResult =
  | { readonly kind: 'appended'; readonly position: Position }
  | { readonly kind: 'ahead'; readonly events: readonly StoredEvent[]; readonly complete: boolean };

/** How many unknown events an append returns; a longer log is folded elsewhere. */
const AHEAD_LIMIT = 50;

/** A tenant's event log on JetStream. */
export interface EventLog {
  readonly tenant: string;
  readonly stream: string;
  /**
   * Writes events one behind the other. Idempotent: what is there already, byte for byte, counts as written.
   * @throws ChainBrokenError as `read`; Error when the log did not take them: to be tried again
   */
  append(given: {
    readonly address: Address;
    readonly expected: Position;
    readonly events: readonly RecordedEvent[];
  }): Promise<AppendResult>;
  /**
   * The events of an entity behind a position, in order.
   * @throws ChainBrokenError at the first that is no event, does not follow, or is not authentic
   */
  read(address: Address, after: Position): Promise<readonly StoredEvent[]>;
}

/** Opens a tenant's log on a JetStream connection. */
export function eventLog(options: {
  readonly tenant: string;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  /** Signs what is appended. */
  readonly signer?: Signer;
  /** Knows who may have written what is read. */
  readonly verifier?: Verifier;
}): EventLog {
  const { tenant, js, jsm, signer, verifier } = options;
  const stream = streamName(tenant);
  const reading = { jsm, tenant, authenticity: verifier && authenticity({ js, stream, verifier }) };
  const publishing = { js, tenant, signer };
  const read: EventLog['read'] = (address, after) => readEntity(reading, address, after);

  /** Where the events lie that we could not tell of; `undefined` when others lie there. @throws Error when none do */
  const find = async (
    address: Address,
    wanted: { readonly position: Position; readonly hash: string; readonly doubt: unknown },
  ): Promise<number | undefined> => {
    const { position, hash, doubt } = wanted;
    const [first] = await read(address, position);
    if (first) return first.hash === hash ? first.streamSequence : undefined;
    const id = eventId(address.entity, position.sequence + 1);
    throw new Error(`the log did not take ${id}`, { cause: doubt });
  };

  const append: EventLog['append'] = async ({ address, expected, events }) => {
    let position = expected;
    if (events.length === 0) return aheadOf(await read(address, expected), position);
    for (const event of events) {
      const body = toBytes(tenant, event, position.hash);
      const hash = hashOfBytes(body);
      const published = await publishEvent(publishing, event, { position, body });
      const streamSequence =
        published.streamSequence ?? (await find(address, { position, hash, ...published }));
      if (streamSequence === undefined) return aheadOf(await read(address, expected), expected);
      position = { sequence: event.sequence, streamSequence, hash };
    }
    return { kind: 'appended', position };
  };

  return { tenant, stream, append, read };
}

function aheadOf(events: readonly StoredEvent[], position: Position): AppendResult {
  if (events.length === 0) return { kind: 'appended', position };
  return {
    kind: 'ahead',
    events: events.slice(0, AHEAD_LIMIT),
    complete: events.length <= AHEAD_LIMIT,
  };
}
