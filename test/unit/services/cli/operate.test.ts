import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import {
  allowed,
  dehydrate,
  stateOf,
  type AnyContract,
} from '../../../../machines/engine/index.ts';
import { machines, nonconformity } from '../../../../machines/index.ts';
import {
  createProgram,
  exitCodeOf,
  exitCodes,
  type CliOptions,
} from '../../../../services/cli/index.ts';
import { allowedLines, dated } from '../../../../services/cli/operate/allowed.ts';
import { outcomeLine } from '../../../../services/cli/fan-out/tell.ts';
import { orderOf } from '../../../../services/cli/operate/order.ts';
import { trialOf } from '../../../../services/cli/operate/why.ts';
import { rowLines } from '../../../../services/cli/operate/list.ts';
import { refusalLines } from '../../../../services/cli/operate/refusal-lines.ts';
import { standingLines, standingOf } from '../../../../services/cli/operate/show.ts';
import { taskLines } from '../../../../services/cli/operate/tasks.ts';
import { JourneyError, type Row } from '../../../../services/journeys/index.ts';
import { justBefore } from '../../../support/cases.ts';
import { cliOptions } from '../../../support/cli-options.ts';

const plain = { hasColor: false };
const row: Row = {
  ...{ entity: 'globex-27001', status: 'running', machine: 'certification', version: '1.0.0' },
  ...{ state: 'stage2/fieldwork', client: 'globex', waitingFor: ['lead auditor'] },
  ...{ nextDue: '2027-12-31T23:00:00.000Z', nextDueRule: 'T-09', isOverdue: true },
  ...{ problem: null, certificate: null },
};

function quiet(command: Command): void {
  command
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeOut: () => undefined });
  command.commands.forEach(quiet);
}

/** Runs the command line without any server. @returns what ends it */
async function failing(args: readonly string[], more: Partial<CliOptions> = {}): Promise<Error> {
  const program = createProgram(cliOptions(more));
  quiet(program);
  return program.parseAsync(['node', 'certway', ...args]).then(
    () => new Error('it did not fail'),
    (error: unknown) => error as Error,
  );
}

describe('certway start', () => {
  it('given a bad input, when started, then every fault is listed before any server is asked', async () => {
    const { message, name } = await failing(['start', '--id', 'a b', '--persons', '0']);
    expect(name).toBe('CommandError');
    expect(message.split('\n')).toEqual([
      'the input of certificationJourney is not valid:',
      '- workflow id: 1 to 64 letters, digits, _ and - (given "a b")',
      expect.stringMatching(/^- client: .*missing\)$/),
      expect.stringMatching(/^- persons: .*\(given 0\)$/),
      'A valid input: {"client":"globex","persons":50}',
    ]);
  });

  it.each([
    ['audit', /^audit is started by a journey, never by hand/],
    [
      'certificationJorney',
      /^There is no workflow type certificationJorney\. What can be started: certificationJourney$/,
    ],
  ])('given the type %s, when started, then it says what can be started', async (type, text) => {
    expect((await failing(['start', type, '--client', 'x', '--persons', '1'])).message).toMatch(
      text,
    );
  });

  it('given a terminal, when the client is missing, then it is asked for', async () => {
    const asked: string[] = [];
    const prompts = {
      choose: () => Promise.reject(new Error('nothing is to be chosen')),
      chooseSeveral: () => Promise.resolve([]),
      type: (question: string) => {
        asked.push(question);
        return Promise.resolve('globex');
      },
    };
    await failing(['start', '--persons', '50'], { prompts });
    expect(asked).toEqual(['client (opaque id of the organization)']);
  });
});

