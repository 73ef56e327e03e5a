import { WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';

/** The history of one run. */
export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** A workflow as Temporal knows it. */
export interface Known {
  /** Workflow id. */
  readonly entity: string;
  readonly type: string;
  /** Run ids, the newest first. */
  readonly runs: readonly string[];
}

/** Every workflow of some types that Temporal holds, running or ended. */
export async function knownWorkflows(
  client: Client,
  types: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  const query = `WorkflowType IN (${types.map((type) => `'${type}'`).join(', ')})`;
  const found = new Map<string, { type: string; runs: { id: string; at: number }[] }>();
  for await (const { workflowId, runId, type, startTime } of client.workflow.list({ query })) {
    const known = found.get(workflowId) ?? { type, runs: [] };
    known.runs.push({ id: runId, at: startTime.getTime() });
    found.set(workflowId, known);
  }
  return new Map(
    [...found].map(([entity, { type, runs }]) => {
      const sorted = runs.sort((a, b) => b.at - a.at).map(({ id }) => id);
      return [entity, { entity, type, runs: sorted }];
    }),
  );
}

/** The history of a run; `undefined` when Temporal does not hold it any more. */
export async function historyOf(
  client: Client,
  entity: string,
  runId: string,
): Promise<History | undefined> {
  try {
    return await client.workflow.getHandle(entity, runId).fetchHistory();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
