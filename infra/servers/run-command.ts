import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a command left. */
export interface CommandResult {
  /** Exit code; undefined when a signal ended it. */
  readonly code?: number | undefined;
  /** Why it could not be run, as the system names it, such as `ENOENT`. */
  readonly fault?: string;
  /** Lines of standard output and standard error, as they came. */
  readonly lines: readonly string[];
}

/** Runs a command to its end. Never rejects because of what the command does. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  onLine?: (line: string) => void,
) => Promise<CommandResult>;

/** Runs commands of this machine. An aborted `signal` ends them. */
export function commandRunner(signal?: AbortSignal): RunCommand {
  return (command, args, onLine) =>
    new Promise((resolve) => {
      const lines: string[] = [];
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
      const collect = (stream: Readable) =>
        createInterface(stream).on('line', (line) => {
          lines.push(line);
          onLine?.(line);
        });
      collect(child.stdout);
      collect(child.stderr);
      let fault: string | undefined;
      child.once('error', (error: NodeJS.ErrnoException) => {
        fault = error.code ?? error.message;
      });
      child.once('close', (code) => {
        resolve(fault === undefined ? { code: code ?? undefined, lines } : { fault, lines });
      });
    });
}
