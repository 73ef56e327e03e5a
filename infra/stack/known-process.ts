import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { waitUntil } from '../wait-until.ts';

/** A process that can be told from any other that gets the same id later. */
export interface KnownProcess {
  readonly pid: number;
  /** When it was started, in the form in which this system tells it. */
  readonly startedAt: string;
}

const killDeadlineMs = 10_000;

/** On Linux: the boot, and the clock ticks between the boot and the start of the process. */
function readProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the name in brackets, which may hold anything: count from behind it.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return state === 'Z' || state === 'X' ? undefined : `${boot}:${rest[18] ?? ''}`;
  } catch {
    return undefined;
  }
}

/** Elsewhere: the second in which it was started. */
function askPs(pid: number): string | undefined {
  const { stdout } = spawnSync('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { LC_ALL: 'C', TZ: 'UTC' },
  });
  const [state = 'Z', ...startedAt] = stdout.trim().split(/\s+/);
  return state.startsWith('Z') ? undefined : startedAt.join(' ');
}

const readStart = (pid: number): string | undefined =>
  existsSync('/proc/self/stat') ? readProc(pid) : askPs(pid);

/** The process that has this id now; undefined when none runs (one that only waits to be reaped does not). */
export function knownProcess(pid: number): KnownProcess | undefined {
  const startedAt = readStart(pid);
  return startedAt === undefined || startedAt === '' ? undefined : { pid, startedAt };
}

/** Whether exactly this process still runs. */
export const isRunning = ({ pid, startedAt }: KnownProcess): boolean =>
  readStart(pid) === startedAt;

/** Signals a process, or its whole group by a negative id. One that is gone is fine. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Signals a process if it still runs. */
export function signalProcess(known: KnownProcess, signal: NodeJS.Signals): void {
  if (isRunning(known)) send(known.pid, signal);
}

/** Kills a process and what it started in its group, if it still runs. */
export function killProcess(known: KnownProcess): void {
  if (isRunning(known)) send(-known.pid, 'SIGKILL');
}

/**
 * Asks a process to stop, and kills it and its group when it has not done so in time.
 *
 * @param graceMs - how long it may take
 * @throws Error when it survives even that
 */
export async function stopProcess(known: KnownProcess, graceMs: number): Promise<void> {
  if (!isRunning(known)) return;
  send(known.pid, 'SIGTERM');
  // One that is held by SIGSTOP would not notice.
  send(known.pid, 'SIGCONT');
  if (await waitUntil(() => !isRunning(known), { withinMs: graceMs })) return;
  killProcess(known);
  if (await waitUntil(() => !isRunning(known), { withinMs: killDeadlineMs })) return;
  throw new Error(`process ${known.pid} cannot be stopped`);
}
