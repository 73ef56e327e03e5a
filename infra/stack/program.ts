import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { StartError } from '../start-error.ts';
import { knownProcess, signalProcess, stopProcess } from './known-process.ts';
import type { KnownProcess } from './known-process.ts';
import { openLog } from './program-log.ts';
import type { ProgramLog } from './program-log.ts';
import type { ProgramRegister } from './program-register.ts';
import { waitUntil } from '../wait-until.ts';

/** A program that a stack runs: how to start it and how to see that it works. */
export interface ProgramSpec {
  /** Names the log file and the entry in the register. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Working folder; absent: that of this process. */
  readonly cwd?: string;
  /** The whole environment; absent: that of this process. */
  readonly environment?: NodeJS.ProcessEnv;
  /** A look at its service, repeated until it is there, or the message it sends over Node's channel. */
  readonly ready: (() => Promise<boolean>) | { readonly message: string };
  readonly readyWithinMs: number;
  /** Time between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

/** A program under the care of a stack, through all its restarts. */
export interface Program {
  readonly name: string;
  /** Id of the running process, or of the last one. */
  readonly pid: number;
  /**
   * Starts it again, on the same data and ports, once the former process has ended; resolves when it
   * works.
   *
   * @throws StartError `PROGRAM_FAILED` with the end of its log when it ends or does not become ready
   */
  readonly start: () => Promise<void>;
  /** Stops it in its own way, by force when that takes too long, and resolves when it is gone. */
  readonly stop: () => Promise<void>;
  /** Sends a signal to the process and waits for nothing; the program counts as ended on purpose. */
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** What a program needs from the stack it belongs to. */
export interface ProgramContext {
  readonly logFolder: string;
  readonly register: ProgramRegister;
  readonly signal: AbortSignal | undefined;
  /** Called when a process ends that was told nothing. */
  readonly onUnexpectedEnd: (failure: StartError) => void;
}

/** One process of a program. */
interface Run {
  /** Absent when it could not be run at all. */
  readonly known: KnownProcess | undefined;
  readonly log: ProgramLog;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  /** How it ended; absent while it runs. */
  end?: string;
  /** Whether its end would be news. */
  isServing: boolean;
  hasSentMessage: boolean;
}

const holding: readonly NodeJS.Signals[] = ['SIGSTOP', 'SIGCONT'];

const failure = ({ name }: ProgramSpec, why: string, log: ProgramLog): StartError =>
  new StartError('PROGRAM_FAILED', [`${name} ${why}; see ${log.path}`, ...log.tail()].join('\n  '));

/** Detached: a Ctrl-C in the terminal reaches the starter only, which then stops all in order. */
function spawnChild(spec: ProgramSpec, log: ProgramLog): ChildProcess {
  const channel = typeof spec.ready === 'function' ? [] : ['ipc' as const];
  return spawn(spec.command, spec.args, {
    stdio: ['ignore', log.descriptor, log.descriptor, ...channel],
    detached: true,
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    ...(spec.environment ? { env: spec.environment } : {}),
  });
}

const untilGone = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(`ended (${signal ?? `exit code ${code ?? '?'}`})`);
    });
    child.once('error', ({ message }) => {
      resolve(`cannot be run (${message})`);
    });
  });

function spawnRun(spec: ProgramSpec, context: ProgramContext): Run {
  const { register } = context;
  const log = openLog(context.logFolder, spec.name);
  const child = spawnChild(spec, log);
  log.close();
  const known = child.pid === undefined ? undefined : knownProcess(child.pid);
  if (known) register.add({ name: spec.name, graceMs: spec.graceMs, ...known });
  const gone = untilGone(child).then((end) => {
    run.end = end;
    if (known) register.remove(known);
    if (run.isServing) context.onUnexpectedEnd(failure(spec, end, log));
  });
  const run: Run = { known, log, gone, isServing: false, hasSentMessage: false };
  child.on('message', (message) => {
    run.hasSentMessage ||= typeof spec.ready === 'object' && message === spec.ready.message;
  });
  return run;
}

async function untilReady(spec: ProgramSpec, run: Run, signal?: AbortSignal): Promise<void> {
  const { ready, readyWithinMs: withinMs } = spec;
  const isReady = typeof ready === 'function' ? ready : () => run.hasSentMessage;
  const isSettled = await waitUntil(() => run.end !== undefined || isReady(), { withinMs, signal });
  if (run.end !== undefined) throw failure(spec, run.end, run.log);
  if (!isSettled) throw failure(spec, `is not ready after ${withinMs / 1000} s`, run.log);
  run.isServing = true;
}

/** A program that is not started yet. */
export function createProgram(spec: ProgramSpec, context: ProgramContext): Program {
  let run: Run | undefined;
  const stop = async () => {
    if (!run) return;
    run.isServing = false;
    if (run.known) await stopProcess(run.known, spec.graceMs);
    await run.gone;
  };
  return {
    name: spec.name,
    get pid() {
      return run?.known?.pid ?? 0;
    },
    stop,
    start: async () => {
      if (run?.isServing) throw new Error(`${spec.name} runs already`);
      await run?.gone;
      context.signal?.throwIfAborted();
      run = spawnRun(spec, context);
      try {
        await untilReady(spec, run, context.signal);
      } catch (error) {
        await stop();
        throw error;
      }
    },
    kill: (signal) => {
      if (!run?.known) return;
      if (!holding.includes(signal)) run.isServing = false;
      signalProcess(run.known, signal);
    },
  };
}
