import { createHash } from 'node:crypto';
import { Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Connection, WorkflowExecutionDescription } from '@temporalio/client';

/** The workflow whose input the start form of the Temporal UI shows. */
export interface Template {
  readonly namespace: string;
  readonly taskQueue: string;
  readonly workflowType: string;
  /** The example that people change into their own. */
  readonly input: unknown;
}

/** Id of the template; it never runs. */
export const templateId = 'certway-template';

const reason = 'only holds the input that the start form shows';

const fingerprint = (template: Template): string =>
  createHash('sha256').update(JSON.stringify(template)).digest('hex');

async function describe(client: Client): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await client.workflow.getHandle(templateId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/**
 * Sees to it that there is a run with the example as its input: the start form takes over the input of
 * a run, and nothing else. It is started with a delay of years and terminated at once, so no worker
 * ever sees it. Doing it again changes nothing while the template stays the same.
 *
 * @returns the id of the run, for `runId` in a link to the start form
 */
export async function ensureTemplateRun(
  connection: Connection,
  template: Template,
): Promise<string> {
  const { namespace, taskQueue, workflowType, input } = template;
  const client = new Client({ connection, namespace });
  const print = fingerprint(template);
  const former = await describe(client);
  if (former?.memo?.['template'] === print && former.status.name === 'TERMINATED') {
    return former.runId;
  }
  const handle = await client.workflow.start(workflowType, {
    workflowId: templateId,
    taskQueue,
    args: [input],
    memo: { template: print },
    startDelay: '3650 days',
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
  });
  await handle.terminate(reason);
  return handle.firstExecutionRunId;
}
