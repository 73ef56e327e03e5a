import type { Engine } from './engine-client.ts';

/** One run of a workflow. */
export interface Run {
  readonly runId: string;
  /** How many events its history has. */
  readonly length: number;
}

/** The runs of a workflow from a first one on, in order, followed through their histories. */
export async function runsOf(engine: Engine, workflowId: string, first: string): Promise<Run[]> {
  const handle = engine.client.workflow.getHandle(workflowId, first);
  const { events } = await handle.fetchHistory();
  const run = { runId: first, length: events?.length ?? 0 };
  const next = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  return next ? [run, ...(await runsOf(engine, workflowId, next))] : [run];
}
