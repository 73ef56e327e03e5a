import { describe, expect, it } from '@jest/globals';
import { installChromium } from '../../../../infra/browser/install-chromium.ts';
import type { CommandResult } from '../../../../infra/servers/run-command.ts';

const release = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n';
const done: CommandResult = { code: 0, lines: [] };

interface World {
  readonly release?: string | undefined;
  readonly isRoot?: boolean;
  /** What each step answers, in order. */
  readonly answers?: readonly CommandResult[];
}

function install(world: World) {
  const asked: string[] = [];
  const reported: string[] = [];
  const answers = [...(world.answers ?? [done, done])];
  const result = installChromium({
    release,
    isRoot: true,
    ...world,
    run: (command, args, onLine) => {
      asked.push([command, ...args].join(' '));
      onLine?.('Get:1 something');
      return Promise.resolve(answers.shift() ?? done);
    },
    report: (line) => void reported.push(line),
  });
  return { result, asked, reported };
}

describe('installing Chromium', () => {
  it('given Debian and root, when installed, then lists come first, nothing is asked, progress is seen', async () => {
    const { result, asked, reported } = install({});
    expect(await result).toBeUndefined();
    expect(asked).toEqual([
      'env DEBIAN_FRONTEND=noninteractive apt-get update',
      'env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium',
    ]);
    expect(reported).toEqual([
      'apt-get update',
      'Get:1 something',
      'apt-get install --yes --no-install-recommends chromium',
      'Get:1 something',
    ]);
  });

  it.each([
    ['no Debian', { release: 'ID=ubuntu\nID_LIKE=debian\n' }, 'installation: only on Debian'],
    ['no Linux', { release: undefined }, 'installation: only on Debian'],
    ['another user', { isRoot: false }, 'installation with apt-get: only as root'],
  ])('given %s, when installed, then nothing is run', async (_what, world, why) => {
    const { result, asked } = install(world);
    expect(await result).toBe(why);
    expect(asked).toEqual([]);
  });

  it('given a step that fails, when installed, then it is named with its last line and none follows', async () => {
    const answers = [{ code: 100, lines: ['Err:1 …', 'E: no lists'] }];
    const { result, asked } = install({ answers });
    expect(await result).toBe('apt-get update: E: no lists');
    expect(asked).toHaveLength(1);
  });

  it('given a system without apt-get, when installed, then the fault is named', async () => {
    const { result } = install({ answers: [{ fault: 'ENOENT', lines: [] }] });
    expect(await result).toBe('apt-get update: ENOENT');
  });
});
