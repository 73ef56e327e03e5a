import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { childEnvironment } from '../../../infra/config/index.ts';
import { examine } from '../../../infra/doctor/index.ts';
import { workerProgram } from '../../../infra/stack/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { openLog } from '../../../infra/worker/index.ts';
import { createProgram, exitCodeOf, type CliOptions } from '../../../services/cli/index.ts';
import { cliOptions } from '../../support/cli-options.ts';
import { connectJourneys, pastCase, type Journeys } from '../../support/journey-client.ts';
import { killRuns, runProgram } from '../../support/run-program.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

const root = join(import.meta.dirname, '../../..');
const ID = 'globex-27001';
const given = pastCase('worked-case', { day: 11, ago: 0 });
const before = (command: string, nth = 1) => {
  let seen = 0;
  return given.steps.findIndex((step) => step.command === command && (seen += 1) === nth);
};
let stack: TestStack;
let journeys: Journeys;
beforeAll(async () => {
  stack = await startTestStack({ temporal: 'memory' });
  await stack.run(workerProgram(stack.config));
  journeys = await connectJourneys(stack);
});
afterEach(killRuns);
afterAll(async () => {
  await journeys.close();
  await stack.stop();
});

interface Run {
  readonly code: number;
  readonly lines: readonly string[];
  readonly error: string;
}

/** The command line in this process, on the servers of this file. */
async function certway(args: readonly string[], more: Partial<CliOptions> = {}): Promise<Run> {
  const lines: string[] = [];
  const run = { code: 0, error: '' };
  const { temporalAddress: temporal, natsUrl: nats, config } = stack;
  const options = cliOptions({
    ...{ tenant: config.tenant, taskQueue: config.taskQueue, uiUrl: 'http://127.0.0.1:8233' },
    write: (line) => void lines.push(...line.split('\n')),
    setExitCode: (code) => (run.code = code),
    withTemporal: (work) => work(journeys.client),
    withLog: async (work) => {
      const open = await openLog(nats, config.tenant);
      await work(open.js, open.log).finally(open.close);
    },
    examine: () => examine(config, { temporal, nats }),
    ...more,
  });
  try {
    await createProgram(options).parseAsync(['node', 'certway', ...args]);
  } catch (error) {
    run.code = exitCodeOf(error);
    run.error = (error as Error).message;
  }
  return { ...run, lines };
}

async function linesOf(...args: string[]): Promise<readonly string[]> {
  const { code, lines, error } = await certway(args);
  expect([code, error]).toEqual([0, '']);
  return lines;
}

async function jsonOf(...args: string[]): Promise<unknown> {
  const { lines, error } = await certway([...args, '--json']);
  expect(error).toBe('');
  return lines.map((line) => JSON.parse(line) as unknown)[0];
}

/** Lists see a change a moment later. */
async function eventually(args: readonly string[], isSeen: (run: Run) => boolean): Promise<Run> {
  let run: Run | undefined;
  await waitUntil(async () => isSeen((run = await certway(args))), { withinMs: 10_000 });
  if (!run) throw new Error('it was run');
  return run;
}

