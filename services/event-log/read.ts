import type { JetStreamManager, StoredMsg } from '@nats-io/jetstream';
import { EngineError } from '../../machines/engine/index.ts';
import { streamName } from '../consumer/index.ts';
import type { PersonalData } from '../personal-data/index.ts';
import type { Authenticity } from './authenticity.ts';
import { assertChained, ChainBrokenError, conflictOf, LogBehindError } from './conflict.ts';
import { hashOfBytes } from './envelope.ts';
import { positionBehind, START_POSITION, type Position } from './position.ts';
import { storedEvent, type StoredEvent } from './stored-event.ts';
import { entitySubjects, type EntityAddress } from './subjects.ts';

const BATCH = 500;

/** What an entity's log is read with. */
export interface Reading {
  readonly jsm: JetStreamManager;
  readonly tenant: string;
  readonly personal: PersonalData;
  /** Without it signatures are not looked at. */
  readonly authenticity: Authenticity | undefined;
}

/** What an entity's log holds behind a position. */
export interface Behind {
  /** The position as the log holds it now: one that was restored may hold it elsewhere than it was written. */
  readonly anchor: Position;
  /** In order. */
  readonly events: readonly StoredEvent[];
}

/**
 * The events of an entity behind a position, and where the log holds that position.
 * @throws LogBehindError when the log ends before it; ChainBrokenError when it holds something else there, and at the
 * first one that is no event, does not follow the one before, or is not authentic
 */
export async function readBehind(
  reading: Reading,
  address: Omit<EntityAddress, 'tenant'>,
  position: Position,
): Promise<Behind> {
  if (position.sequence === 0 || (await isHeld(reading, position))) {
    return { anchor: position, events: await readEntity(reading, address, position) };
  }
  const whole = await readEntity(reading, address, START_POSITION);
  const found = whole[position.sequence - 1];
  if (!found) throw new LogBehindError(address.entity, whole.length, position.sequence);
  if (found.hash !== position.hash)
    throw conflictOf(address.entity, found, 'is another one than was written there');
  return { anchor: positionBehind([found], position), events: whole.slice(position.sequence) };
}

async function isHeld({ jsm, tenant }: Reading, position: Position): Promise<boolean> {
  const query = { seq: position.streamSequence };
  try {
    const found = await jsm.direct.getMessage(streamName(tenant), query);
    return found !== null && hashOfBytes(found.data) === position.hash;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return false;
  }
}

async function readEntity(
  { jsm, tenant, personal, authenticity }: Reading,
  address: Omit<EntityAddress, 'tenant'>,
  after: Position,
): Promise<readonly StoredEvent[]> {
  const messages = await messagesOf(jsm, { tenant, ...address }, after.streamSequence);
  const { entity } = address;
  const events = messages.map((message) => ({
    stored: readable(message, entity, personal),
    bytes: message.data,
  }));
  const stored = events.map((each) => each.stored);
  assertChained(entity, after, stored);
  await authenticity?.assertAuthentic(entity, events);
  return stored;
}

/**
 * Everything of an entity behind a stream sequence, in order. Which types there are is asked first, then each is read
 * by its exact subject: reading by a wildcard takes a hundred times as long in a large stream.
 */
async function messagesOf(
  jsm: JetStreamManager,
  address: EntityAddress,
  after: number,
): Promise<StoredMsg[]> {
  const stream = streamName(address.tenant);
  const lasts = await collect(() =>
    jsm.direct.getLastMessagesFor(stream, { multi_last: [entitySubjects(address)] }),
  );
  const end = Math.max(0, ...lasts.map((message) => message.seq));
  const found: StoredMsg[] = [];
  for (const last of lasts) {
    for (let from = after + 1; from <= last.seq;) {
      const query = { seq: from, next_by_subj: last.subject, batch: BATCH };
      const batch = await collect(() => jsm.direct.getBatch(stream, query));
      found.push(...batch);
      from = (batch.at(-1)?.seq ?? last.seq) + 1;
    }
  }
  return found.filter((message) => message.seq <= end).sort((a, b) => a.seq - b.seq);
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

function readable(message: StoredMsg, entity: string, personal: PersonalData): StoredEvent {
  try {
    return storedEvent(message, personal);
  } catch (cause) {
    // A key that is not there says nothing of the log, and may come back.
    if (cause instanceof EngineError && cause.code !== 'PERSONAL_DATA_TAMPERED') throw cause;
    const culprit = { entity, streamSequence: message.seq };
    throw new ChainBrokenError(culprit, 'is no event of certway', { cause });
  }
}
