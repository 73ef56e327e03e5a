import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunCommand } from './run-command.ts';

/** Python packages that a file pins, in a folder of their own. */
export interface PinnedPackages {
  /** Where they are once they are installed. */
  readonly folder: string;
  /** Puts them there. Returns why it could not, one line per way tried. */
  readonly install: () => Promise<readonly string[]>;
}

/** A file of pins. */
export interface Pins {
  /** Name of the file in `infra/requirements`, and of the folder in the cache. */
  readonly name: string;
  /** Told before a download. */
  readonly notice: string;
}

/** What installing needs. */
export interface InstallOptions {
  /** Folder for downloads, shared by all projects of the user. */
  readonly cacheDir: string;
  readonly run: RunCommand;
  /** Receives a line whenever something is worth telling. */
  readonly report: (line: string) => void;
}

const requirements = join(import.meta.dirname, '../requirements');
const heartbeatMs = 5000;
const unfinished = '.unfinished-';
const abandonedAfterMs = 3_600_000;

const pipFlags = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off'] as const;
const trusted = ['--no-deps', '--only-binary', ':all:', '--require-hashes'];

/** The installers that are tried, in this order. */
const installers = [
  { command: 'python3', lead: ['-m', 'pip'], flags: pipFlags },
  { command: 'pip3', lead: [], flags: pipFlags },
  { command: 'uv', lead: ['pip'], flags: [] },
] as const;

/** Calls `report` every few seconds until `work` is done, as a download may be long and silent. */
async function withHeartbeat<T>(
  report: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const startedAtMs = performance.now();
  const timer = setInterval(() => {
    report(`still downloading (${Math.round((performance.now() - startedAtMs) / 1000)} s)`);
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

const readReason = (lines: readonly string[]): string =>
  lines.find((line) => /^error/i.test(line)) ?? lines.findLast((line) => line !== '') ?? 'failed';

/**
 * Runs the installers until one succeeds, each into a folder of its own: into a folder that is not
 * empty pip installs only half, and calls it success.
 */
async function runInstallers(
  folder: string,
  requirementsPath: string,
  { run, report }: InstallOptions,
): Promise<{ installed?: string; failures: readonly string[] }> {
  const failures: string[] = [];
  const onLine = (line: string) => {
    if (/^\s*Downloading /.test(line)) report(line.trim());
  };
  for (const { command, lead, flags } of installers) {
    const target = join(folder, command);
    const args = [...lead, 'install', ...flags, ...trusted, '--target', target];
    const { code, fault, lines } = await run(command, [...args, '-r', requirementsPath], onLine);
    if (code === 0) return { installed: target, failures: [] };
    const why = fault === 'ENOENT' ? 'not there' : readReason(lines);
    failures.push(`download with ${[command, ...lead].join(' ')}: ${why}`);
  }
  return { failures };
}

/** Removes what downloads that were killed have left; younger ones may still be at work. */
async function sweepUnfinished(parent: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(unfinished));
  for (const path of names.map((name) => join(parent, name))) {
    const { mtimeMs } = await stat(path);
    if (mtimeMs < Date.now() - abandonedAfterMs) await rm(path, { recursive: true, force: true });
  }
}

/** Moves a finished folder to its place. Another process may have been faster: then its is used. */
async function publish(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

/**
 * The packages of a file on this machine. The folder is named by platform and by the hash of the pins,
 * and appears in one step: it is complete whenever it is there, whoever else installs meanwhile.
 */
export async function pinnedPackages(
  { name, notice }: Pins,
  options: InstallOptions,
): Promise<PinnedPackages> {
  const requirementsPath = join(requirements, `${name}.txt`);
  const pins = createHash('sha256')
    .update(await readFile(requirementsPath))
    .digest('hex');
  const parent = join(options.cacheDir, name);
  const target = join(parent, `${process.platform}-${process.arch}-${pins.slice(0, 16)}`);
  const install = async (): Promise<readonly string[]> => {
    if (existsSync(target)) return [];
    options.report(notice);
    await mkdir(parent, { recursive: true });
    await sweepUnfinished(parent);
    const folder = await mkdtemp(join(parent, unfinished));
    try {
      const outcome = await withHeartbeat(options.report, () =>
        runInstallers(folder, requirementsPath, options),
      );
      if (outcome.installed !== undefined) await publish(outcome.installed, target);
      return outcome.failures;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return { folder: target, install };
}
