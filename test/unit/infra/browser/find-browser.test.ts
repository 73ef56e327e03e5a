import { describe, expect, it } from '@jest/globals';
import { findBrowser } from '../../../../infra/browser/find-browser.ts';
import type { CommandResult } from '../../../../infra/servers/run-command.ts';

const says = (...lines: string[]): CommandResult => ({ code: 0, lines });
const chromium = says('Chromium 156.0.8078.79 built on Debian');
const chrome = says('Google Chrome 156.0.8078.79 ');
const absent: CommandResult = { fault: 'ENOENT', lines: [] };
const installed = '/usr/bin/chromium';

interface World {
  readonly given?: string;
  readonly platform?: NodeJS.Platform;
  /** What each command answers; one that is not named is not there. */
  readonly commands?: Record<string, CommandResult>;
  /** What an installation brings, or why it fails. */
  readonly install?: Record<string, CommandResult> | string;
}

function look({ given, platform = 'linux', commands = {}, install = 'installation: no' }: World) {
  const asked: string[] = [];
  const there = { ...commands };
  const found = findBrowser({
    given,
    platform,
    run: (command, args) => {
      if (command === 'sh') return Promise.resolve(says(`/found/${args.at(-1) ?? ''}`));
      asked.push(command);
      return Promise.resolve(there[command] ?? absent);
    },
    install: () => {
      asked.push('install');
      if (typeof install === 'string') return Promise.resolve(install);
      Object.assign(there, install);
      return Promise.resolve(undefined);
    },
  });
  return { found, asked };
}

describe('finding a browser', () => {
  it('given one by environment, when looked for, then nothing else is asked', async () => {
    const { found, asked } = look({ given: '/opt/b', commands: { '/opt/b': chrome, chromium } });
    expect(await found).toBe('/opt/b');
    expect(asked).toEqual(['/opt/b']);
  });

  it.each([
    [absent, 'not there'],
    [{ fault: 'EACCES', lines: [] }, 'not usable: EACCES'],
    [says('Mozilla Firefox 150.0'), 'not usable: it does not tell the version of a Chromium'],
    [{ ...chromium, code: 1 }, 'not usable: it does not tell the version of a Chromium'],
  ])(
    'given one by environment that answers %j, when looked for, then one line refuses it',
    async (answer, why) => {
      const { found, asked } = look({ given: '/opt/b', commands: { '/opt/b': answer, chromium } });
      await expect(found).rejects.toMatchObject({
        code: 'BROWSER_NOT_FOUND',
        message: `The browser tier did not run. CERTWAY_CHROMIUM_BIN=/opt/b: ${why}`,
      });
      expect(asked).toEqual(['/opt/b']);
    },
  );

  it('given one on PATH, when looked for, then its path is told, which a starter needs', async () => {
    const { found, asked } = look({ commands: { 'google-chrome': chrome } });
    expect(await found).toBe('/found/google-chrome');
    expect(asked).toEqual(['chromium', 'chromium-browser', 'google-chrome']);
  });

  it('given one in the usual place of the system only, when looked for, then it is taken', async () => {
    const place = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    const commands = { [place]: chrome, [installed]: chromium };
    const { found, asked } = look({ platform: 'darwin', commands });
    expect(await found).toBe(place);
    expect(asked).not.toContain('install');
  });

  it('given none, when looked for, then it is installed and looked at', async () => {
    const { found, asked } = look({ install: { chromium } });
    expect(await found).toBe('/found/chromium');
    expect(asked.slice(-2)).toEqual(['install', 'chromium']);
  });

  it('given nothing that works, when looked for, then the message says what was tried and what to do', async () => {
    const { found } = look({
      commands: { 'chromium-browser': { code: 1, lines: ['install the snap'] } },
      install: 'installation with apt-get: only as root',
    });
    await expect(found).rejects.toMatchObject({
      code: 'BROWSER_NOT_FOUND',
      message: `The browser tier did not run: there is no usable Chromium. Tried:
  - CERTWAY_CHROMIUM_BIN: not set
  - chromium on PATH: not there
  - chromium-browser on PATH: not usable: it does not tell the version of a Chromium
  - google-chrome on PATH: not there
  - google-chrome-stable on PATH: not there
  - chrome on PATH: not there
  - /usr/bin/chromium: not there
  - /usr/lib/chromium/chromium: not there
  - /snap/bin/chromium: not there
  - /opt/google/chrome/chrome: not there
  - installation with apt-get: only as root
What to do, one of:
  - install Chromium or Google Chrome, on Debian: apt-get install chromium
  - set CERTWAY_CHROMIUM_BIN to its executable
  - leave these tests out: npm test -- --no-browser`,
    });
  });

  it('given an installation that brings none, when looked for, then the message says so', async () => {
    const { found } = look({ install: {} });
    await expect(found).rejects.toThrow('- chromium after the installation: not there');
  });
});
