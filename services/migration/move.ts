import { setTimeout as delay } from 'node:timers/promises';
import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';

/** Deployment under which all builds of certway are known to Temporal. */
export const DEPLOYMENT = 'certway';

/** Which workflows are told, and how fast. */
export interface MoveOptions {
  readonly client: Client;
  /** The build that they are to go on with. */
  readonly buildId: string;
  /** Told at once; then one second passes. @defaultValue 50 */
  readonly batch?: number;
  /** Called after each batch. */
  readonly onProgress?: (told: number, of: number) => void;
  /** Aborted when the rest is to be left alone. */
  readonly signal?: AbortSignal;
}

/** How many were told. */
export interface Moved {
  readonly told: number;
  /** Workflows that ran on an earlier build when it began. */
  readonly of: number;
}

/** A task that failed so often would fail on its own build for ever. */
const STUCK_ATTEMPTS = 3;
const BATCH = 50;
const PAUSE_MS = 1_000;
/** Of gRPC. */
const NOT_FOUND = 5;

/**
 * Tells workflows that sleep on earlier builds to go on with this one, at a bounded rate. Each continues as new when
 * nothing of it is under way; being told twice does no harm. One whose tasks fail is pinned no more: this build may be the mended one.
 */
export async function moveSleeping(options: MoveOptions): Promise<Moved> {
  const { client, buildId, batch = BATCH, onProgress, signal } = options;
  const version = `${DEPLOYMENT}:${buildId}`;
  const query = `ExecutionStatus = "Running" AND TemporalWorkerDeployment = "${DEPLOYMENT}" AND TemporalWorkerDeploymentVersion != "${version}"`;
  const { count: of } = await client.workflow.count(query);
  let told = 0;
  let waiting: string[] = [];
  const tell = async (): Promise<void> => {
    const known = await Promise.all(waiting.map((id) => tellOne(client, id)));
    told += known.filter(Boolean).length;
    waiting = [];
    onProgress?.(told, of);
  };
  for await (const { workflowId } of client.workflow.list({ query })) {
    signal?.throwIfAborted();
    waiting.push(workflowId);
    if (waiting.length < batch) continue;
    await tell();
    await delay(PAUSE_MS, undefined, { ...(signal && { signal }) });
  }
  if (waiting.length > 0) await tell();
  return { told, of: Math.max(of, told) };
}

/** The build on which new workflows begin; `undefined` before the first. */
export async function currentBuild(client: Client): Promise<string | undefined> {
  const { namespace } = client.options;
  const deployment = { namespace, deploymentName: DEPLOYMENT };
  try {
    const { workerDeploymentInfo } =
      await client.workflowService.describeWorkerDeployment(deployment);
    return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? undefined;
  } catch (error) {
    const code: number | undefined = isGrpcServiceError(error) ? error.code : undefined;
    if (code === NOT_FOUND) return undefined;
    throw error;
  }
}

async function tellOne(client: Client, workflowId: string): Promise<boolean> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    const { raw } = await handle.describe();
    if ((raw.pendingWorkflowTask?.attempt ?? 0) >= STUCK_ATTEMPTS) await free(client, workflowId);
    await handle.signal('upgrade');
    return true;
  } catch (error) {
    // It has ended meanwhile.
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Lets the present build take the tasks of a workflow that its own build cannot finish. */
async function free(client: Client, workflowId: string): Promise<void> {
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: { versioningOverride: { autoUpgrade: true } },
    updateMask: { paths: ['versioning_override'] },
  });
}
