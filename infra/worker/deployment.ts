import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { DEPLOYMENT } from '../../services/migration/index.ts';
import type { WorkflowBuild } from './bundle.ts';

const REGISTERED_WITHIN_MS = 20_000;
const PAUSE_MS = 250;

/**
 * Makes new journeys begin on a build.
 * @throws Error when Temporal does not know the build in time: its worker does not poll
 */
export async function makeCurrent(client: Client, buildId: string): Promise<void> {
  const { namespace } = client.options;
  for (const end = Date.now() + REGISTERED_WITHIN_MS; ;) {
    try {
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName: DEPLOYMENT,
        buildId,
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/**
 * The builds that some journey still needs, besides the current one; folders of the others are removed.
 * @param buildsDir - folder with a subfolder per build
 */
export async function earlierBuilds(
  client: Client,
  buildsDir: string,
  current: string,
): Promise<readonly WorkflowBuild[]> {
  const needed: WorkflowBuild[] = [];
  for (const buildId of await readdir(buildsDir)) {
    if (buildId === current) continue;
    const folder = join(buildsDir, buildId);
    const codePath = join(folder, 'workflows.js');
    if (await isNeeded(client, buildId)) {
      await stat(codePath);
      needed.push({ buildId, codePath });
    } else {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return needed;
}

async function isNeeded(client: Client, buildId: string): Promise<boolean> {
  const version = `${DEPLOYMENT}:${buildId}`;
  const { count } = await client.workflow.count(
    `TemporalWorkerDeploymentVersion = "${version}" AND ExecutionStatus = "Running"`,
  );
  return count > 0;
}
