import { setTimeout as delay } from 'node:timers/promises';
import type { JetStreamClient } from '@nats-io/jetstream';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import {
  journeyOf,
  workflowTypeOf,
  type AnyContract,
  type RecordedEvent,
} from '../../machines/engine/index.ts';
import { subscribe } from '../event-log/index.ts';

/** What is resumed, and where. */
export interface ResumeOptions {
  readonly tenant: string;
  readonly js: JetStreamClient;
  readonly client: Client;
  readonly taskQueue: string;
  /** Contract of the machine that people start; its children are resumed by it. */
  readonly contract: AnyContract;
  /** Workflow id of a journey, or of one of its children, that is started again although Temporal has ended it. */
  readonly only?: string;
}

/** What became of one journey, or of a child that does not run as it should. */
export interface Resumed {
  /** Workflow id. */
  readonly journey: string;
  /**
   * `running`: Temporal still knows it, so it was left alone; `ended`: it came to its end; `terminated`, `failed`: it
   * did not, and only a person can know whether it is to go on; `unknown`: the log does not hold it.
   */
  readonly outcome: 'resumed' | 'running' | 'ended' | 'terminated' | 'failed' | 'unknown';
  /** Path of its state now; `undefined` when no worker has answered yet. */
  readonly state: string | undefined;
}

const ANSWER_WITHIN_MS = 30_000;
const ASK_AGAIN_MS = 100;

/**
 * Starts every journey of the log that Temporal has lost, or the one that is named; each takes its state from its log.
 * What was terminated or has failed is started again only when it is named.
 */
export async function* resumeJourneys(options: ResumeOptions): AsyncGenerator<Resumed> {
  const { only } = options;
  let isFound = false;
  for await (const start of startsOf(options)) {
    if (only !== undefined && only !== start.entity) continue;
    isFound = true;
    const resumed = await resumeOne(options, start);
    if (resumed) yield resumed;
  }
  if (only !== undefined && !isFound) {
    yield { journey: only, outcome: 'unknown', state: undefined };
  }
}

/** The first event of every journey and child. */
async function* startsOf(options: ResumeOptions): AsyncGenerator<RecordedEvent> {
  const { js, tenant, contract, only } = options;
  const journey = only === undefined ? {} : { journey: journeyOf(only) };
  for (const { id, starts } of familyOf(contract)) {
    const found = subscribe(js, { tenant, type: starts, follow: false, ...journey });
    for await (const { event } of found) {
      if (event.machine === id && event.sequence === 1) yield event;
    }
  }
}

function familyOf(contract: AnyContract): AnyContract[] {
  const children = Object.values((contract.children ?? {}) as Record<string, AnyContract>);
  const family = [contract, ...children.flatMap(familyOf)];
  return family.filter(({ id }, index) => family.findIndex((each) => each.id === id) === index);
}

/** Of children only what does not run as it should is worth a line: the others are their journey's business. */
async function resumeOne(
  options: ResumeOptions,
  start: RecordedEvent,
): Promise<Resumed | undefined> {
  const { client, only } = options;
  const { entity } = start;
  const status = await statusOf(client, entity);
  const isMeant = only === entity || isRoot(start);
  if (!isMeant && !isBroken(status)) return undefined;
  const isBegun = status === 'lost' || (only === entity && isBroken(status));
  if (isBegun) await begin(options, start);
  return {
    journey: entity,
    outcome: isBegun ? 'resumed' : status,
    state: await pathOf(client, entity),
  };
}

function isRoot({ causationId }: RecordedEvent): boolean {
  return causationId === '';
}

function isBroken(status: Status): boolean {
  return status === 'terminated' || status === 'failed';
}

async function begin(
  { client, contract, taskQueue }: ResumeOptions,
  start: RecordedEvent,
): Promise<void> {
  const machine = familyOf(contract).find(({ id }) => id === start.machine) ?? contract;
  const startedBy = isRoot(start) ? {} : { startedBy: start.causationId };
  await client.workflow.start(workflowTypeOf(machine), {
    workflowId: start.entity,
    taskQueue,
    args: [{}, { resume: true, ...startedBy }],
  });
}

type Status = 'lost' | 'running' | 'ended' | 'terminated' | 'failed';
const statuses: Readonly<Record<string, Status>> = {
  RUNNING: 'running',
  COMPLETED: 'ended',
  TERMINATED: 'terminated',
};

async function statusOf(client: Client, journey: string): Promise<Status> {
  try {
    const { name } = (await client.workflow.getHandle(journey).describe()).status;
    return statuses[name] ?? 'failed';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'lost';
    throw error;
  }
}

/** A journey that was just started has no state until it has read its log: it is asked again. */
async function pathOf(client: Client, journey: string): Promise<string | undefined> {
  const handle = client.workflow.getHandle(journey);
  for (const end = Date.now() + ANSWER_WITHIN_MS; Date.now() < end;) {
    try {
      const state = await client.connection.withDeadline(end, () =>
        handle.query<{ readonly path: string } | null>('state'),
      );
      if (state) return state.path;
    } catch {
      return undefined;
    }
    await delay(ASK_AGAIN_MS);
  }
  return undefined;
}
