import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { EntityEnd } from '../event-log/index.ts';

const QUERY_TIMEOUT_MS = 10_000;

/** Tells a workflow to look at the log if it does not know the end of it. */
export async function knock(client: Client, end: EntityEnd): Promise<boolean> {
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
export async function forgetWorker(client: Client, workflowId: string): Promise<void> {
  const { namespace } = client.options;
  const execution = { workflowId };
  // What has ended, or is not known, has no such worker.
  await client.workflowService
    .resetStickyTaskQueue({ namespace, execution })
    .catch(() => undefined);
}
