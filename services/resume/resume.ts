import { setTimeout as delay } from 'node:timers/promises';
import type { JetStreamClient } from '@nats-io/jetstream';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { workflowTypeOf, type AnyContract } from '../../machines/engine/index.ts';
import { subscribe } from '../event-log/index.ts';

/** What is resumed, and where. */
export interface ResumeOptions {
  readonly tenant: string;
  readonly js: JetStreamClient;
  readonly client: Client;
  readonly taskQueue: string;
  /** Contract of the machine that people start; its children are resumed by it. */
  readonly contract: AnyContract;
}

/** What became of one journey. */
export interface Resumed {
  readonly journey: string;
  /** `running`: Temporal still knows it, so it was left alone. */
  readonly outcome: 'resumed' | 'running' | 'ended';
  /** Path of its state now; `undefined` when no worker has answered yet. */
  readonly state: string | undefined;
}

const ANSWER_WITHIN_MS = 30_000;
const ASK_AGAIN_MS = 100;

/** Starts every journey of the log that Temporal has lost; each takes its state from its log. */
export async function* resumeJourneys(options: ResumeOptions): AsyncGenerator<Resumed> {
  const { js, tenant, contract } = options;
  const starts = subscribe(js, { tenant, type: contract.starts, follow: false });
  for await (const { event } of starts) {
    if (event.machine === contract.id) yield await resumeOne(options, event.entity);
  }
}

async function resumeOne(options: ResumeOptions, journey: string): Promise<Resumed> {
  const { client, contract, taskQueue } = options;
  const known = await statusOf(client, journey);
  if (known === undefined) {
    await client.workflow.start(workflowTypeOf(contract), {
      workflowId: journey,
      taskQueue,
      args: [{}, { resume: true }],
    });
  }
  const outcome = known === undefined ? 'resumed' : known === 'RUNNING' ? 'running' : 'ended';
  return { journey, outcome, state: await pathOf(client, journey) };
}

async function statusOf(client: Client, journey: string): Promise<string | undefined> {
  try {
    return (await client.workflow.getHandle(journey).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
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
