import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment, type Config } from '../../infra/config/index.ts';
import { knownProcess } from '../../infra/stack/known-process.ts';
import { waitUntil } from '../../infra/wait-until.ts';

/** A program of certway as a person runs it. */
export interface ProgramRun {
  readonly child: ChildProcess;
  /** Whole lines of the standard output so far. */
  readonly lines: () => readonly string[];
  readonly errors: () => string;
  /** Resolves when enough lines are there; fails with the whole output when they will never be. */
  readonly until: (isEnough: (lines: readonly string[]) => boolean) => Promise<void>;
  /** Exit code; `null` after a signal. */
  readonly ended: Promise<number | null>;
}

const runs = new Set<ChildProcess>();
const saidWithinMs = 60_000;

/** Kills what a failed test has left; for `afterEach`. */
export function killRuns(): void {
  for (const child of runs) child.kill('SIGKILL');
}

/**
 * Runs a main file.
 * @param args - its path from the root of the repository, and its arguments
 * @param config - what it finds in its environment
 */
export function runProgram(
  args: readonly string[],
  config: Config,
  more: NodeJS.ProcessEnv = {},
): ProgramRun {
  const loader = args[0]?.endsWith('.mjs') ? [] : ['--import', 'tsx'];
  const child = spawn(process.execPath, [...loader, ...args], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...childEnvironment(config), NO_COLOR: '1', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  runs.add(child);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (errors += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => {
    runs.delete(child);
    return code as number | null;
  });
  const lines = () => output.split('\n').slice(0, -1);
  return {
    ...{ child, lines, ended, errors: () => errors },
    until: async (isEnough) => {
      const isOver = () => isEnough(lines()) || child.exitCode !== null;
      await waitUntil(isOver, { withinMs: saidWithinMs });
      if (!isEnough(lines())) throw new Error(`it said:\n${output}\n${errors}`);
    },
  };
}

/** Ids of the programs that the register of a data folder names. */
export function programsIn(dataDir: string): number[] {
  const path = join(dataDir, 'programs.json');
  if (!existsSync(path)) return [];
  const { programs } = JSON.parse(readFileSync(path, 'utf8')) as { programs: { pid: number }[] };
  return programs.map(({ pid }) => pid);
}

/** Those of some processes that run. */
export function runningOf(pids: readonly number[]): number[] {
  return pids.filter((pid) => knownProcess(pid) !== undefined);
}
