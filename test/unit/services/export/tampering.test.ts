import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProgram } from '../../../../services/cli/index.ts';
import { exportLog, type LiveLog } from '../../../../services/export/index.ts';
import { keyIdOf } from '../../../../services/signing/index.ts';
import { publicKeys } from '../../../../infra/keys/index.ts';
import type { LogMessage } from '../../../../services/proof/index.ts';
import { begun, play, readCase } from '../../../support/cases.ts';
import { headsOver, messagesFrom, newKey, rechained } from '../../../support/stored-log.ts';
import { cliOptions } from '../../../support/cli-options.ts';
import { later } from '../../../support/later.ts';

const tenant = 'acme-cert';
const [eventKey, sealKey, otherKey] = [newKey(), newKey(), newKey()];
const every = 16;
let parent = '';
let messages: readonly LogMessage[] = [];
let heads: readonly LogMessage[] = [];

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'certway-tampering-'));
  const given = readCase('worked-case');
  const one = begun(given);
  play(one, { ...given, steps: given.steps.slice(0, 26) });
  const other = begun({ ...given, journey: 'initech-1' });
  play(other, { journey: 'initech-1', steps: given.steps.slice(0, 19) });
  const [mine, theirs] = [[...one.log()], [...other.log()]];
  const mixed = mine.flatMap((event, index) => [event, ...theirs.slice(index, index + 1)]);
  messages = messagesFrom(tenant, mixed, eventKey);
  heads = headsOver(tenant, messages, { key: sealKey, every });
  await write('whole', messages);
  await write('journey', messages, 'globex-27001');
});
afterAll(() => {
  rmSync(parent, { recursive: true });
});

async function write(name: string, given: readonly LogMessage[], journey?: string): Promise<void> {
  const log: LiveLog = {
    ...{ tenant, stream: 'CERTWAY_ACME_CERT', lastSequence: given.length },
    messages: () => later(given),
    heads: () => later(heads),
  };
  const keys = { events: [eventKey], sealing: [sealKey] };
  const at = '2026-01-01T00:00:00.000Z';
  await exportLog({ log, folder: join(parent, name), journey, keys, at });
}

interface Told {
  readonly code: number;
  readonly lines: readonly string[];
}

async function certway(...args: string[]): Promise<Told> {
  const lines: string[] = [];
  let code = 0;
  const options = cliOptions({
    write: (line) => void lines.push(line),
    setExitCode: (given) => (code = given),
    publicKeys: (name, folder = parent) => publicKeys(folder, name),
  });
  const program = createProgram(options);
  await program.parseAsync(['log', ...args], { from: 'user' });
  return { code, lines };
}

/** Verifies a copy of an export that somebody has worked on. */
async function verified(name: string, ...tamper: ((folder: string) => void)[]) {
  const folder = mkdtempSync(join(parent, 'copy-'));
  cpSync(join(parent, name), folder, { recursive: true });
  for (const each of tamper) each(folder);
  const { code, lines } = await certway('verify', '--export', folder, '--json');
  const told = JSON.parse(lines.at(-1) ?? '') as {
    readonly ok: boolean;
    readonly firstBad?: { readonly streamSequence: number; readonly check: string };
  };
  expect(code).toBe(told.ok ? 0 : 1);
  return [told.firstBad?.streamSequence, told.firstBad?.check];
}

