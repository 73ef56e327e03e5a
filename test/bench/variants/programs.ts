import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode, Runtime } from '@temporalio/worker';
import { childEnvironment, type Config } from '../../../infra/config/index.ts';
import { workerFlags, type ProgramSpec } from '../../../infra/stack/index.ts';
import { buildWorkflows } from '../../../infra/worker/index.ts';
import type { VariantName } from './variant.ts';

/** What a worker is told. */
export interface WorkerSetting {
  /** Under which it tells what it has used. */
  readonly name: string;
  readonly taskQueue: string;
  readonly codePath: string;
  readonly maxCachedWorkflows?: number;
}

/** Variants that run on Temporal. */
export type TemporalVariant = Extract<VariantName, 'certway' | 'a' | 'a2'>;

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

/**
 * The worker of a variant, as the product runs it.
 * @param profileDir - folder that gets a CPU profile of the worker when it stops
 */
export function workerSpec(
  config: Config,
  setting: WorkerSetting,
  profileDir: string | undefined,
): ProgramSpec {
  if (profileDir === undefined) return workerProgram(config, setting, []);
  // A folder for each: every thread of a process writes a file.
  const folder = resolve(profileDir, setting.name);
  return transparent(workerProgram(config, setting, ['--cpu-prof', `--cpu-prof-dir=${folder}`]));
}

/** A worker whose heap can be told to the object. */
export function transparentWorkerSpec(config: Config, setting: WorkerSetting): ProgramSpec {
  return transparent(workerProgram(config, setting, ['--expose-gc']));
}

type WorkerProgram = ReturnType<typeof programOf>;

function workerProgram(
  config: Config,
  setting: WorkerSetting,
  flags: readonly string[],
): WorkerProgram {
  const main = [join(here, 'worker.main.ts'), JSON.stringify(setting)];
  return programOf(config, setting.name, [...flags, ...workerFlags, ...main]);
}

/** The workflows live in the main thread instead of one of their own. */
function transparent(spec: WorkerProgram): ProgramSpec {
  return { ...spec, environment: { ...spec.environment, TEMPORAL_DEBUG: '1' } };
}

/**
 * The process of a variant that is no workflow of Temporal.
 * @param main - its file, beside the folder of this one
 */
export function plainSpec(
  config: Config,
  { name, main, args = [] }: { name: VariantName; main: string; args?: readonly string[] },
): ProgramSpec {
  return programOf(config, name, ['--import', 'tsx', join(here, main), ...args]);
}
