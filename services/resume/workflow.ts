import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Ask } from '../ask/index.ts';

/** What Temporal knows of a workflow. */
export type Status = 'lost' | 'running' | 'ended' | 'terminated' | 'failed';

const statuses: Readonly<Record<string, Status>> = {
  RUNNING: 'running',
  COMPLETED: 'ended',
  TERMINATED: 'terminated',
};

const ANSWER_WITHIN_MS = 30_000;

/** Whether Temporal knows a workflow, and how it stands. */
export async function statusOf(client: Client, entity: string): Promise<Status> {
  try {
    const { name } = (await client.workflow.getHandle(entity).describe()).status;
    return statuses[name] ?? 'failed';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'lost';
    throw error;
  }
}

/**
 * The path of a workflow's state. One that was just started has none until it has read its log: it is asked again.
 * @returns `undefined` when no worker answers
 */
export async function pathOf(ask: Ask, entity: string): Promise<string | undefined> {
  const question = { query: 'state', withinMs: ANSWER_WITHIN_MS, isAnswer: isState };
  return (await ask(entity, question))?.path;
}

function isState(answer: unknown): answer is { readonly path: string } {
  return answer !== null;
}