type Lines = readonly string[];
const inFile = (file: string, change: (lines: Lines) => Lines) => (folder: string) => {
  const path = join(folder, file);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  writeFileSync(
    path,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
};
const events = (change: (lines: Lines) => Lines) => inFile('events.jsonl', change);
const flip = (at: number, place: RegExp) =>
  events((lines) => lines.with(at, (lines[at] ?? '').replace(place, 'x')));
const parsed = (line = '') => JSON.parse(line) as LogMessage;

describe('an export somebody has worked on', () => {
  it('given an untouched one, whole or of a journey, when it is verified, then it is in order', async () => {
    expect(await verified('whole')).toEqual([undefined, undefined]);
    expect(await verified('journey')).toEqual([undefined, undefined]);
  });

  it('given one byte of any event, when it is changed, then that event is named', async () => {
    for (const at of [0, 7, 20, messages.length - 1]) {
      const [place] = await verified('whole', flip(at, /(?<=causationid\\":\\"|persons\\":)./));
      expect(place).toBe(at + 1);
    }
  });

  it('given a byte that is no part of an event, when it is changed, then the file is named', async () => {
    expect(await verified('whole', flip(5, /(?<="time":"20)\d/))).toEqual([0, 'file']);
    expect(await verified('whole', flip(5, /(?<="seq":)/))).toEqual([6, 'file']);
  });

  it('given lines dropped, swapped or cut off, when it is verified, then the first place is named', async () => {
    expect(
      await verified(
        'whole',
        events((lines) => lines.toSpliced(9, 1)),
      ),
    ).toEqual([10, 'missing']);
    const swapped = (lines: Lines) => lines.with(9, lines[10] ?? '').with(10, lines[9] ?? '');
    expect(await verified('whole', events(swapped))).toEqual([10, 'missing']);
    expect(
      await verified(
        'whole',
        events((lines) => lines.slice(0, 20)),
      ),
    ).toEqual([21, 'truncated']);
  });

  it('given an event of another journey spliced in, when it is verified, then it is named', async () => {
    const spliced = (lines: Lines) =>
      lines
        .toSpliced(12, 0, lines[1] ?? '')
        .map((line, index) => JSON.stringify({ ...parsed(line), seq: index + 1 }));
    expect(await verified('whole', events(spliced))).toEqual([13, 'tree']);
    expect(
      await verified(
        'whole',
        events(spliced),
        inFile('heads.jsonl', () => []),
      ),
    ).toEqual([13, 'sequence']);
  });

  it('given the end cut off and the heads with it, when the count is left, then it is missed', async () => {
    const cut = [
      events((lines) => lines.slice(0, every)),
      inFile('heads.jsonl', (lines) => lines.slice(0, 1)),
    ];
    expect(await verified('whole', ...cut)).toEqual([every + 1, 'truncated']);
  });

  it('given an event and its chain made anew with other keys put into the folder, when trusted keys are named, then it is found', async () => {
    const folder = mkdtempSync(join(parent, 'copy-'));
    rmSync(folder, { recursive: true });
    const change = (body: string) => body.replace(/"actorid":"[^"]+"/, '"actorid":"u-forged"');
    const at = messages.findIndex(({ data }) => data.includes('"actorid"'));
    const forged = rechained(messages, at, [change, otherKey]);
    const log = { tenant, stream: 'CERTWAY_ACME_CERT', lastSequence: forged.length };
    await exportLog({
      log: {
        ...log,
        messages: () => later(forged),
        heads: () => later(headsOver(tenant, forged, { key: otherKey, every })),
      },
      ...{ folder, journey: undefined, at: '2026-01-01T00:00:00.000Z' },
      keys: { events: [eventKey, otherKey], sealing: [otherKey] },
    });
    const own = await certway('verify', '--export', folder);
    expect(own.code).toBe(0);
    expect(own.lines.at(-1)).toContain(`sealing ${keyIdOf(otherKey)}. Compare them`);
    const trusted = await certway(
      'verify',
      '--export',
      folder,
      '--keys',
      join(parent, 'whole/keys'),
    );
    expect(trusted.code).toBe(1);
    expect(trusted.lines[0]).toContain(`at stream sequence ${at + 1}`);
    expect(trusted.lines[1]).toBe(`signature: nobody knows the key ${keyIdOf(otherKey)}`);
  });

  it('given the export of a journey, when an event, a proof or a head is missing or changed, then it is found', async () => {
    const proofs = (change: (lines: Lines) => Lines) => inFile('proofs.jsonl', change);
    const lines = readFileSync(join(parent, 'journey/events.jsonl'), 'utf8').trimEnd().split('\n');
    const seq = (at: number) => parsed(lines[at]).seq;
    const cases: readonly (readonly [(folder: string) => void, number, string])[] = [
      [flip(6, /(?<=causationid\\":\\")./), seq(6), 'tree'],
      [events((each) => each.toSpliced(6, 1)), seq(7), 'missing'],
      [events((each) => each.slice(0, 6)), seq(6), 'missing'],
      [proofs((each) => each.toSpliced(6, 1)), seq(6), 'tree'],
      [proofs((each) => each.slice(0, 6)), seq(6), 'tree'],
      [
        proofs((each) => each.with(6, (each[6] ?? '').replace(/"path":\["./, '"path":["f'))),
        seq(6),
        'tree',
      ],
      [
        proofs((each) => each.with(6, (each[6] ?? '').replace(/"size":\d+/, '"size":5'))),
        seq(6),
        'head',
      ],
      [proofs((each) => each.with(6, '{}')), seq(5) + 1, 'file'],
      [inFile('heads.jsonl', (each) => each.toSpliced(1, 1)), seq(8), 'head'],
    ];
    for (const [tamper, at, check] of cases)
      expect(await verified('journey', tamper)).toEqual([at, check]);
  });

  it('given what cannot be asked, when it is, then it says what is possible', async () => {
    const whole = join(parent, 'whole');
    const error = (...args: string[]) =>
      certway(...args).then(
        () => '',
        (fault: unknown) => (fault as Error).message,
      );
    expect(await error('verify', '--export', parent)).toContain('there is no manifest.json in it');
    expect(
      await error('verify', '--export', join(parent, 'journey'), '--journey', 'initech-1'),
    ).toBe('The export holds only globex-27001.');
    expect(await error('verify', '--export', whole, '--keys', parent)).toContain(
      'There is no public key in',
    );
    expect(await error('verify', '--proof', join(parent, 'none'))).toContain(
      'without the public key of the sealer',
    );
    const keys = ['--keys', join(whole, 'keys')];
    expect(await error('verify', '--proof', join(parent, 'none'), ...keys)).toContain(
      'cannot be read',
    );
    expect(await error('verify', '--proof', join(whole, 'manifest.json'), ...keys)).toContain(
      'This is no proof',
    );
  });
});
