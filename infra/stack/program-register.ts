import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { say } from '../../machines/text/index.ts';
import { StartError } from '../start-error.ts';
import { isRunning, killProcess, knownProcess, stopProcess } from './known-process.ts';
import type { KnownProcess } from './known-process.ts';

/**
 * What this process started in a data folder, kept in a file there: should this process be killed,
 * the next one that uses the folder ends what was left.
 */
export interface ProgramRegister {
  readonly add: (started: RegisteredProgram) => void;
  readonly remove: (ended: KnownProcess) => void;
  /** Gives the folder free. */
  readonly close: () => void;
}

/** A started program and the time it may take to stop. */
export interface RegisteredProgram extends KnownProcess {
  readonly name: string;
  readonly graceMs: number;
}

const processSchema = z.object({ pid: z.number(), startedAt: z.string() });
const fileSchema = z.object({
  owner: processSchema,
  /** In the order in which they were started. */
  programs: z.array(processSchema.extend({ name: z.string(), graceMs: z.number() })),
});
type RegisterFile = z.infer<typeof fileSchema>;

const pathIn = (dataDir: string): string => join(dataDir, 'programs.json');

/** A file that cannot be read was cut by a power failure, after which nothing runs. */
function readFile(dataDir: string): RegisterFile | undefined {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes the file with one of two ways to put it in its place, whole or not at all. */
function writeFile(dataDir: string, content: RegisterFile, place: typeof renameSync): void {
  const unfinished = `${pathIn(dataDir)}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`);
  place(unfinished, pathIn(dataDir));
  rmSync(unfinished, { force: true });
}

const inUse = (dataDir: string, owner: string): StartError =>
  new StartError(
    'DATA_FOLDER_IN_USE',
    say(
      'start.folderInUse',
      'The data folder {dataDir} is in use by {owner}: stop that one first.',
      {
        ...{ dataDir, owner },
      },
    ),
  );

/** Unlike a rename a link fails when another process was faster. */
function claim(dataDir: string, owner: KnownProcess): void {
  try {
    writeFile(dataDir, { owner, programs: [] }, linkSync);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw inUse(dataDir, 'another start');
  }
}

function refuseFolderInUse(dataDir: string): void {
  const owner = readFile(dataDir)?.owner;
  if (owner && isRunning(owner))
    throw inUse(dataDir, say('start.process', 'process {pid}', { pid: String(owner.pid) }));
}

/**
 * Takes a data folder for this process, and ends what a killed owner left running.
 *
 * @param dataDir - an existing folder
 * @param report - receives a line for each program that is ended
 * @throws StartError `DATA_FOLDER_IN_USE` while another process has it
 */
export async function openRegister(
  dataDir: string,
  report: (line: string) => void,
): Promise<ProgramRegister> {
  refuseFolderInUse(dataDir);
  for (const left of readFile(dataDir)?.programs.filter(isRunning).reverse() ?? []) {
    report(
      say('start.ending', 'ending {name} (process {pid}), left over from a start that was killed', {
        name: left.name,
        pid: String(left.pid),
      }),
    );
    await stopProcess(left, left.graceMs);
  }
  const owner = knownProcess(process.pid);
  if (!owner) throw new Error('this system does not tell when a process was started');
  rmSync(pathIn(dataDir), { force: true });
  claim(dataDir, owner);
  let programs: readonly RegisteredProgram[] = [];
  let isOpen = true;
  const save = (changed: readonly RegisteredProgram[]) => {
    if (!isOpen) return;
    programs = changed;
    writeFile(dataDir, { owner, programs: [...changed] }, renameSync);
  };
  return {
    add: (started) => save([...programs, started]),
    remove: ({ pid }) => save(programs.filter((program) => program.pid !== pid)),
    close: () => {
      if (isOpen) rmSync(pathIn(dataDir), { force: true });
      isOpen = false;
    },
  };
}

/** Kills at once whatever the register of a data folder names and still runs. */
export function killRegistered(dataDir: string): void {
  readFile(dataDir)?.programs.forEach(killProcess);
}