describe('certway do, without a server', () => {
  it('given a pipe, when fields are missing, then all of them are listed by their flags and nothing is given', async () => {
    const args = ['do', 'globex-27001', 'recordProposal', '--candidate', 'a b'];
    const { message } = await failing(args);
    expect(message).toMatch(/^recordProposal is not complete or not valid; nothing was given:\n/);
    expect(message).toContain('- candidate: ');
    expect(message.split('Missing:\n')[1]?.split('\n')).toEqual([
      '  --actor <id>  opaque id of who acts',
      '  --audit-days <number>  auditor days offered',
    ]);
  });

  it('given several roles, when none is named, then they are told', async () => {
    const { message } = await failing([
      'do',
      'globex-27001',
      'terminateEngagement',
      '--actor',
      'a-1',
    ]);
    expect(message).toContain('  --role <role>  one of client, cbAdmin, operator');
  });

  it.each([
    [
      ['do', 'globex-27001', 'recordProposal', '--audit-days', 'ten'],
      /--audit-days <number>.*must be a number/,
    ],
    [['do', 'globex-27001', 'recordProposal', '--days', '1'], /unknown option '--days'/],
    [['do', 'globex 27001', 'recordProposal'], /must be the id of a journey/],
    [['do', 'globex-27001', 'recordProposal', '--payload', '[]'], /must be one JSON object/],
    [['tasks', '--role', 'boss'], /^There is no role boss; there are accreditationBody, /],
    [['at', 'globex-27001'], /^Say when: --time/],
    [['at', 'globex-27001', '--time', 'noon'], /must be an instant with its zone/],
    [['at', 'globex-27001', '--sequence', '0'], /must be the number of an event/],
    [
      ['diagram', '--machine', 'audit', '--part', 'nowhere'],
      /^The diagram of audit has no part nowhere; it is drawn as a whole\.$/,
    ],
    [
      ['diagram', '--machine', 'audit', '--part', 'nowhere', '--format', 'svg'],
      /^The diagram of audit has no part nowhere; it is drawn as a whole\.$/,
    ],
    [['diagram'], /^Name either a workflow or, with --machine, a machine\.$/],
    [['diagram', 'x', '--machine', 'audit'], /^Name either a workflow or/],
    [['diagram', '--machine', 'adit'], /^This build has no machine adit; it has certification/],
    [['diagram', '--machine', 'audit', '--format', 'png'], /Allowed choices are mermaid, svg/],
    [
      ['diagram', '--machine', 'audit', '--out', '/nowhere/x'],
      /^\/nowhere\/x cannot be written: ENOENT/,
    ],
    [['forecast', 'globex-27001', '--limit', '0'], /must be a whole number/],
    [['forecast', 'globex-27001', '--late', 'capDue'], /how many days from 1 on, e\.g\. capDue=10/],
    [['forecast', 'globex-27001', '--by', 'concur'], /--by belongs to --late/],
  ])('given %j, when run, then it says what is wrong', async (args, text) => {
    expect((await failing(args)).message).toMatch(text);
  });
});

describe('help', () => {
  const commands = createProgram(cliOptions({})).commands.map((command) => command.name());
  const own = [
    'start',
    'list',
    'links',
    'tasks',
    'show',
    'allowed',
    'why',
    'do',
    'watch',
    'diagram',
    'at',
  ];

  it.each([...own, 'forecast', 'doctor'])(
    'given %s, when its help is read, then it holds an example',
    (name) => {
      expect(commands).toContain(name);
      let text = '';
      const program = createProgram(cliOptions({}));
      const command = program.commands.find((each) => each.name() === name);
      command?.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
      expect(text).toMatch(/Examples?:\n {2}certway /);
      // Those of a command of a journey have their flags from the contract.
      expect(text).toContain('--json');
    },
  );

  it('given each command of each contract, when its help is asked for, then its flags are its fields', async () => {
    const all = machines.flatMap(({ contract }: { contract: AnyContract }) =>
      Object.keys(contract.commands),
    );
    for (const command of all) {
      let text = '';
      const program = createProgram(cliOptions({}));
      quiet(program);
      program.commands
        .find((each) => each.name() === 'do')
        ?.configureOutput({ writeOut: (part) => (text += part) });
      const ended = await program
        .parseAsync(['node', 'certway', 'do', 'globex-27001', command, '--help'])
        .then(
          () => 'no end',
          (error: unknown) => (error as { code?: string }).code,
        );
      expect(ended).toBe('commander.helpDisplayed');
      expect(text).toContain(`Usage: certway do globex-27001 ${command} [options]`);
      expect(text).toContain('--actor <id>');
    }
  });
});