describe('a journey at its beginning', () => {
  it('given a worker, when the doctor looks, then all is well', async () => {
    expect((await certway(['doctor'])).lines.filter((line) => !line.startsWith('✓'))).toEqual([]);
    expect(await jsonOf('doctor')).toMatchObject({ isWell: true });
  });

  it('given an input by flags, when started, then id, first state and link are told, and the same id is not started again', async () => {
    const args = ['start', '--client', 'globex', '--persons', '50', '--policy', 'demonstration'];
    expect(await linesOf(...args)).toEqual([
      'globex-27001 started, selection/comparing',
      'http://127.0.0.1:8233/namespaces/default/workflows/globex-27001',
      'next: certway allowed globex-27001',
    ]);
    const again = await certway(args);
    expect([again.code, again.error]).toEqual([4, expect.stringContaining('runs already')]);
  });

  it('given a journey, when listed, then its state, client and turn are told', async () => {
    const { lines } = await eventually(['list'], (run) => run.lines.length === 2);
    expect(lines[1]).toMatch(/^globex-27001 +selection\/comparing +globex +– +client$/);
  });

  it('given the saved lists, when the server is asked, then it takes every query, and finds what waits', async () => {
    const { lines } = await certway(['links', '--json']);
    const links = lines.map((text) => JSON.parse(text) as { name: string; query: string });
    const counts = await Promise.all(
      links.map(async ({ name, query }) => {
        const { count } = await journeys.client.workflow.count(query);
        return [name, count] as const;
      }),
    );
    expect(counts.filter(([, count]) => count > 0)).toEqual([['waiting for client', 1]]);
    expect(counts.map(([name]) => name)).toEqual(
      expect.arrayContaining(['waiting for lead auditor', 'overdue', 'open majors', 'suspended']),
    );
  });

  it('given a name that is nearly right, when shown, then the right one is told with an exit code of its own', async () => {
    const run = await certway(['show', 'globex-2701']);
    expect([run.code, run.error]).toEqual([
      4,
      'Temporal knows no workflow globex-2701; nearest: globex-27001.',
    ]);
  });

  it('given a command under an id, when given again, then it is recorded once, and another payload is refused', async () => {
    const args = ['do', ID, 'shortlistRcb', '--actor', 'c-1', '--update-id', 'u-1', '--candidate'];
    const accepted = 'accepted: RcbShortlisted, recorded as globex-27001:2';
    expect(await linesOf(...args, 'northcert')).toEqual([accepted]);
    expect(await linesOf(...args, 'northcert')).toEqual([accepted]);
    const other = await certway([...args, 'eurocert']);
    expect(other.code).toBe(3);
    expect(other.lines[0]).toBe('shortlistRcb is refused (COMMAND_ID_REUSED)');
  });

  it('given a command that the state or a role forbids, when given or asked for, then both say why with exit code 3', async () => {
    const args = [ID, 'signAgreement', '--actor', 'o-1', '--on', given.startsOn];
    for (const name of ['do', 'why']) {
      const { code, lines } = await certway([name, ...args]);
      expect([code, lines[0]]).toEqual([3, 'signAgreement is refused (COMMAND_REFUSED)']);
      expect(lines).toContain('why         not possible in this state');
      expect(lines.join('\n')).toMatch(/^possible {4}shortlistRcb \(client\), /m);
    }
    const role = ['--actor', 'a-1', '--role', 'auditor', '--candidate', 'x'];
    const refused = await certway(['do', ID, 'shortlistRcb', ...role, '--json']);
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.lines[0] ?? '')).toMatchObject({
      ...{ kind: 'refused', code: 'ROLE_NOT_ALLOWED', state: 'selection/comparing' },
    });
    expect(await linesOf('why', ID, 'requestProposal')).toEqual([
      'requestProposal would be taken: ProposalRequested {"persons":50,"sites":1,"candidate":"northcert","scope":"Operation of the payment platform"}',
    ]);
  });
});

