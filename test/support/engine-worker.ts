import { join } from 'node:path';
import { childEnvironment } from '../../infra/config/index.ts';
import type { Config } from '../../infra/config/index.ts';
import type { ProgramSpec } from '../../infra/stack/index.ts';

/** Where the test worker kills itself with SIGKILL, once. */
export interface Failpoint {
  /** The append that holds an event of this type. */
  readonly event: string;
  readonly when: 'before publish' | 'before ack' | 'after ack';
}

/** What the test worker is told; the failpoint is the path of a file that holds one while it is armed. */
export interface WorkerSetting {
  readonly failpoint: string;
  /** Module of the workflows. @defaultValue test/support/workflows/index.ts */
  readonly workflows?: string;
  /** Version of the machines that the activities fold with. @defaultValue 1 */
  readonly version?: 2;
  /** 0 replays the whole history for every task. */
  readonly maxCachedWorkflows?: number;
}

/** The test worker as a program of a stack. */
export function testWorker(config: Config, setting: WorkerSetting): ProgramSpec {
  return {
    name: 'worker',
    command: process.execPath,
    args: ['--import', 'tsx', 'test/support/worker.main.ts', JSON.stringify(setting)],
    cwd: join(import.meta.dirname, '../..'),
    environment: childEnvironment(config),
    ready: { message: 'ready' },
    readyWithinMs: 60_000,
    graceMs: 15_000,
  };
}
