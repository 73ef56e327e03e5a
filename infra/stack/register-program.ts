import { join } from 'node:path';
import { childEnvironment } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import type { ProgramSpec } from './program.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The public register, run as `infra/register.main.ts`: it says `ready` when it answers, and stops on SIGTERM or when
 * its starter is gone.
 *
 * @param config - with the addresses of the running servers and the port
 */
export function registerProgram(config: Config): ProgramSpec {
  return {
    name: 'register',
    command: process.execPath,
    args: ['--import', 'tsx', 'infra/register.main.ts'],
    cwd: root,
    environment: childEnvironment(config),
    ready: { message: 'ready' },
    readyWithinMs: 60_000,
    graceMs: 15_000,
  };
}
