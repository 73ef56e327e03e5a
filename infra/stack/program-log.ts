import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The log of one run of a program, appended to the program's log file. */
export interface ProgramLog {
  readonly path: string;
  /** For the standard output and standard error of the program. */
  readonly descriptor: number;
  /** Closes this process's own end. */
  readonly close: () => void;
  /** The last lines that this run wrote. */
  readonly tail: () => readonly string[];
}

const maxBytes = 16 * 1024 * 1024;
const tailLines = 5;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Opens the log file of a program. One that has grown past 16 MiB is put aside as `<name>.log.1`.
 *
 * @param folder - an existing folder
 */
export function openLog(folder: string, name: string): ProgramLog {
  const path = join(folder, `${name}.log`);
  if (sizeOf(path) > maxBytes) renameSync(path, `${path}.1`);
  const begin = sizeOf(path);
  const descriptor = openSync(path, 'a');
  return {
    path,
    descriptor,
    close: () => closeSync(descriptor),
    tail: () =>
      readFileSync(path)
        .subarray(begin)
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '')
        .slice(-tailLines),
  };
}
