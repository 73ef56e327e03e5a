import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, Runtime } from '@temporalio/worker';
import { childEnvironment, type Config } from '../../../infra/config/index.ts';
import type { ProgramSpec } from '../../../infra/stack/index.ts';
import { buildWorkflows } from '../../../infra/worker/index.ts';
import type { VariantName } from './variant.ts';

/** What a worker is told. */
export interface WorkerSetting {
  /** Under which it tells what it has used. */
  readonly name: string;
  readonly taskQueue: string;
  readonly codePath: string;
}

/** Variants that run on Temporal. */
export type TemporalVariant = Exclude<VariantName, 'd'>;

/** Their names. */
export const temporalVariants: readonly TemporalVariant[] = ['certway', 'a', 'a2'];

const here = join(import.meta.dirname, '..');
const root = join(here, '../..');
const baselines = { a: 'regular', a2: 'local' } as const;

/** Bundles a variant's workflows. @returns the path of the code */
export async function bundle(variant: TemporalVariant, dataDir: string): Promise<string> {
  const buildsDir = join(dataDir, 'bench-builds');
  if (variant === 'certway') {
    return (await buildWorkflows({ workflowsPath: join(here, 'workflows/index.ts'), buildsDir }))
      .codePath;
  }
  const workflowsPath = join(here, `baselines/${baselines[variant]}.ts`);
  const { logger } = Runtime.instance();
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  const codePath = join(buildsDir, `${variant}.js`);
  mkdirSync(buildsDir, { recursive: true });
  writeFileSync(codePath, code);
  return codePath;
}

/** Bundles what the product ships. @returns the path of the code */
export async function bundleProduct(dataDir: string): Promise<string> {
  const workflowsPath = join(root, 'workflows/index.ts');
  return (await buildWorkflows({ workflowsPath, buildsDir: join(dataDir, 'builds') })).codePath;
}

const programOf = (
  config: Config,
  name: string,
  args: readonly string[],
): Omit<ProgramSpec, 'environment'> & { environment: NodeJS.ProcessEnv } => ({
  name,
  command: process.execPath,
  args,
  cwd: root,
  environment: childEnvironment(config),
  ready: { message: 'ready' },
  readyWithinMs: 60_000,
  graceMs: 15_000,
});

/** The worker of a variant, as the product runs it. */
export function workerSpec(config: Config, setting: WorkerSetting): ProgramSpec {
  const main = join(here, 'worker.main.ts');
  return programOf(config, setting.name, ['--import', 'tsx', main, JSON.stringify(setting)]);
}

/** A worker whose workflows live in the main thread, so that its heap can be told to the object. */
export function transparentWorkerSpec(config: Config, setting: WorkerSetting): ProgramSpec {
  const main = join(here, 'worker.main.ts');
  const args = ['--expose-gc', '--import', 'tsx', main, JSON.stringify(setting)];
  const spec = programOf(config, setting.name, args);
  return { ...spec, environment: { ...spec.environment, TEMPORAL_DEBUG: '1' } };
}

/** The process of variant (d). */
export function floorSpec(config: Config): ProgramSpec {
  return programOf(config, 'd', ['--import', 'tsx', join(here, 'floor.main.ts')]);
}