describe('examples', () => {
  const { runner, step } = justBefore('submitCap');
  const found = allowed(nonconformity, runner.state(step.entity));

  it('given a day in an example, when what is allowed is told, then it is today and the line can be copied', () => {
    const noted = {
      ...found,
      commands: [
        {
          ...{ command: 'note', event: 'Noted', roles: ['auditor'], description: 'Note.' },
          example: { actor: { id: 'a-17', role: 'auditor' }, on: '2020-01-01', text: "it's" },
        },
      ],
    };
    const lines = allowedLines(plain, step.entity, dated(noted, '2026-11-26T12:00:00.000Z'));
    expect(lines).toEqual([
      `${step.entity}: responding/awaitingCap`,
      '',
      'note (auditor): Note.',
      `  certway do ${step.entity} note --payload '{"actor":{"id":"a-17","role":"auditor"},"on":"2026-11-26","text":"it'\\''s"}'`,
    ]);
    const ended = { ...found, commands: [] };
    expect(allowedLines(plain, 'x', ended)[1]).toBe('nothing is possible any more');
  });

  it('given as much as was typed, when why is asked, then the example fills in the rest', () => {
    const order = orderOf(nonconformity, 'closeNonconformity');
    const read = { flags: {}, payload: { effectiveness: 'seen' }, actor: { id: 'a-1' } };
    expect(trialOf(order, read, '2026-11-26T12:00:00.000Z')).toEqual({
      actor: { id: 'a-1', role: 'leadAuditor' },
      ...{ on: '2026-11-26', effectiveness: 'seen' },
    });
    expect(() => orderOf(nonconformity, 'toString')).toThrow(
      /^nonconformity takes no command toString; it takes /,
    );
  });
});

describe('texts', () => {
  it('given rows, when listed, then columns are aligned and what is overdue is red where colours are allowed', () => {
    expect(rowLines(plain, [row])).toEqual([
      'JOURNEY       STATE             CLIENT  NEXT DUE         WAITING FOR',
      'globex-27001  stage2/fieldwork  globex  2027-12-31 T-09  lead auditor (overdue)',
    ]);
    expect(rowLines({ hasColor: true }, [row])[1]?.startsWith('\u001b[31m')).toBe(true);
    expect(rowLines(plain, [])).toEqual(['No journey runs. To start one: certway start']);
    const stopped = {
      ...row,
      isOverdue: false,
      problem: 'EVENT_STREAM_CONFLICT',
      nextDue: null,
      nextDueRule: null,
    };
    expect(rowLines(plain, [stopped])[1]).toContain(
      'lead auditor (stopped: EVENT_STREAM_CONFLICT)',
    );
    expect(taskLines(plain, [])).toEqual(['Nothing waits.']);
  });

  it('given a nonconformity, when shown, then rail, deadlines with rule, last command and possible commands are told', () => {
    const { runner, step } = justBefore('acceptCap');
    const state = runner.state(step.entity);
    const live = {
      ...dehydrate(nonconformity, state),
      path: stateOf(state),
      problem: null,
      waiting: 0,
    };
    const view = standingOf(nonconformity, live, []);
    const lines = standingLines(plain, view);
    expect(lines[0]).toBe(`${step.entity}: responding/reviewingCap`);
    expect(lines[1]).toMatch(/^✓ raised ─ ● responding ─ /);
    expect(lines).toContain('waiting for lead auditor');
    expect(lines.join('\n')).toMatch(/^deadline {4}response due \d{4}-\d\d-\d\d \(T-0[68]\)$/m);
    expect(lines.join('\n')).toMatch(/^last {8}CapSubmitted by c-1 \(client\) at /m);
    expect(lines.join('\n')).toMatch(/^possible {4}.*acceptCap.*: certway allowed /m);
  });

  it('given a refusal, when told, then rule, clause, reason and what is possible are named', () => {
    const lines = refusalLines(plain, 'globex-27001', {
      ...{ code: 'COMMAND_REFUSED', command: 'grant', state: 'decision/panel', faults: [] },
      rules: [{ id: 'R-DEC-06', clause: 'ISO/IEC 17021-1 9.5.3.2', text: 'Majors are verified.' }],
      possible: [{ command: 'castVote', roles: ['panelMember'] }],
    });
    expect(lines).toEqual([
      'grant is refused (COMMAND_REFUSED)',
      'rule        R-DEC-06 (ISO/IEC 17021-1 9.5.3.2) – Majors are verified.',
      'state       decision/panel',
      'possible    castVote (panelMember)',
      'more        certway allowed globex-27001',
    ]);
  });

  it('given errors, when they end a command, then the exit code tells their kind', () => {
    expect(exitCodeOf(new Error('any'))).toBe(exitCodes.FAILED);
    expect(exitCodeOf(new JourneyError('unknown', ''))).toBe(exitCodes.NOT_THERE);
    expect(exitCodeOf(new JourneyError('exists', ''))).toBe(exitCodes.NOT_THERE);
    expect(exitCodeOf(new JourneyError('silent', ''))).toBe(exitCodes.NO_ANSWER);
    expect(exitCodeOf(new JourneyError('undecided', ''))).toBe(exitCodes.NO_ANSWER);
    expect(exitCodes).toEqual({
      DONE: 0,
      FAILED: 1,
      REFUSED: 3,
      NOT_THERE: 4,
      NO_ANSWER: 5,
      INTERRUPTED: 130,
    });
  });
});

