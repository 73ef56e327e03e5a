import { StartError } from '../start-error.ts';
import type { RunCommand } from './run-command.ts';
import type { ServerProgram } from './server-program.ts';
import { compareVersions } from './version.ts';

/** An executable that is there and new enough. */
export interface FoundServer {
  /** A path, or a name that the operating system looks up on PATH. */
  readonly command: string;
  /** Absent when the program cannot tell it. */
  readonly version?: string;
}

/** Where servers come from. */
export interface ServerSources {
  readonly run: RunCommand;
  /** The executable that the configuration names. */
  readonly given: string | undefined;
  /** Folder of the pinned executables, whether or not they are there yet. */
  readonly cachedBin: string;
  /** Puts the pinned executables there. Returns why it could not, one line per way tried. */
  readonly install: () => Promise<readonly string[]>;
}

type Trial = { readonly found: FoundServer } | { readonly why: string };

const readVersion = (lines: readonly string[], pattern: RegExp): string | undefined =>
  lines.map((line) => pattern.exec(line)?.[1]).find((version) => version !== undefined);

/** Asks an executable for its version; a program that cannot tell must at least be there. */
async function tryCommand(
  { version }: ServerProgram,
  command: string,
  run: RunCommand,
): Promise<Trial> {
  const { fault, lines } = await run(command, ['--version']);
  if (fault !== undefined)
    return { why: fault === 'ENOENT' ? 'not there' : `not usable: ${fault}` };
  if (!version) return { found: { command } };
  const actual = readVersion(lines, version.pattern);
  if (actual === undefined) return { why: 'does not tell its version' };
  return compareVersions(actual, version.floor) < 0
    ? { why: `too old: ${actual}, needed is ${version.floor}` }
    : { found: { command, version: actual } };
}

const refuseGiven = (program: ServerProgram, given: string, why: string): StartError =>
  new StartError(
    why.startsWith('too old') ? 'SERVER_TOO_OLD' : 'SERVER_NOT_FOUND',
    `${program.variable}=${given}: ${why}`,
  );

const nothingFound = (program: ServerProgram, tried: readonly string[]): StartError =>
  new StartError(
    'SERVER_NOT_FOUND',
    [
      `${program.title} cannot be started: no usable ${program.executable}. Tried:`,
      ...tried.map((line) => `  - ${line}`),
      'What to do, one of:',
      `  - install Python 3 with pip (or uv) and start again`,
      `  - set ${program.variable} to an executable` +
        (program.version ? ` of version ${program.version.floor} or newer` : ''),
    ].join('\n'),
  );

/**
 * Finds the executable of a server: the given one, one on PATH that is new enough, the cached one,
 * or a pinned download, in this order.
 *
 * @throws StartError `SERVER_TOO_OLD` or `SERVER_NOT_FOUND` when the given executable is unusable
 * (no other is tried then), `SERVER_NOT_FOUND` with everything that was tried when none works
 */
export async function findServer(
  program: ServerProgram,
  sources: ServerSources,
): Promise<FoundServer> {
  const { run, given, cachedBin } = sources;
  if (given !== undefined) {
    const trial = await tryCommand(program, given, run);
    if ('found' in trial) return trial.found;
    throw refuseGiven(program, given, trial.why);
  }
  const tried = [`${program.variable}: not set`];
  if (program.version) {
    const onPath = await tryCommand(program, program.executable, run);
    if ('found' in onPath) return onPath.found;
    tried.push(`${program.executable} on PATH: ${onPath.why}`);
  }
  const cachedCommand = `${cachedBin}/${program.executable}`;
  const cached = await tryCommand(program, cachedCommand, run);
  if ('found' in cached) return cached.found;
  tried.push(`${cachedCommand}: ${cached.why}`);
  const failures = await sources.install();
  tried.push(...failures);
  if (failures.length > 0) throw nothingFound(program, tried);
  const installed = await tryCommand(program, cachedCommand, run);
  if ('found' in installed) return installed.found;
  throw nothingFound(program, [...tried, `${cachedCommand} after the download: ${installed.why}`]);
}
