import { join } from 'node:path';
import { childEnvironment } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import type { ProgramSpec } from './program.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The worker, run as `infra/worker.main.ts`: it bundles the workflows, says `ready` when it polls, and
 * stops on SIGTERM or when its starter is gone.
 *
 * @param config - with the addresses of the running servers
 */
export function workerProgram(config: Config): ProgramSpec {
  return {
    name: 'worker',
    command: process.execPath,
    args: ['--import', 'tsx', 'infra/worker.main.ts'],
    cwd: root,
    environment: childEnvironment(config),
    ready: { message: 'ready' },
    readyWithinMs: 60_000,
    graceMs: 15_000,
  };
}
