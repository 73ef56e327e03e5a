import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';

/** What Temporal knows of a workflow. */
export type Status = 'lost' | 'running' | 'ended' | 'terminated' | 'failed';

const statuses: Readonly<Record<string, Status>> = {
  RUNNING: 'running',
  COMPLETED: 'ended',
  TERMINATED: 'terminated',
};

/** Whether anybody answers: where nobody does, waiting for every journey would take hours. */
export interface Worker {
  /** Questions without an answer, one behind the other. */
  silent: number;
}

const ANSWER_WITHIN_MS = 30_000;
const ASK_AGAIN_MS = 100;
const SILENT_LIMIT = 8;

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
export async function pathOf(
  client: Client,
  entity: string,
  worker: Worker,
): Promise<string | undefined> {
  if (worker.silent >= SILENT_LIMIT) return undefined;
  const handle = client.workflow.getHandle(entity);
  for (const end = Date.now() + ANSWER_WITHIN_MS; Date.now() < end;) {
    try {
      const state = await client.connection.withDeadline(end, () =>
        handle.query<{ readonly path: string } | null>('state'),
      );
      worker.silent = 0;
      if (state) return state.path;
    } catch {
      break;
    }
    await delay(ASK_AGAIN_MS);
  }
  worker.silent += 1;
  return undefined;
}
