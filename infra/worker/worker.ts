import { readFile } from 'node:fs/promises';
import { Worker, type NativeConnection, type WorkflowBundleOption } from '@temporalio/worker';
import type { Activities } from '../../activities/index.ts';
import type { Catalogue } from '../../machines/text/index.ts';
import { DEPLOYMENT } from '../../services/migration/index.ts';

/** What a worker serves. */
export interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly codePath: string;
  readonly activities: Activities;
  /** Language of details, summaries and refusals. @defaultValue English */
  readonly catalogue?: Catalogue | undefined;
  /** Names the build whose journeys this worker takes; without it the worker takes all. */
  readonly buildId?: string;
  /** @defaultValue 1000; 0 replays the whole history for every task */
  readonly maxCachedWorkflows?: number;
}

/**
 * Makes a worker. With a build id journeys stay on the build they began on until they continue as new.
 * @returns a worker that does not run yet
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const { connection, namespace, taskQueue, activities, buildId } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: await bundleOf(options),
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

/** The language is no part of a build: a journey may move between workers of several. */
async function bundleOf({ codePath, catalogue }: WorkerOptions): Promise<WorkflowBundleOption> {
  if (!catalogue) return { codePath };
  return { code: `${spoken(catalogue)}${await readFile(codePath, 'utf8')}` };
}

/** What stands before the code of a bundle whose workflows speak another language; `workflows/preload.ts` reads it. */
export function spoken(catalogue: Catalogue): string {
  return `globalThis.CERTWAY_TEXTS = ${JSON.stringify(catalogue)};`;
}
