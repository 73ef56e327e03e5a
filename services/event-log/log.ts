import type { JetStreamClient, JetStreamManager, JsMsg, StoredMsg } from '@nats-io/jetstream';
import { JetStreamApiError } from '@nats-io/jetstream';
import type { RecordedEvent } from '../../machines/engine/index.ts';
import type { Signer, Verifier } from '../signing/index.ts';
import { parseEnvelope, streamName, type CloudEvent } from '../consumer/index.ts';
import { fromEnvelope, GENESIS_HASH, hashOfBytes, toBytes } from './envelope.ts';
import { headersOf, signatureOf, type EventSignature } from './signature.ts';
import { entitySubjects, eventSubject, type EntityAddress } from './subjects.ts';

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

/** One stored event with its place. */
export interface StoredEvent {
  readonly streamSequence: number;
  readonly hash: string;
  readonly envelope: CloudEvent;
  readonly event: RecordedEvent;
  /** Not yet verified. */
  readonly signature: EventSignature | undefined;
}

/** What an append gave: the events are in the log, or the log holds others that the writer does not know. */
export type AppendResult =
  | { readonly kind: 'appended'; readonly position: Position }
  | { readonly kind: 'ahead'; readonly events: readonly StoredEvent[]; readonly complete: boolean };

/** How many unknown events an append returns; a longer log is folded elsewhere. */
const AHEAD_LIMIT = 50;

const PUBLISH_TIMEOUT_MS = 1_500;
const WRONG_LAST_SEQUENCE = 10_071;
const BATCH = 500;

/** A tenant's event log on JetStream. */
export interface EventLog {
  readonly tenant: string;
  readonly stream: string;
  append(given: {
    readonly address: Omit<EntityAddress, 'tenant'>;
    readonly expected: Position;
    readonly events: readonly RecordedEvent[];
  }): Promise<AppendResult>;
  /** The events of an entity behind a position, in order. @throws Error when their chain is broken */
  read(address: Omit<EntityAddress, 'tenant'>, after: Position): Promise<readonly StoredEvent[]>;
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
  const { tenant, js, jsm, signer } = options;
  const stream = streamName(tenant);

  const read: EventLog['read'] = async (address, after) => {
    const subjects = entitySubjects({ tenant, ...address });
    const lasts = await collect(() =>
      jsm.direct.getLastMessagesFor(stream, { multi_last: [subjects] }),
    );
    const end = Math.max(0, ...lasts.map((message) => message.seq));
    const found: StoredMsg[] = [];
    for (const last of lasts) {
      for (let from = after.streamSequence + 1; from <= last.seq;) {
        const query = { seq: from, next_by_subj: last.subject, batch: BATCH };
        const batch = await collect(() => jsm.direct.getBatch(stream, query));
        found.push(...batch);
        from = (batch.at(-1)?.seq ?? last.seq) + 1;
      }
    }
    const stored = found
      .filter((message) => message.seq <= end)
      .sort((a, b) => a.seq - b.seq)
      .map((message) => readable(message, address.entity));
    assertChained(address.entity, after, stored);
    return stored;
  };

  /** The stream sequence, or `undefined` when only a look can tell what the log holds now. */
  const publish = async (
    event: RecordedEvent,
    position: Position,
    body: string,
  ): Promise<number | undefined> => {
    try {
      const ack = await js.publish(eventSubject(tenant, event), body, {
        msgID: `${event.entity}:${String(event.sequence)}`,
        timeout: PUBLISH_TIMEOUT_MS,
        headers: headersOf(body, signer),
        expect: {
          streamName: stream,
          lastSubjectSequence: position.streamSequence,
          lastSubjectSequenceSubject: entitySubjects({ tenant, ...event }),
        },
      });
      return ack.duplicate ? undefined : ack.seq;
    } catch (error) {
      if (isAmbiguous(error)) return undefined;
      throw error;
    }
  };

  /**
   * Where our own bytes lie behind a position; `undefined` when something else lies there.
   * @throws Error when nothing lies there: not written, to be tried again
   */
  const find = async (
    address: Omit<EntityAddress, 'tenant'>,
    position: Position,
    hash: string,
  ): Promise<number | undefined> => {
    const [first] = await read(address, position);
    if (!first)
      throw new Error(`the log did not take ${address.entity}:${String(position.sequence + 1)}`);
    return first.hash === hash ? first.streamSequence : undefined;
  };

  const append: EventLog['append'] = async ({ address, expected, events }) => {
    let position = expected;
    if (events.length === 0) return aheadOf(await read(address, expected), position);
    for (const event of events) {
      const body = toBytes(tenant, event, position.hash);
      const hash = hashOfBytes(body);
      const stored = await publish(event, position, body);
      const streamSequence = stored ?? (await find(address, position, hash));
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

/** Whether the event may be in the log although the publish failed. Everything but a refusal by the server is. */
function isAmbiguous(error: unknown): boolean {
  return !(error instanceof JetStreamApiError) || error.code === WRONG_LAST_SEQUENCE;
}

/**
 * The event that a message of the stream holds.
 * @throws ZodError or SyntaxError when it is no event of certway
 */
export function storedEvent(message: JsMsg | StoredMsg): StoredEvent {
  const text = message.string();
  const envelope = parseEnvelope(text);
  const event = fromEnvelope(envelope);
  const signature = signatureOf('header' in message ? message.header : message.headers);
  return { streamSequence: message.seq, hash: hashOfBytes(text), envelope, event, signature };
}

/** Where the log ends behind the last of some events; where it ended before when there are none. */
export function positionBehind(events: readonly StoredEvent[], before: Position): Position {
  const last = events.at(-1);
  if (!last) return before;
  const { streamSequence, hash, event } = last;
  return { sequence: event.sequence, streamSequence, hash };
}

function readable(message: StoredMsg, entity: string): StoredEvent {
  try {
    return storedEvent(message);
  } catch (error) {
    throw new ChainBrokenError(
      `${entity}: what lies at stream sequence ${String(message.seq)} is no event of certway`,
      { cause: error },
    );
  }
}

function assertChained(entity: string, after: Position, events: readonly StoredEvent[]): void {
  let previous = after;
  for (const { event, envelope, hash, streamSequence } of events) {
    const expected = previous.sequence + 1;
    if (event.sequence !== expected || envelope.prevhash !== previous.hash) {
      throw new ChainBrokenError(
        `${entity}: event ${envelope.id} at stream sequence ${String(streamSequence)} does not follow ${entity}:${String(previous.sequence)}`,
      );
    }
    previous = { sequence: event.sequence, streamSequence, hash };
  }
}

/** The log of an entity holds an event that does not follow the one before it. */
export class ChainBrokenError extends Error {
  override readonly name = 'ChainBrokenError';
}

async function collect(ask: () => Promise<AsyncIterable<StoredMsg>>): Promise<StoredMsg[]> {
  const found: StoredMsg[] = [];
  try {
    for await (const message of await ask()) found.push(message);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return found;
}

function isNotFound(error: unknown): boolean {
  const { code, status } = error as { code?: unknown; status?: unknown };
  return code === 404 || status === 404;
}
