import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { killRegistered } from '../../../infra/stack/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { parseEnvelope } from '../../../services/event-log/index.ts';
import {
  killRuns,
  programsIn,
  runningOf,
  runProgram,
  type ProgramRun,
} from '../../support/run-program.ts';
import { temporaryDataDir, testConfig } from '../../support/stack.ts';

const folders: string[] = [];
afterEach(() => {
  killRuns();
  for (const folder of folders) killRegistered(join(folder, 'demo'));
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Demo extends ProgramRun {
  /** Folder of its servers. */
  readonly folder: string;
}

function demo(...args: string[]): Demo {
  const dataDir = temporaryDataDir();
  folders.push(dataDir);
  const run = runProgram(['infra/demo.main.ts', ...args], testConfig({ dataDir }));
  return { ...run, folder: join(dataDir, 'demo') };
}

interface Content {
  readonly steps: { do: string; with?: Record<string, unknown> }[];
}

/** The way to the plan of Stage 2, changed, as a file of its own. JSON is YAML as well. */
function changedCase(change: (content: Content) => object): string {
  const text = readFileSync('infra/scenarios/parts/to-stage-2.yaml', 'utf8');
  const folder = temporaryDataDir();
  folders.push(folder);
  const path = join(folder, 'case.yaml');
  writeFileSync(path, JSON.stringify(change(parse(text) as Content)));
  return path;
}

const eventsIn = (lines: readonly string[]) => lines.map(parseEnvelope);
const nameOf = ({ type }: { type: string }) => type.split('.').at(-2);

describe('demonstration', () => {
  it('given --json, when it is run, then each line is an event and the last one is the result', async () => {
    const { ended, lines, errors, folder } = demo('--json');
    expect([await ended, errors()]).toEqual([0, '']);
    const events = eventsIn(lines().slice(0, -1));
    const result = JSON.parse(lines().at(-1) ?? '') as { seconds: number };
    expect(result).toEqual({
      ...{ result: 'certified', events: events.length, entities: 10, foldEqualsState: true },
      seconds: expect.any(Number),
    });
    expect(events.map(nameOf).at(-1)).toBe('CertificateIssued');
    const ofType = (name: string) => events.filter((event) => nameOf(event) === name);
    const grades = ofType('FindingRaised').map(({ data }) => data['grade']);
    expect(grades.filter((grade) => grade === 'major')).toHaveLength(1);
    expect(grades.filter((grade) => grade === 'minor')).toHaveLength(4);
    expect(ofType('OpportunityForImprovementRecorded')).toHaveLength(7);
    const [granted] = ofType('CertificationGranted');
    const closing = ofType('ClosingMeetingHeld').at(-1)?.data['on'];
    const days =
      (Date.parse(String(granted?.data['on'])) - Date.parse(String(closing))) / 86_400_000;
    expect(days).toBe(47);
    expect(programsIn(folder)).toEqual([]);
  });

  it('given a person who looks on, when it is run, then the rail moves and the result is told in words', async () => {
    const { ended, lines, errors } = demo();
    expect([await ended, errors()]).toEqual([0, '']);
    const rails = lines().filter((line) => line.includes(' ─ '));
    expect(rails[0]).toMatch(/^● selection ─ ○ application ─ /);
    expect(rails.at(-1)).toMatch(/✓ accreditation ─ ✓ certified ─ ● surveillance 1 ─ ○ /);
    expect(lines().join('\n')).toMatch(
      /globex-27001\/nc-s2-003 +NonconformityClosed by a-1 \(leadAuditor\)/,
    );
    expect(lines().at(-1)).toMatch(
      /^✓ certified: \d+ events of 10 entities in [\d.]+ s; the folded log equals the workflows' state$/,
    );
  });

  it('given --years 3, when it is run, then it ends with the recertification in less than two minutes', async () => {
    const { ended, lines, errors } = demo('--years', '3', '--json');
    expect([await ended, errors()]).toEqual([0, '']);
    const events = eventsIn(lines().slice(0, -1));
    const result = JSON.parse(lines().at(-1) ?? '') as { seconds: number };
    expect(result).toMatchObject({ result: 'recertified', events: events.length });
    expect(result).toMatchObject({ foldEqualsState: true, entities: 15 });
    expect(result.seconds).toBeLessThan(120);
    expect(events.filter((event) => nameOf(event) === 'CertificationMaintained')).toHaveLength(2);
  });

  it('given a case with a command that the rules refuse, when it is played, then it ends with the step and the rule', async () => {
    let step = 0;
    const path = changedCase((content) => {
      const index = content.steps.findIndex((each) => each.do === 'selectRcb');
      Object.assign(content.steps[index] ?? {}, { with: { candidate: 'worldcert' } });
      step = index + 1;
      return content;
    });
    const { ended, lines, errors, folder } = demo('--json', '--case', path);
    expect(await ended).toBe(1);
    expect(errors()).toMatch(
      new RegExp(
        `^step ${step}, \\d{4}-\\d\\d-\\d\\d, globex-27001: selectRcb did not go through: ` +
          'selectRcb refused: R-SEL-02 .*\nNow: selection/comparing\nPossible now: .*\n$',
      ),
    );
    expect(eventsIn(lines()).map(nameOf).at(-1)).toBe('ProposalReceived');
    expect(programsIn(folder)).toEqual([]);
  });

  it('given a case that leads elsewhere, when it is played, then the result says where and it is no success', async () => {
    const path = changedCase((content) => {
      const end = content.steps.findIndex((each) => each.do === 'issueQuote');
      return { ...content, steps: content.steps.slice(0, end) };
    });
    const { ended, lines } = demo('--json', '--case', path);
    expect(await ended).toBe(1);
    expect(JSON.parse(lines().at(-1) ?? '')).toMatchObject({
      ...{ result: 'application/quoting', foldEqualsState: true },
    });
  });

  it.each([
    ['while its servers start', (run: Demo) => programsIn(run.folder).length > 0],
    ['while it plays', (run: Demo) => run.lines().length >= 20],
  ])(
    'given Ctrl-C %s, when it comes, then it ends with 130 and leaves nothing running',
    async (_, isMoment) => {
      const run = demo('--json');
      expect(await waitUntil(() => isMoment(run), { withinMs: 60_000, everyMs: 5 })).toBe(true);
      const pids = programsIn(run.folder);
      expect(pids.length).toBeGreaterThan(0);
      run.child.kill('SIGINT');
      expect([await run.ended, run.errors()]).toEqual([130, '']);
      expect(runningOf(pids)).toEqual([]);
      expect(programsIn(run.folder)).toEqual([]);
    },
  );

  it('given a reader that goes away, when it does, then it ends without a word and leaves nothing running', async () => {
    const run = demo('--json');
    await run.until((lines) => lines.length >= 5);
    const pids = programsIn(run.folder);
    run.child.stdout?.destroy();
    expect([await run.ended, run.errors()]).toEqual([130, '']);
    expect(runningOf(pids)).toEqual([]);
  });

  it.each([
    ['an unknown option', ['--frob'], {}, /^Unknown option '--frob'.*\n$/],
    ['other years', ['--years', '2'], {}, /^--years 2: the case goes on for 3 years\n$/],
    [
      'no such file',
      ['--case', 'no-such.yaml'],
      {},
      /^no-such\.yaml:1: cannot be read: ENOENT.*\n$/,
    ],
    [
      'a case and years',
      ['--case', 'infra/scenarios/example.yaml', '--years', '3'],
      {},
      /^--years goes on with the worked case.*\n$/,
    ],
    ['a wrong setting', [], { CERTWAY_TENANT: 'A.B' }, /^CERTWAY_TENANT: must be .*\n$/],
  ] as const)('given %s, when it is run, then one line says so', async (_, args, more, line) => {
    const dataDir = temporaryDataDir();
    folders.push(dataDir);
    const run = runProgram(['infra/demo.main.ts', ...args], testConfig({ dataDir }), more);
    expect(await run.ended).toBe(1);
    expect(run.errors()).toMatch(line);
    expect(run.lines()).toEqual([]);
  });
});
