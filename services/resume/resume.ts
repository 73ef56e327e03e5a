import type { JetStreamClient } from '@nats-io/jetstream';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import {
  journeyOf,
  workflowTypeOf,
  type AnyContract,
  type DurableMachine,
  type RecordedEvent,
} from '../../machines/engine/index.ts';
import { createAsk, type Ask } from '../ask/index.ts';
import { subscribe, type EventLog } from '../event-log/index.ts';
import { endOf, type End } from './end.ts';
import { pathOf, statusOf, type Status } from './workflow.ts';

/** What is resumed, and where. */
export interface ResumeOptions {
  readonly tenant: string;
  readonly js: JetStreamClient;
  readonly log: EventLog;
  readonly client: Client;
  readonly taskQueue: string;
  /** Contract of the machine that people start; its children are resumed by it. */
  readonly contract: AnyContract;
  readonly machines: readonly DurableMachine[];
  /** Workflow id of a journey, or of one of its children, that is started again although Temporal has ended it. */
  readonly only?: string;
  /** Called after each entity that was looked at. */
  readonly onProgress?: (done: number) => void;
  /** Aborted when no further ones are to be started. */
  readonly signal?: AbortSignal;
}

/** What became of one journey, or of a child that does not run as it should. */
export interface Resumed {
  /** Workflow id. */
  readonly journey: string;
  /**
   * `running`: Temporal still knows it, so it was left alone; `ended`: it came to its end; `terminated`, `failed`: it
   * did not, and only a person can know whether it is to go on; `broken`: its log cannot be folded; `unknown`: the
   * log does not hold it.
   */
  readonly outcome:
    'resumed' | 'running' | 'ended' | 'terminated' | 'failed' | 'broken' | 'unknown';
  /** Path of its state now; `undefined` when no worker has answered yet. */
  readonly state: string | undefined;
  /** Why it is `broken`. */
  readonly reason?: string;
}

/** So many are looked at and started side by side. */
const PARALLEL = 16;

/**
 * Starts every journey of the log that Temporal has lost, or the one that is named; each takes its state from its log.
 * What has ended is not started. What was terminated or has failed is started again only when it is named.
 */
export async function* resumeJourneys(options: ResumeOptions): AsyncGenerator<Resumed> {
  const { only, onProgress, signal } = options;
  const ask = createAsk(options.client);
  let done = 0;
  for await (const group of grouped(startsOf(options))) {
    if (signal?.aborted) return;
    const outcomes = await Promise.all(group.map((start) => resumeOne(options, start, ask)));
    done += group.length;
    onProgress?.(done);
    for (const resumed of outcomes) if (resumed) yield resumed;
  }
  if (only !== undefined && done === 0) {
    yield { journey: only, outcome: 'unknown', state: undefined };
  }
}

/** The first event of every journey and child, or of the one that is meant. */
async function* startsOf(options: ResumeOptions): AsyncGenerator<RecordedEvent> {
  const { js, tenant, contract, only, signal } = options;
  const journey = only === undefined ? {} : { journey: journeyOf(only) };
  const common = { tenant, follow: false, ...journey, ...(signal && { signal }) };
  for (const { id, starts } of familyOf(contract)) {
    for await (const { event } of subscribe(js, { ...common, type: starts })) {
      const isMeant = only === undefined || only === event.entity;
      if (isMeant && event.machine === id && event.sequence === 1) yield event;
    }
  }
}

async function* grouped<T>(all: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const one of all) {
    group.push(one);
    if (group.length < PARALLEL) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
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
  ask: Ask,
): Promise<Resumed | undefined> {
  const { client, only } = options;
  const { entity } = start;
  const status = await statusOf(client, entity);
  const isMeant = only === entity || isRoot(start);
  if (!isMeant && !isHeld(status)) return undefined;
  if (status !== 'lost' && !(only === entity && isHeld(status))) {
    return { journey: entity, outcome: status, state: await pathOf(ask, entity) };
  }
  const end = await endOf(options, start);
  if (end.kind === 'broken') {
    return { journey: entity, outcome: 'broken', state: undefined, reason: end.reason };
  }
  if (end.kind === 'ended' && end.waiting.length === 0) {
    return { journey: entity, outcome: 'ended', state: end.path };
  }
  const outcome = await begin(options, start, end);
  return { journey: entity, outcome, state: await pathOf(ask, entity) };
}

function isRoot({ causationId }: RecordedEvent): boolean {
  return causationId === '';
}

function isHeld(status: Status): status is 'terminated' | 'failed' {
  return status === 'terminated' || status === 'failed';
}

/** Who has ended but was not heard by all of its children starts them too: it would find nobody to tell. */
async function begin(
  options: ResumeOptions,
  start: RecordedEvent,
  end: End,
): Promise<'resumed' | 'running'> {
  if (end.kind === 'ended') for (const child of end.waiting) await startAgain(options, child);
  return startAgain(options, start);
}

/** Somebody else may have been faster: another run of this command, or the parent. */
async function startAgain(
  { client, contract, taskQueue }: ResumeOptions,
  start: RecordedEvent,
): Promise<'resumed' | 'running'> {
  const machine = familyOf(contract).find(({ id }) => id === start.machine) ?? contract;
  const startedBy = isRoot(start) ? {} : { startedBy: start.causationId };
  try {
    await client.workflow.start(workflowTypeOf(machine), {
      workflowId: start.entity,
      taskQueue,
      args: [{}, { resume: true, ...startedBy }],
    });
    return 'resumed';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'running';
    throw error;
  }
}
