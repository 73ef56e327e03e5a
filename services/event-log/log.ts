import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { eventId, LARGEST_MESSAGE_BYTES, type RecordedEvent } from '../../machines/engine/index.ts';
import { streamName } from '../consumer/index.ts';
import { inClear, type PersonalData } from '../personal-data/index.ts';
import type { Signer, Verifier } from '../signing/index.ts';
import { authenticity } from './authenticity.ts';
import { hashOfBytes, toBytes } from './envelope.ts';
import type { Position } from './position.ts';
import { publishEvent } from './publish.ts';
import { readBehind } from './read.ts';
import type { StoredEvent } from './stored-event.ts';
import type { EntityAddress } from './subjects.ts';

type Address = Omit<EntityAddress, 'tenant'>;

/** What an append gave: the events are in the log, or the log holds others that the writer does not know. */
export type AppendResult =
  | { readonly kind: 'appended'; readonly position: Position }
  | { readonly kind: 'ahead'; readonly events: readonly StoredEvent[]; readonly complete: boolean };

/** How many unknown events an append returns; a longer log is folded elsewhere. */
const MOST_AHEAD = 50;
/** What they take as JSON, characters: the largest event alone still fits. */
const MOST_AHEAD_CHARACTERS = LARGEST_MESSAGE_BYTES;

/** A tenant's event log on JetStream. */
export interface EventLog {
  readonly tenant: string;
  readonly stream: string;
  /** How personal texts are stored and read. */
  readonly personal: PersonalData;
  /**
   * Writes events one behind the other. Idempotent: what is there already, byte for byte, counts as written.
   * @throws ChainBrokenError and LogBehindError as `read`; Error when the log did not take them: to be tried again
   */
  append(given: {
    readonly address: Address;
    readonly expected: Position;
    readonly events: readonly RecordedEvent[];
    /** Stream sequence that the whole stream must end at; absent where that does not matter. */
    readonly fence?: number;
  }): Promise<AppendResult>;
  /**
   * The events of an entity behind a position, in order.
   * @throws ChainBrokenError at the first that is no event, does not follow, or is not authentic; LogBehindError when
   * the log ends before the position
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
  /** @defaultValue without a key ring: stored in clear, and what others have encrypted cannot be read */
  readonly personal?: PersonalData;
}): EventLog {
  const { tenant, js, jsm, signer, verifier, personal = inClear } = options;
  const stream = streamName(tenant);
  const authentic = verifier && authenticity({ js, stream, verifier });
  const reading = { jsm, tenant, personal, authenticity: authentic };
  const publishing = { js, tenant, signer };
  const behind = (address: Address, after: Position) => readBehind(reading, address, after);
  const read: EventLog['read'] = async (address, after) => (await behind(address, after)).events;

  /** Where an event lies that we could not tell of; `undefined` when another lies there. @throws Error when none does */
  const find = async (
    event: RecordedEvent,
    wanted: { readonly position: Position; readonly body: string; readonly doubt: unknown },
  ): Promise<number | undefined> => {
    const { position, body, doubt } = wanted;
    const { anchor, events } = await behind(event, position);
    const [first] = events;
    if (first) return first.hash === hashOfBytes(body) ? first.streamSequence : undefined;
    if (anchor.streamSequence !== position.streamSequence) {
      const { streamSequence } = await publishEvent(publishing, event, { position: anchor, body });
      if (streamSequence !== undefined) return streamSequence;
    }
    const id = eventId(event.entity, event.sequence);
    throw new Error(`the log did not take ${id}`, { cause: doubt });
  };

  const append: EventLog['append'] = async ({ address, expected, events, fence }) => {
    let position = expected;
    if (events.length === 0) {
      const { anchor, events: unknown } = await behind(address, expected);
      return aheadOf(unknown, anchor);
    }
    for (const event of events) {
      const body = toBytes(tenant, personal.seal(event), position.hash);
      const published = await publishEvent(publishing, event, { position, body, fence });
      const streamSequence =
        published.streamSequence ?? (await find(event, { position, body, ...published }));
      if (streamSequence === undefined) return aheadOf(await read(address, expected), expected);
      position = { sequence: event.sequence, streamSequence, hash: hashOfBytes(body) };
    }
    return { kind: 'appended', position };
  };

  return { tenant, stream, personal, append, read };
}

function aheadOf(events: readonly StoredEvent[], position: Position): AppendResult {
  if (events.length === 0) return { kind: 'appended', position };
  let characters = 0;
  const returned = events.slice(0, MOST_AHEAD).filter(({ event }) => {
    characters += JSON.stringify(event).length;
    return characters <= MOST_AHEAD_CHARACTERS;
  });
  return { kind: 'ahead', events: returned, complete: returned.length === events.length };
}
