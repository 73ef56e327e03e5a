import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { Client } from '@temporalio/client';
import { entityEnds, lastStoredAt, type EntityEnd } from '../event-log/index.ts';
import { forgetWorker, knock } from './knock.ts';

/** What the sweep needs. */
export interface CatchUpOptions {
  readonly tenant: string;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly client: Client;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Finds workflows that do not know of events the log already holds and tells them to look. This happens when
 * everything died between an append and the completion of its workflow task: then nobody schedules a task.
 */
export interface CatchUp {
  /** Looks at the end of the log, however long ago that was: for the start of a worker. */
  atStart(): Promise<SweepResult>;
  /** Looks at everything since the last look that succeeded, and the minutes before it: for every minute after that. */
  regularly(): Promise<SweepResult>;
  /** Looks at every entity: for workflows that were restored from an older copy of Temporal's database. */
  everything(): Promise<SweepResult>;
}

/** What a sweep did. */
export interface SweepResult {
  readonly looked: number;
  /** Workflow ids that were told to look. */
  readonly told: readonly string[];
}

const START_WINDOW_MS = 10 * 60_000;
const REGULAR_WINDOW_MS = 5 * 60_000;
/** An event this young may belong to a task that is still under way. */
const UNDER_WAY_MS = 5_000;
const PARALLEL = 8;

/**
 * Prepares the sweep. What it costs grows with the events of its window, not with the entities of the log: only
 * headers are read, and an end that its workflow knows is not asked about again.
 */
export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { tenant, js, jsm, client, now } = options;
  const known = new Map<string, EntityEnd>();
  let lookedAt: number | undefined;

  const sweep = async (since: number, until: number, isFirst = false): Promise<SweepResult> => {
    const ends = (await entityEnds(js, tenant, since)).filter(
      (end) => end.storedAt <= until && !isKnown(known, end),
    );
    const told: string[] = [];
    for (let index = 0; index < ends.length; index += PARALLEL) {
      const answers = ends.slice(index, index + PARALLEL).map(async (end) => {
        if (isFirst) await forgetWorker(client, end.entity);
        if (await knock(client, end)) told.push(end.entity);
        else known.set(end.entity, end);
      });
      await Promise.all(answers);
    }
    for (const [entity, { storedAt }] of known) if (storedAt < since) known.delete(entity);
    return { looked: ends.length, told };
  };

  return {
    atStart: async () => {
      const began = now();
      const last = await lastStoredAt(jsm, tenant);
      const since = (last ?? 0) - START_WINDOW_MS;
      const result =
        last === undefined
          ? { looked: 0, told: [] }
          : await sweep(since, Number.POSITIVE_INFINITY, true);
      lookedAt = began;
      return result;
    },
    regularly: async () => {
      const began = now();
      // A look that failed leaves its window to the next one, however long the servers were away.
      const since = Math.min(began, lookedAt ?? began) - REGULAR_WINDOW_MS;
      const result = await sweep(since, began - UNDER_WAY_MS);
      lookedAt = began;
      return result;
    },
    everything: () => sweep(0, Number.POSITIVE_INFINITY),
  };
}

function isKnown(known: ReadonlyMap<string, EntityEnd>, end: EntityEnd): boolean {
  return (known.get(end.entity)?.streamSequence ?? 0) >= end.streamSequence;
}
