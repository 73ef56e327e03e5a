import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { commandRunner } from '../../../infra/servers/index.ts';
import type { ProgramSpec } from '../../../infra/stack/index.ts';

/** Where PostgreSQL is, and where it works. */
interface PostgresOptions {
  /** Folder with `bin`, `lib` and `share`. */
  readonly home: string;
  /** To be made. */
  readonly dataDir: string;
  readonly port: number;
  readonly signal: AbortSignal;
}

const LOOPBACK = '127.0.0.1';
/** PostgreSQL refuses to run as root: this is `nobody`, on Linux. */
const NOBODY = 65_534;
const asNobody = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
const isRoot = (): boolean => process.getuid?.() === 0;

/** A cluster of its own with the settings that PostgreSQL comes with: each commit is on disk before it is answered. */
export async function postgresSpec(options: PostgresOptions): Promise<ProgramSpec> {
  const { home, dataDir, port, signal } = options;
  linkLibraries(home);
  mkdirSync(dataDir);
  if (isRoot()) {
    chownSync(dataDir, NOBODY, NOBODY);
    // It has to get there: the folder above is for the owner alone.
    chmodSync(dirname(dataDir), 0o711);
  }
  const initdb = command(join(home, 'bin/initdb'), [
    '-D',
    dataDir,
    '-U',
    'postgres',
    '-A',
    'trust',
  ]);
  const { code, lines } = await commandRunner(signal)(initdb.command, initdb.args);
  if (code !== 0) throw new Error(['initdb has failed', ...lines.slice(-5)].join('\n  '));
  const settings = [`listen_addresses=${LOOPBACK}`, 'unix_socket_directories='];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  return {
    name: 'postgres',
    ...command(join(home, 'bin/postgres'), ['-D', dataDir, '-p', String(port), ...flags]),
    ready: () => Promise.resolve(isServing(dataDir)),
    readyWithinMs: 30_000,
    graceMs: 15_000,
  };
}

function command(program: string, args: readonly string[]): Pick<ProgramSpec, 'command' | 'args'> {
  if (!isRoot()) return { command: program, args };
  return { command: 'setpriv', args: [...asNobody, program, ...args] };
}

/** It writes its state into the last line of this file. */
function isServing(dataDir: string): boolean {
  return readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').trimEnd().endsWith('ready');
}

/** A package holds no links: this one lists those that its libraries need. */
function linkLibraries(home: string): void {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  type Links = readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Links) {
    const path = join(home, '..', target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}
