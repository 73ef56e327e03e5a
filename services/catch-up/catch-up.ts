import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { entityEnds, lastStoredAt, type EntityEnd } from '../event-log/index.ts';

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
  /** Looks at the last minutes: for every minute after that. */
  regularly(): Promise<SweepResult>;
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
const QUERY_TIMEOUT_MS = 10_000;
const PARALLEL = 8;

/** Prepares the sweep. */
export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { tenant, js, jsm, now } = options;
  const known = new Map<string, number>();

  const sweep = async (
    since: number,
    until: number,
    prepare?: (end: EntityEnd) => Promise<void>,
  ): Promise<SweepResult> => {
    const ends = (await entityEnds(js, tenant, since)).filter(
      (end) => end.storedAt <= until && (known.get(end.entity) ?? 0) < end.streamSequence,
    );
    const told: string[] = [];
    for (let index = 0; index < ends.length; index += PARALLEL) {
      const answers = ends.slice(index, index + PARALLEL).map(async (end) => {
        await prepare?.(end);
        if (await knock(options.client, end)) told.push(end.entity);
        else known.set(end.entity, end.streamSequence);
      });
      await Promise.all(answers);
    }
    return { looked: ends.length, told };
  };

  return {
    atStart: async () => {
      const last = await lastStoredAt(jsm, tenant);
      return last === undefined
        ? { looked: 0, told: [] }
        : sweep(last - START_WINDOW_MS, Number.POSITIVE_INFINITY, (end) =>
            forgetWorker(options.client, end),
          );
    },
    regularly: () => sweep(now() - REGULAR_WINDOW_MS, now() - UNDER_WAY_MS),
  };
}

/** Tells a workflow to look at the log if it does not know the end of it. */
async function knock(client: Client, end: EntityEnd): Promise<boolean> {
  const handle = client.workflow.getHandle(end.entity);
  try {
    const position = await client.connection.withDeadline(Date.now() + QUERY_TIMEOUT_MS, () =>
      handle.query<{ readonly streamSequence: number }>('position'),
    );
    if (position.streamSequence >= end.streamSequence) return false;
  } catch (error) {
    // Journeys that Temporal has lost are resumed, not woken.
    if (error instanceof WorkflowNotFoundError) return false;
  }
  try {
    await handle.signal('catchUp');
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** A query waits ten seconds for the worker that had the workflow last, also for one that was killed. */
async function forgetWorker(client: Client, { entity }: EntityEnd): Promise<void> {
  const { namespace } = client.options;
  const execution = { workflowId: entity };
  // What has ended, or is not known, has no such worker.
  await client.workflowService
    .resetStickyTaskQueue({ namespace, execution })
    .catch(() => undefined);
}