describe('the command line of a shell', () => {
  const environment = () => ({
    ...childEnvironment(stack.config),
    NO_COLOR: '1',
    PATH: [join(root, 'infra/bin'), process.env['PATH']].join(delimiter),
  });

  it('given temporal-cert on PATH, when `temporal cert` is typed anywhere, then it is certway', () => {
    const args = ['cert', 'do', ID, 'signAgreement', '--actor', 'o-1', '--on', given.startsOn];
    const options = { env: environment(), cwd: stack.config.dataDir, encoding: 'utf8' } as const;
    const run = spawnSync(stack.temporalCommand, args, options);
    expect([run.status, run.stderr]).toEqual([3, '']);
    expect(run.stdout).toMatch(/^signAgreement is refused \(COMMAND_REFUSED\)\n/);
  });

  it('given a terminal, when a command is typed without its fields, then they are asked for with choices', () => {
    const answers = [
      ['command', '\u001b[B\r'],
      ['actor', 'c-1\r'],
      ['candidate', 'northcert\r'],
      ['accreditationBody', 'DAkkS\r'],
      ['coversStandard', '\r'],
    ];
    const typed = [join(root, 'infra/bin/certway'), 'do', ID];
    const program = [join(root, 'test/support/at-terminal.py'), JSON.stringify(answers), ...typed];
    const run = spawnSync('python3', program, { env: environment(), encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('accepted: AccreditationChecked, recorded as globex-27001:');
  });

  it('given a terminal, when watched, then the rail is drawn in its place, and Ctrl-C ends it', () => {
    const typed = [join(root, 'infra/bin/certway'), 'watch', ID];
    const answers = [['next due', '\u0003']];
    const program = [join(root, 'test/support/at-terminal.py'), JSON.stringify(answers), ...typed];
    const run = spawnSync('python3', program, { env: environment(), encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('● selection ─ ○ application ─ ');
    expect(run.stdout).toContain('waiting for client');
  });

  it('given a pipe, when watched, then each change is a line and Ctrl-C ends it without a word', async () => {
    const run = runProgram(['infra/bin/certway.mjs', 'watch', ID], stack.config);
    await run.until((lines) => lines.length === 1);
    expect(run.lines()).toEqual([`${ID}: selection/comparing; waiting for client`]);
    await journeys.play(given.steps.slice(1, before('submitApplication')), ID);
    await run.until((lines) => lines.length >= 2);
    expect(run.lines().at(-1)).toBe(`${ID}: application/applying; waiting for client`);
    run.child.kill('SIGINT');
    expect([await run.ended, run.errors()]).toEqual([0, '']);
  });
});

describe('a journey with findings', () => {
  beforeAll(async () => {
    const from = before('submitApplication');
    await journeys.play(given.steps.slice(from, before('issueAuditReport', 3)), ID);
  });

  it('given open children, when shown, then rail, findings, children and their states are told', async () => {
    const lines = await linesOf('show', ID);
    expect(lines[0]).toBe('globex-27001: stage2/reporting');
    expect(lines[1]).toContain('✓ stage 1 ─ ● stage 2 ─ ○ corrective action');
    expect(lines).toContain('open        globex-27001/stage-2 (audit): reporting/writing');
    expect(lines).toContain(
      'open        globex-27001/nc-s2-003 (nonconformity): responding/awaitingCap',
    );
    const view = await jsonOf('show', `${ID}/nc-s2-003`);
    expect(view).toMatchObject({ waitingFor: ['client'], isOverdue: false });
    expect(view).toMatchObject({ deadlines: [{ rule: 'T-05' }, { rule: 'T-06' }] });
  });

  it('given an audit, when asked what is allowed, then commands to copy are told, and they are right', async () => {
    const lines = await linesOf('allowed', `${ID}/stage-2`);
    expect(lines[0]).toBe(`${ID}/stage-2: reporting/writing`);
    const example = lines.find((line) => line.includes(' issueAuditReport --payload '));
    expect(example).toContain(`certway do ${ID}/stage-2 issueAuditReport --payload '{"actor":`);
    const [, payload = ''] = /--payload '(.*)'$/.exec(example ?? '') ?? [];
    const actor = ['--actor', 'a-1'];
    expect(await linesOf('why', `${ID}/stage-2`, 'issueAuditReport', payload, ...actor)).toEqual([
      expect.stringMatching(/^issueAuditReport would be taken: AuditReportIssued /),
    ]);
  });

  it('given a stranger, when a command is given, then the rule, its clause and its reason are told', async () => {
    const args = ['why', `${ID}/stage-2`, 'issueAuditReport', '--actor', 'a-99'];
    const { code, lines } = await certway(args);
    expect(code).toBe(3);
    expect(lines[1]).toMatch(/^rule {8}ROLE-01 /);
  });

  it('given tasks, when asked by role and person, then each has its own', async () => {
    const isAll = ({ lines }: Run) => lines.filter((line) => line.includes('/nc-s2-')).length === 5;
    const { lines } = await eventually(['tasks', '--role', 'client'], isAll);
    expect(lines[1]).toMatch(
      /^\d{4}-\d\d-\d\d T-05 +globex-27001\/nc-s2-\d+ +responding\/awaitingCap +client +submitCap/,
    );
    const audits = await linesOf('tasks', '--actor', 'a-1');
    expect(audits.filter((line) => line.includes(`${ID}/stage-2 `))).toHaveLength(1);
    expect(await linesOf('tasks', '--actor', 'a-99')).toEqual(['Nothing waits.']);
    expect(await linesOf('tasks', '--overdue')).toEqual(['Nothing waits.']);
  });

  it('given the log, when asked for an earlier state, then it is told, and what has changed since', async () => {
    expect((await linesOf('at', ID, '--sequence', '2'))[1]).toBe('state       selection/comparing');
    expect(await jsonOf('at', ID, '--sequence', '2', '--diff')).toMatchObject({
      then: { sequence: 2, state: 'selection/comparing' },
      changes: expect.arrayContaining([
        { path: 'state', then: 'selection/comparing', now: 'stage2/reporting' },
      ]),
    });
  });

  it('given deadlines, when forecast, then they are told in order with what follows', async () => {
    const lines = await linesOf('forecast', `${ID}/nc-s2-003`, '--limit', '1');
    expect(lines[0]).toBe(`${ID}/nc-s2-003, when nobody acts:`);
    expect(lines.join('\n')).toContain(`cap due of ${ID}/nc-s2-003, `);
    expect(lines.join('\n')).toContain(`records CapDeadlineMissed of ${ID}/nc-s2-003`);
    expect(lines.join('\n')).toContain('responding/awaitingCap → responding/capOverdue');
  });

  it('given a workflow, when drawn, then its state is marked', async () => {
    const lines = await linesOf('diagram', `${ID}/stage-2`);
    expect(lines).toContain('  class audit_reporting_writing here');
    expect(lines.at(-1)).toBe(`%% ${ID}/stage-2 is in reporting/writing`);
    const svg = await linesOf('diagram', `${ID}/stage-2`, '--format', 'svg');
    expect(svg.join('')).toMatch(
      />globex-27001\/stage-2 after its event \d+ on \d{4}-\d\d-\d\d: reporting\/writing</,
    );
    const unknown = await certway(['diagram', 'globex-2701']);
    expect([unknown.code, unknown.error]).toEqual([
      4,
      'the log holds nothing of globex-2701; nearest: globex-27001',
    ]);
  });
});

describe('a body that has lost its accreditation', () => {
  const lost = ['fan-out', 'accreditation-lost', '--on', given.startsOn, '--reason', 'Suspended.'];

  it('given its open journeys, when told and told again, then each records it once, and before that none', async () => {
    const body = [...lost, '--body', 'northcert'];
    const listed = await linesOf(...body);
    expect(listed[0]).toMatch(/^globex-27001: /);
    expect(listed[1]).toMatch(/^1 open journey of northcert; nothing was recorded yet/);
    const told = await linesOf(...body, '--actor', 'o-1', '--run');
    expect(told[0]).toMatch(/^globex-27001: recorded as globex-27001:\d+$/);
    expect(told[1]).toBe('1 open journey of northcert: recorded 1');
    expect(await linesOf(...body, '--actor', 'o-1', '--run')).toEqual(told);
    const other = [...lost.slice(0, 3), given.startsOn, '--reason', 'Other words.'];
    const again = await certway([...other, '--body', 'northcert', '--actor', 'o-2', '--run']);
    expect([again.code, again.lines[0]]).toEqual([3, expect.stringContaining(ID)]);
    const log = await linesOf('events', '--journey', ID, '--type', 'AccreditationLost');
    expect(log).toHaveLength(1);
  });

  it('given a name that no open journey has chosen, when told, then those that were are named with exit code 4', async () => {
    const run = await certway([...lost, '--body', 'nordcert']);
    expect([run.code, run.error]).toEqual([
      4,
      'No open journey has chosen nordcert; chosen are northcert.',
    ]);
  });
});

describe('servers that lack something', () => {
  it('given no NATS at its address, when the doctor looks, then it says how to fix it, and the exit code is 1', async () => {
    const places = { temporal: stack.temporalAddress, nats: 'nats://127.0.0.1:1' };
    const { code, lines } = await certway(['doctor'], {
      examine: () => examine(stack.config, places),
    });
    expect(code).toBe(1);
    const failed = lines.findIndex((line) => line.startsWith('✗ nats '));
    expect(lines[failed]).toContain('No NATS server answers at nats://127.0.0.1:1');
    expect(lines[failed + 1]).toMatch(/^ +→ npm start starts it/);
    expect(lines.filter((line) => line.startsWith('– '))).toHaveLength(4);
  });

  it('given another namespace, tenant and queue, when the doctor looks, then it names what is missing', async () => {
    const { temporalAddress: temporal, natsUrl: nats, config } = stack;
    const seen = await examine(
      { ...config, tenant: 'nobody', namespace: 'nowhere' },
      { temporal, nats },
    );
    const failed = seen.filter(({ status }) => status === 'failed').map(({ check }) => check);
    expect(failed).toEqual([
      ...['namespace', 'stream CERTWAY_NOBODY', 'stream CERTWAY_NOBODY_HEADS'],
      'stream CERTWAY_NOBODY_DEAD_LETTERS',
    ]);
    const idle = await examine({ ...config, taskQueue: 'idle' }, { temporal, nats });
    expect(idle.find(({ check }) => check === 'worker')).toMatchObject({ status: 'failed' });
  });
});
