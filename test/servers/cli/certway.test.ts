import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Config } from '../../../infra/config/index.ts';
import { workerProgram, type Program } from '../../../infra/stack/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { parseEnvelope, streamName } from '../../../services/event-log/index.ts';
import { connectJourneys, pastCase, type Journeys } from '../../support/journey-client.ts';
import { killRuns, runProgram, type ProgramRun } from '../../support/run-program.ts';
import { startTestStack, testConfig, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
let worker: Program;
let journeys: Journeys;
const given = pastCase('worked-case', { day: -98, ago: 0 });
const client = { id: 'c-1', role: 'client' };
beforeAll(async () => {
  stack = await startTestStack({ temporal: 'memory' });
  worker = await stack.run(workerProgram(stack.config));
  journeys = await connectJourneys(stack);
  await journeys.begin(given, 'globex-27001');
  await journeys.begin(given, 'initech-27001');
  await journeys.play(given.steps.slice(0, 2), 'globex-27001');
});
afterEach(killRuns);
afterAll(async () => {
  await journeys.close();
  await stack.stop();
});

const certway = (args: readonly string[], config: Config = stack.config, more = {}): ProgramRun =>
  runProgram(['infra/certway.main.ts', ...args], config, more);

async function linesOf(...args: string[]): Promise<readonly string[]> {
  const run = certway(args);
  expect([await run.ended, run.errors()]).toEqual([0, '']);
  return run.lines();
}

describe('certway events', () => {
  it('given two journeys, when asked for all, then each event is one readable line, oldest first', async () => {
    const when = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d';
    const lines = await linesOf('events');
    const expected = [
      'globex-27001 +JourneyStarted \\[start\\]  \\{"client":"globex","persons":50,.*…',
      'initech-27001 +JourneyStarted \\[start\\]  \\{.*…',
      'globex-27001 +RcbShortlisted by c-1 \\(client\\)  \\{"candidate":"northcert"\\}',
      'globex-27001 +RcbShortlisted by c-1 \\(client\\)  \\{"candidate":"eurocert"\\}',
    ];
    expect(lines).toHaveLength(expected.length);
    expected.forEach((text, index) => {
      expect(lines[index]).toMatch(new RegExp(`^${when}  ${text}$`));
    });
  });

  it('given filters, when asked, then only what they name is printed', async () => {
    expect(await linesOf('events', '--journey', 'initech-27001')).toHaveLength(1);
    expect(await linesOf('events', '--type', 'RcbShortlisted')).toHaveLength(2);
    const none = ['The log holds no such event.'];
    expect(await linesOf('events', '-j', 'initech-27001', '-t', 'RcbShortlisted')).toEqual(none);
    expect(await linesOf('events', '--journey', 'nobody')).toEqual(none);
    expect(await linesOf('events', '--journey', 'nobody', '--json')).toEqual([]);
  });

  it('given --json, when asked, then each line is the stored CloudEvent', async () => {
    const lines = await linesOf('events', '--json', '--journey', 'globex-27001');
    const stored = await journeys.entries('globex-27001');
    expect(lines.map(parseEnvelope)).toEqual(stored.map(({ envelope }) => envelope));
  });

  it('given --follow, when NATS goes and comes back, then new events are printed and Ctrl-C ends it without a word', async () => {
    const run = certway(['events', '--follow', '--journey', 'globex-27001']);
    await run.until((lines) => lines.length === 3);
    const shortlist = (candidate: string) =>
      journeys.command('globex-27001', 'shortlistRcb', { actor: client, candidate });
    await shortlist('worldcert');
    await run.until((lines) => lines.length === 4);
    await stack.nats.stop();
    await stack.nats.start();
    await shortlist('isocert');
    await run.until((lines) => lines.length === 5);
    expect(run.lines().at(-1)).toContain('isocert');
    run.child.kill('SIGINT');
    expect([await run.ended, run.errors()]).toEqual([0, '']);
  });

  it('given --follow, when Ctrl-C comes while NATS is away, then it ends without a word', async () => {
    const run = certway(['events', '--follow', '--journey', 'initech-27001']);
    await run.until((lines) => lines.length === 1);
    await stack.nats.stop();
    try {
      run.child.kill('SIGINT');
      expect([await run.ended, run.errors()]).toEqual([130, '']);
    } finally {
      await stack.nats.start();
    }
  });

  it('given a reader that goes away, when it does, then it ends without a word', async () => {
    const run = certway(['events', '--follow', '--journey', 'globex-27001']);
    await run.until((lines) => lines.length >= 3);
    run.child.stdout?.destroy();
    const hasEnded = () => run.child.exitCode !== null;
    const shortlist = async (index: number) => {
      const candidate = `cert-${String(index)}`;
      await journeys.command('globex-27001', 'shortlistRcb', { actor: client, candidate });
    };
    for (let index = 0; index < 20 && !hasEnded(); index += 1) {
      await shortlist(index);
      await waitUntil(hasEnded, { withinMs: 200 });
    }
    expect([await run.ended, run.errors()]).toEqual([0, '']);
  });
});

describe('certway log resume', () => {
  it('given journeys that run, when resumed, then they are left alone and told with their state', async () => {
    expect(await linesOf('log', 'resume')).toEqual([
      'globex-27001: running, selection/comparing',
      'initech-27001: running, selection/comparing',
      '2 journeys in the log: running 2',
    ]);
  });

  it('given a journey that was terminated, when resumed, then it is reported, and goes on once it is named', async () => {
    await journeys.handle('initech-27001').terminate('test');
    expect(await linesOf('log', 'resume')).toEqual([
      'globex-27001: running, selection/comparing',
      'initech-27001: terminated, selection/comparing; to go on: certway log resume --journey initech-27001',
      '2 journeys in the log: running 1, terminated 1',
    ]);
    const named = ['log', 'resume', '--journey', 'initech-27001'];
    expect(await linesOf(...named)).toEqual(['initech-27001: resumed, selection/comparing']);
    expect(await linesOf(...named)).toEqual(['initech-27001: running, selection/comparing']);
    await journeys.expectSound('initech-27001');
    const unknown = certway(['log', 'resume', '-j', 'nobody']);
    expect([await unknown.ended, unknown.lines()]).toEqual([
      4,
      ['nobody: the log does not hold it'],
    ]);
  });

  it('given no worker that answers, when Ctrl-C comes, then it ends at once with 130', async () => {
    const jsm = await journeys.js.jetstreamManager();
    const consumers = async () =>
      (await jsm.consumers.list(streamName(stack.config.tenant)).next()).map(({ name }) => name);
    const before = await consumers();
    worker.kill('SIGSTOP');
    try {
      const run = certway(['log', 'resume']);
      const isReading = async () => (await consumers()).some((name) => !before.includes(name));
      expect(await waitUntil(isReading, { withinMs: 10_000 })).toBe(true);
      run.child.kill('SIGINT');
      expect([await run.ended, run.errors(), run.lines()]).toEqual([130, '', []]);
    } finally {
      worker.kill('SIGCONT');
    }
  });
});

describe('certway log fold', () => {
  it('given a journey, when folded now and at an event, then the state of then is printed', async () => {
    const lines = await linesOf('log', 'fold', 'globex-27001', '--at', '2');
    expect(lines[0]).toMatch(/^globex-27001 after event 2 of \d+, \d{4}-/);
    expect(lines).toContain('state       selection/comparing');
    const [json = ''] = await linesOf('log', 'fold', 'globex-27001', '--json');
    const { context } = JSON.parse(json) as { context: unknown };
    expect(context).toEqual((await journeys.state('globex-27001')).snapshot.context);
  });
});

describe('certway log reconcile', () => {
  it('given a log that lacks nothing, when compared with the workflows, then nothing is to be done', async () => {
    expect(await linesOf('log', 'reconcile')).toEqual([
      '2 entities compared, 0 with a gap, 0 events missing, 0 refused',
    ]);
    const [json = ''] = await linesOf('log', 'reconcile', '--apply', '--json');
    expect(JSON.parse(json)).toMatchObject({ gaps: 0, missing: 0, written: 0, refused: 0 });
  });
});

describe('certway migrate', () => {
  it('given the build that serves, when it is rehearsed, then everything continues and the exit code is 0', async () => {
    const lines = await linesOf('migrate', 'plan');
    expect(lines.map((line) => line.replace(/ +/, ' '))).toEqual([
      'globex-27001 continues',
      'initech-27001 continues',
      'continues 2, migrates 0, changes 0, breaks 0',
    ]);
    const json = await linesOf('migrate', 'plan', '--json');
    const totals = { continues: 2, migrates: 0, changes: 0, breaks: 0 };
    expect(json.map((line) => JSON.parse(line) as object)).toMatchObject([
      { entity: 'globex-27001', machine: 'certification', source: 'running', paths: [] },
      { entity: 'initech-27001', verdict: 'continues', reasons: [] },
      totals,
    ]);
    expect(json.at(-1)).toBe(JSON.stringify(totals));
  });

  it('given no workflow on an earlier build, when they are told to move, then none is', async () => {
    const [line = '', ...more] = await linesOf('migrate', 'run', '--batch', '5');
    expect(line).toMatch(/^0 of 0 workflows on earlier builds told to go on with [0-9a-f]{16}$/);
    expect(more).toEqual([]);
  });
});

describe('certway, given something wrong', () => {
  it.each([
    ['no NATS', ['events'], { CERTWAY_NATS_URL: 'nats://127.0.0.1:1' }, /^No NATS server answers/],
    [
      'a tenant without a log',
      ['events'],
      { CERTWAY_TENANT: 'nobody' },
      /^There is no log of this/,
    ],
    ['no Temporal', ['log', 'resume'], { CERTWAY_TEMPORAL_ADDRESS: '127.0.0.1:1' }, /^No Temporal/],
    ['a wrong setting', ['events'], { CERTWAY_TENANT: 'A.B' }, /^CERTWAY_TENANT: must be/],
    ['a pattern', ['events', '--journey', '>'], {}, /^error: .*'>' is invalid\. It must be the id/],
    [
      'a wildcard',
      ['events', '--type', '*'],
      {},
      /^error: .*'\*' is invalid\. It must be the name/,
    ],
    [
      'no such place',
      ['log', 'fold', 'globex-27001', '--at', 'noon'],
      {},
      /^error: .*'noon' is invalid\. It must be the sequence/,
    ],
    ['no export', ['log', 'import', 'nowhere'], {}, /^nowhere is no export of a log/],
    ['no batch', ['migrate', 'run', '--batch', '0'], {}, /^error: .*'0' is invalid\. It must be a/],
    ['an unknown command', ['evnts'], {}, /^error: unknown command 'evnts'/],
    ['an unknown option', ['events', '--folow'], {}, /^error: unknown option '--folow'/],
  ] as const)('given %s, when it is run, then one message says so', async (_, args, more, text) => {
    const run = certway(args, stack.config, more);
    expect(await run.ended).toBe(1);
    expect(run.errors()).toMatch(text);
    expect(run.errors()).not.toMatch(/\n {4}at /);
    expect(run.errors().trimEnd().split('\n').length).toBeLessThanOrEqual(3);
    expect(run.lines()).toEqual([]);
  });

  it('given an unknown entity, when its log is folded, then the nearest is named, with a code of its own', async () => {
    const run = certway(['log', 'fold', 'globex-2701'], stack.config);
    expect(await run.ended).toBe(4);
    expect(run.errors()).toMatch(/nearest: globex-27001$/m);
    expect(run.lines()).toEqual([]);
  });

  it.each([
    [['--help'], ['events', 'log', 'migrate']],
    [
      ['migrate', 'plan', '--help'],
      ['--json', 'continues', 'migrates', 'changes', 'breaks', 'Exit code: 0 when nothing'],
    ],
    [
      ['migrate', 'run', '--help'],
      ['--batch <n>', 'default: 50'],
    ],
    [
      ['events', '--help'],
      ['--follow', '--journey <id>', '--type <name>', '--received', '--json'],
    ],
    [
      ['log', 'resume', '--help'],
      ['Start every journey again', '--journey <id>', '--json'],
    ],
    [
      ['log', 'fold', '--help'],
      ['<entity>', '--at <place>', '--json', 'globex-27001/nc-s2-003'],
    ],
    [
      ['log', 'import', '--help'],
      ['<folder>', '--tenant <id>', '--json', 'Exit code: 0 when everything is there'],
    ],
    [
      ['log', 'reconcile', '--help'],
      ['--apply', '--json', 'refused', 'conflict', 'Exit code: 0 when nothing is left'],
    ],
  ])('given %j, when it is run, then the help names %j without any server', async (args, parts) => {
    const run = certway(args, testConfig({ dataDir: stack.config.dataDir }));
    expect([await run.ended, run.errors()]).toEqual([0, '']);
    for (const part of parts) expect(run.lines().join('\n')).toContain(part);
  });
});
