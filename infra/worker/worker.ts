import { Worker, type NativeConnection } from '@temporalio/worker';
import type { Activities } from '../../activities/index.ts';
import { DEPLOYMENT } from '../../services/migration/index.ts';

/** What a worker serves. */
export interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly codePath: string;
  readonly activities: Activities;
  /** Names the build whose journeys this worker takes; without it the worker takes all. */
  readonly buildId?: string;
  /** @defaultValue 1000; 0 replays the whole history for every task */
  readonly maxCachedWorkflows?: number;
}

/**
 * Makes a worker. With a build id journeys stay on the build they began on until they continue as new.
 * @returns a worker that does not run yet
 */
export function createWorker(options: WorkerOptions): Promise<Worker> {
  const { connection, namespace, taskQueue, codePath, activities, buildId } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: { codePath },
    activities,
    maxCachedWorkflows: options.maxCachedWorkflows ?? 1000,
    maxConcurrentWorkflowTaskExecutions: 100,
    maxConcurrentWorkflowTaskPolls: 20,
    nonStickyToStickyPollRatio: 0.5,
    shutdownGraceTime: '5s',
    ...(buildId !== undefined && {
      workerDeploymentOptions: {
        version: { deploymentName: DEPLOYMENT, buildId },
        useWorkerVersioning: true,
        defaultVersioningBehavior: 'PINNED',
      },
    }),
  });
}
