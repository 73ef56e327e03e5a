import { createHash } from 'node:crypto';
import { z } from 'zod';
import { journeyOf, type DurableMachine } from '../../machines/engine/index.ts';
import { RetryLaterError, type CloudEvent, type HandlerContext } from '../consumer/index.ts';
import {
  ChainBrokenError,
  parseSubject,
  START_POSITION,
  type EventLog,
  type StoredEvent,
} from '../event-log/index.ts';
import type { Records } from '../records/index.ts';
import { deadlinesOf, pendingDeadlineSchema } from './due-dates.ts';
import { feedOf, type FeedEntry } from './feed.ts';

/** What is kept of an entity that has deadlines. */
export const entitySchema = z.object({ deadlines: z.array(pendingDeadlineSchema).readonly() });

/** What is kept of an entity that has deadlines, by its workflow id. */
export type EntityRecord = Readonly<z.infer<typeof entitySchema>>;

/** A feed as it is sent. */
export interface Feed {
  readonly body: string;
  /** Quoted, as HTTP has it. */
  readonly etag: string;
}

/** The deadlines of a tenant. */
export interface Calendar {
  /**
   * Takes note that an entity has another event: folds its log, and keeps what is pending.
   * @throws EngineError, ChainBrokenError or ZodError when its log cannot be folded, RetryLaterError when it cannot be
   * read now
   */
  readonly handle: (event: CloudEvent, context: HandlerContext) => Promise<void>;
  /** Everything pending, or only what belongs to one journey. */
  readonly feed: (journey?: string) => Feed;
  /** Keeps up with what this process and others write, until the signal. */
  readonly follow: (signal: AbortSignal) => Promise<void>;
}

/** What a calendar is made of. */
export interface CalendarOptions {
  readonly log: Pick<EventLog, 'read'>;
  readonly machines: readonly DurableMachine[];
  readonly records: Pick<Records<EntityRecord>, 'put' | 'remove' | 'watch'>;
}

const REMEMBERED_ENTITIES = 50_000;
const REMEMBERED_FEEDS = 100;
const TITLE = 'certway due dates';

/** Prepares a calendar; it is empty before it follows. */
export function createCalendar({ log, machines, records }: CalendarOptions): Calendar {
  const byEntity = new Map<string, EntityRecord>();
  const feeds = new Map<string, Feed>();
  /** Stream sequence up to which an entity's log was read, so that a long log is not read once per event. */
  const read = new Map<string, number>();
  const contracts = new Map(machines.map((machine) => [machine.contract.id, machine]));

  const note = (entity: string, record: EntityRecord | undefined): void => {
    if (JSON.stringify(byEntity.get(entity)) === JSON.stringify(record)) return;
    if (record) byEntity.set(entity, record);
    else byEntity.delete(entity);
    feeds.clear();
  };
  const keep = async (entity: string, record: EntityRecord): Promise<void> => {
    if (record.deadlines.length > 0) await records.put(entity, record);
    else await records.remove(entity);
    note(entity, record.deadlines.length > 0 ? record : undefined);
  };
  const load = async (entity: string, machine: DurableMachine): Promise<readonly StoredEvent[]> => {
    try {
      return await log.read({ entity, machine: machine.contract.id }, START_POSITION);
    } catch (error) {
      throw error instanceof ChainBrokenError ? error : later(error);
    }
  };

  return {
    handle: async (_, { subject, streamSequence }) => {
      const parts = parseSubject(subject);
      const machine = parts && contracts.get(parts.machine);
      if (!machine || (read.get(parts.entity) ?? 0) >= streamSequence) return;
      const stored = await load(parts.entity, machine);
      const deadlines = deadlinesOf(
        machine,
        stored.map(({ event }) => event),
      );
      await keep(parts.entity, { deadlines }).catch((error: unknown) => {
        throw later(error);
      });
      if (read.size >= REMEMBERED_ENTITIES) read.clear();
      read.set(parts.entity, stored.at(-1)?.streamSequence ?? 0);
    },
    feed: (journey) => {
      const known = feeds.get(journey ?? '');
      if (known) return known;
      const body = feedOf(TITLE, entriesOf(byEntity, contracts, journey));
      const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
      if (feeds.size >= REMEMBERED_FEEDS) feeds.clear();
      feeds.set(journey ?? '', { body, etag });
      return { body, etag };
    },
    follow: (signal) => records.watch(note, signal),
  };
}

function later(error: unknown): RetryLaterError {
  return new RetryLaterError('the log or the store of the calendar does not answer', {
    cause: error,
  });
}

function entriesOf(
  byEntity: ReadonlyMap<string, EntityRecord>,
  machines: ReadonlyMap<string, DurableMachine>,
  journey: string | undefined,
): FeedEntry[] {
  return [...byEntity].flatMap(([entity, { deadlines }]) =>
    journey !== undefined && journeyOf(entity) !== journey
      ? []
      : deadlines.map((one) => ({ ...one, entity, meaning: meaningOf(machines, one.delay) })),
  );
}

/** What the event that records its passing says. */
function meaningOf(
  machines: ReadonlyMap<string, DurableMachine>,
  delay: string,
): string | undefined {
  const elapsed = `${delay.slice(0, 1).toUpperCase()}${delay.slice(1)}Elapsed`;
  for (const { contract } of machines.values()) {
    const event = Object.hasOwn(contract.events, elapsed) ? contract.events[elapsed] : undefined;
    if (event) return event.description;
  }
  return undefined;
}
