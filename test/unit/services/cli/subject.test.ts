import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram, type CliOptions } from '../../../../services/cli/index.ts';
import {
  ensureKeyRing,
  openKeyRing,
  type KeyRingPlace,
} from '../../../../services/personal-data/index.ts';
import { cliOptions } from '../../../support/cli-options.ts';

let home: string;
let place: KeyRingPlace;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'certway-subject-'));
  place = { folder: join(home, 'ring'), masterKeys: join(home, 'keys'), tenant: 'acme' };
  ensureKeyRing(place);
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

async function run(args: readonly string[], more: Partial<CliOptions> = {}) {
  const lines: string[] = [];
  let code = 0;
  const options = cliOptions({
    ...{ tenant: 'acme', keyRing: place },
    write: (line) => void lines.push(line),
    setExitCode: (given) => (code = given),
    ...more,
  });
  const program = createProgram(options);
  quiet(program);
  await program.parseAsync(['node', 'certway', 'subject', ...args]);
  return { lines, code };
}

/** What is wrong with the arguments is thrown, not printed. */
function quiet(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  command.commands.forEach(quiet);
}

describe('certway subject', () => {
  it('given a person who agrees or does not, when an erasure is asked for, then it is done only when the word is typed', async () => {
    openKeyRing(place).keyFor('person:a-1');
    const asked: string[] = [];
    const typing = (answer: string): Partial<CliOptions> => ({
      prompts: {
        choose: () => Promise.reject(new Error('nothing is to be chosen')),
        chooseSeveral: () => Promise.reject(new Error('nothing is to be chosen')),
        type: (question) => {
          asked.push(question);
          return Promise.resolve(answer);
        },
      },
    });
    const no = await run(['erase', 'a-1'], typing('yes'));
    expect(no).toEqual({ lines: ['nothing was erased'], code: 1 });
    expect(openKeyRing(place).erasures()).toEqual([]);
    const yes = await run(['erase', 'a-1'], typing('erase'));
    expect(yes.code).toBe(0);
    expect(yes.lines.join('\n')).toMatch(/person:a-1 is erased since .*SubjectErased.*histories/s);
    expect(asked).toEqual([expect.stringContaining('person:a-1'), expect.anything()]);
    expect(openKeyRing(place).keyFor('person:a-1')).toBeUndefined();
  });

  it('given nobody to ask, when an erasure is asked for without --yes, then nothing happens', async () => {
    await expect(run(['erase', 'a-1'])).rejects.toThrow('add --yes');
    expect(openKeyRing(place).erasures()).toEqual([]);
  });

  it('given the client of a journey, when it is erased twice, then the first time counts', async () => {
    openKeyRing(place).keyFor('journey:globex-27001');
    const [first, again] = [
      await run(['erase', 'journey:globex-27001', '--yes', '--json']),
      await run(['erase', 'journey:globex-27001', '--yes', '--json']),
    ].map(({ lines }) => JSON.parse(lines[0] ?? '') as object);
    expect(first).toMatchObject({ type: 'SubjectErased', hadKey: true });
    expect(again).toEqual({ ...first, hadKey: false });
  });

  it('given keys and erasures, when they are listed, then people and machines can read them', async () => {
    openKeyRing(place).keyFor('person:a-2');
    openKeyRing(place).keyFor('person:a-1');
    await run(['erase', 'a-2', '--yes']);
    const { lines } = await run(['list']);
    expect(lines[0]).toMatch(/^person:a-1 +has a key since \d{4}-\d\d-\d\d$/);
    expect(lines[1]).toMatch(/^[0-9a-f]{32} +erased .*Z$/);
    expect(lines[2]).toBe('1 with a key, 1 erased');
    const json = await run(['list', '--json']);
    expect(json.lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ subject: 'person:a-1' }),
      expect.objectContaining({ type: 'SubjectErased' }),
    ]);
  });

  it('given a ring, when the master key is rotated, then it is said how many keys were wrapped', async () => {
    openKeyRing(place).keyFor('person:a-1');
    expect((await run(['rotate', '--json'])).lines).toEqual(['{"rewrapped":1}']);
    expect(openKeyRing(place).keyFor('person:a-1')).toBeDefined();
  });

  it('given no ring, or an id that is none, when anything is asked, then it says what is possible', async () => {
    await expect(run(['list'], { keyRing: undefined })).rejects.toThrow('CERTWAY_KEY_RING');
    await expect(run(['erase', 'a b', '--yes'])).rejects.toThrow('opaque id of a person');
    await expect(run(['show', 'journey:a/b'])).rejects.toThrow('journey:<id>');
  });
});
