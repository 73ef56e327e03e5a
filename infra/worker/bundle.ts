import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode, Runtime } from '@temporalio/worker';

const heldQueries = join(import.meta.dirname, '../../workflows/engine/held-queries.ts');

/** A workflow bundle on disk. */
export interface WorkflowBuild {
  /** Hash of the bundle: equal code, equal id. */
  readonly buildId: string;
  /** Absolute path of the bundle's code. */
  readonly codePath: string;
}

/** Where to find what is bundled, and where the bundle goes. */
export interface BuildOptions {
  /** Module whose exported functions are the workflows; `preload.ts` beside it names what they share. */
  readonly workflowsPath: string;
  /** Folder that keeps a subfolder per build. */
  readonly buildsDir: string;
}

/**
 * Bundles the workflows and keeps the bundle, because journeys that began on it need it until they have moved on.
 * @returns the build; the same one when the code has not changed
 */
export async function buildWorkflows(options: BuildOptions): Promise<WorkflowBuild> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: options.workflowsPath,
    preloadModules: [join(dirname(options.workflowsPath), 'preload.ts')],
    workflowInterceptorModules: [heldQueries],
    logger: Runtime.instance().logger,
    webpackConfigHook: (config) => ({
      ...config,
      // The production build of XState: the development one behaves differently, and the bundler would pick it.
      resolve: {
        ...config.resolve,
        conditionNames: ['webpack', 'import', 'module', 'default'],
      },
    }),
  });
  const buildId = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const folder = join(options.buildsDir, buildId);
  const codePath = join(folder, 'workflows.js');
  await mkdir(folder, { recursive: true });
  const temporary = `${codePath}.${String(process.pid)}`;
  await writeFile(temporary, code);
  await rename(temporary, codePath);
  return { buildId, codePath };
}