describe('certway fan-out, without a server', () => {
  const lost = ['fan-out', 'accreditation-lost', '--body', 'northcert', '--reason', 'r'];
  const ending = [
    ...['fan-out', 'edition-end', '--edition', '27001:2013', '--source', 's'],
    ...['--decisions-until', '2024-04-30'],
  ];

  it.each([
    [
      [...lost, '--on', '2028-02-30'],
      /^--on must be a date such as 2028-05-02 \(given 2028-02-30\)\.$/,
    ],
    [
      [...lost, '--on', '2028-05-02', '--run'],
      /^Who records it\? --actor <id> is needed with --run\.$/,
    ],
    [lost, /required option '--on <date>'/],
    [
      ['fan-out', 'accreditation-regained', '--body', 'a b', '--on', '2028-05-02'],
      /1 to 64 letters/,
    ],
    [[...ending, '--on', '2023-02-15'], /required option '--certificates-until <date>'/],
    [
      [...ending, '--on', '2023-02-15', '--certificates-until', '2025-10-32'],
      /^--certificates-until must be a date such as 2028-05-02 \(given 2025-10-32\)\.$/,
    ],
    [
      [...ending, '--on', '2023-02-15', '--certificates-until', '2024-04-29'],
      /^--certificates-until 2024-04-29 comes before --decisions-until 2024-04-30: /,
    ],
    [
      [...ending, '--on', '2023-02-31', '--certificates-until', '2025-10-31'],
      /^--on must be a date such as 2028-05-02/,
    ],
    [
      [...ending, '--on', '2023-02-15', '--certificates-until', '2025-10-31', '--run'],
      /^Who records it\? --actor <id> is needed with --run\.$/,
    ],
  ])('given %j, when typed, then the fault is told', async (args, text) => {
    expect((await failing(args)).message).toMatch(text);
  });

  it('given every outcome, when told, then each is one line', () => {
    const outcomes = ['recorded', 'known', 'elsewhere', 'refused', 'ended', 'failed'] as const;
    const lines = outcomes.map((outcome) =>
      outcomeLine({ journey: 'j', outcome, eventId: 'j:9', reason: 'why\nmore' }),
    );
    expect(lines).toEqual([
      'j: recorded as j:9',
      'j: was on record already',
      'j: is not concerned',
      'j: why',
      'j: has ended: why',
      'j: not known: why',
    ]);
  });
});
