import { join } from 'node:path';
import { childEnvironment } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import type { ProgramSpec } from './program.ts';

const root = join(import.meta.dirname, '../..');

const plain = ['--import', 'tsx'];

/** What Node is told when it runs a worker, from the root of the project. */
export const workerFlags: readonly string[] = [
  ...plain,
  ...['--require', './infra/worker/no-promise-traces.cjs'],
];

/**
 * The worker, run as `infra/worker.main.ts`: it bundles the workflows and says `ready` when it polls.
 *
 * @param config - with the addresses of the running servers
 */
export function workerProgram(config: Config): ProgramSpec {
  return serviceProgram('worker', config, workerFlags);
}

/**
 * The public register, run as `infra/register.main.ts`: it says `ready` when it answers.
 *
 * @param config - with the addresses of the running servers and the port
 */
export function registerProgram(config: Config): ProgramSpec {
  return serviceProgram('register', config, plain);
}

/** A process of our own: it stops on SIGTERM or when its starter is gone. */
function serviceProgram(
  name: 'worker' | 'register',
  config: Config,
  flags: readonly string[],
): ProgramSpec {
  return {
    name,
    command: process.execPath,
    args: [...flags, `infra/${name}.main.ts`],
    cwd: root,
    environment: childEnvironment(config),
    ready: { message: 'ready' },
    readyWithinMs: 60_000,
    graceMs: 15_000,
  };
}
