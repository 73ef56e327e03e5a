import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { englishTexts } from '../../../../infra/checks/texts.ts';
import { argumentsOf } from '../../../../infra/text/faults.ts';
import { nextSteps } from '../../../../infra/stack/next-steps.ts';
import { resultLines, usage } from '../../../../infra/simulation/index.ts';
import { readConfig } from '../../../../infra/config/index.ts';
import { dehydrate, stateOf } from '../../../../machines/engine/index.ts';
import { machines, nonconformity } from '../../../../machines/index.ts';
import { speak, words } from '../../../../machines/text/index.ts';
import {
  createProgram,
  eventLine,
  foldLines,
  type CliOptions,
} from '../../../../services/cli/index.ts';
import { planLine, reconcileLine, resumedLine } from '../../../../services/cli/index.ts';
import { letterDetails, letterLine } from '../../../../services/cli/letter-line.ts';
import { proofLine, verdictLines } from '../../../../services/cli/log/verdict-lines.ts';
import { findingLines } from '../../../../services/cli/look/doctor.ts';
import { forecastLines, lateLines } from '../../../../services/cli/look/forecast.ts';
import { watchLine, watchLines } from '../../../../services/cli/look/watch.ts';
import { allowedLines } from '../../../../services/cli/operate/allowed.ts';
import { outcomeLine } from '../../../../services/cli/fan-out/tell.ts';
import { rowLines } from '../../../../services/cli/operate/list.ts';
import { orderCommand, orderOf } from '../../../../services/cli/operate/order.ts';
import { refusalLines } from '../../../../services/cli/operate/refusal-lines.ts';
import { standingLines, standingOf } from '../../../../services/cli/operate/show.ts';
import { taskLines } from '../../../../services/cli/operate/tasks.ts';
import { standingOf as endpointStanding } from '../../../../services/cli/webhook/records.ts';
import { endpointLines, attemptLine } from '../../../../services/cli/webhook/show.ts';
import { ensureKeyRing } from '../../../../services/personal-data/index.ts';
import { accented, plainWords } from '../../../support/accented.ts';
import { justBefore } from '../../../support/cases.ts';
import { cliOptions } from '../../../support/cli-options.ts';

const english = englishTexts(machines);
const plain = { hasColor: false, machines };
const home = mkdtempSync(join(tmpdir(), 'certway-language-'));
const entity = 'globex-27001';
const at = '2027-03-01T09:00:00.000Z';

/** What is the same in every language: what people type and look for. */
const names = new Set([
  ...['certway', 'temporal', 'npm', 'start', 'true', 'false', 'active', 'mermaid', 'svg'],
  ...['help', 'flags', 'payload', 'string', 'number', 'array', 'object', 'undefined'],
  ...everyCommand(createProgram(cliOptions({}))).flatMap((command) => [
    command.name(),
    ...command.registeredArguments.flatMap((argument) => argument.name().split(' ')),
  ]),
  ...machines.flatMap((machine) => {
    const { contract, logic } = machine;
    return [
      ...[contract.id, ...Object.keys(contract.commands), ...Object.keys(contract.events)],
      ...Object.keys(contract.commands).flatMap((command) =>
        orderOf(machine, command).fields.flatMap(({ name, choices = [] }) => [name, ...choices]),
      ),
      ...Object.values(contract.commands).flatMap(({ roles }) => roles),
      ...Object.keys(logic.implementations.delays),
      ...everyName(logic.root.states as Parameters<typeof everyName>[0]),
    ];
  }),
]);

function everyName(
  states: Readonly<Record<string, { readonly states: object }>>,
): readonly string[] {
  return Object.entries(states).flatMap(([name, { states: inner }]) => [
    name,
    ...everyName(inner as typeof states),
  ]);
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

const foreign = (text: string): readonly string[] => plainWords(text, names);

beforeAll(() => {
  speak({
    language: 'xx',
    texts: Object.fromEntries(Object.entries(english).map(([id, text]) => [id, accented(text)])),
  });
});
afterAll(() => {
  speak();
  rmSync(home, { recursive: true, force: true });
});

/** Types a command line. @returns everything that a person reads of it */
async function typed(args: readonly string[], more: Partial<CliOptions> = {}): Promise<string> {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const program = createProgram(cliOptions({ write, progress: write, ...more }));
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput({ writeErr: write, writeOut: write });
  }
  await program.parseAsync(['node', 'certway', ...args]).catch((error: unknown) => {
    const { message, name } = error as Error;
    if (name !== 'CommanderError') write(message);
  });
  return lines.join('\n');
}

describe('a language that nobody speaks', () => {
  it('given every text of the catalogue, when it is put into it, then it still names the same, and a plain word is found', () => {
    for (const [id, text] of Object.entries(english)) {
      expect([id, argumentsOf(accented(text), 'en')]).toEqual([id, argumentsOf(text, 'en')]);
    }
    expect(accented('{n, plural, one {# case} other {# cases of {who}}} left')).toBe(
      '{n, plural, one {# ⓒⓐⓢⓔ} other {# ⓒⓐⓢⓔⓢ ⓞⓕ {who}}} ⓛⓔⓕⓣ',
    );
    const line =
      'globex-27001/nc-s2-003: not ⓢⓐⓘⓓ (--json), closeNonconformity of stage2/fieldwork';
    expect(foreign(line)).toEqual(['not', 'of']);
  });
});

describe('the help in another language', () => {
  const width = { getOutHelpWidth: () => 400 };

  it('given every command, when its help is read, then no word of it is left in English', () => {
    const program = createProgram(cliOptions({}));
    const found = everyCommand(program).map((command) => {
      let text = '';
      command.configureOutput({ ...width, writeOut: (part) => void (text += part) }).outputHelp();
      expect(text).toContain('ⓤⓢⓐⓖⓔ'.replace('ⓤ', 'Ⓤ'));
      return [command.name(), foreign(text)];
    });
    expect(found.filter(([, left]) => left?.length !== 0)).toEqual([]);
    expect(found.length).toBeGreaterThan(40);
  });

  it('given every command of every machine, when the help of do is read, then no word of it is left in English', () => {
    const parent = everyCommand(createProgram(cliOptions({}))).find((one) => one.name() === 'do');
    if (!parent) throw new Error('there is a command do');
    for (const machine of machines) {
      for (const command of Object.keys(machine.contract.commands)) {
        let text = '';
        orderCommand(parent, entity, orderOf(machine, command))
          .configureOutput({ ...width, writeOut: (part) => void (text += part) })
          .outputHelp();
        expect([command, foreign(text)]).toEqual([command, []]);
      }
    }
  });
});

describe('a wrong command line in another language', () => {
  it.each([
    [['lst']],
    [['list', '--jsn']],
    [['log', 'verfy']],
    [['show']],
    [['show', entity, 'more']],
    [['show', 'a b']],
    [['events', '--journey']],
    [['events', '--from', 'tomorrow']],
    [['events', '--machine', '*']],
    [['events', '--type', '*']],
    [['forecast', entity, '--limit', '0']],
    [['forecast', entity, '--late', 'x']],
    [['forecast', entity, '--by', 'a b']],
    [['forecast', entity, '--by', 'a']],
    [['at', entity]],
    [['at', entity, '--time', '1', '--sequence', '1']],
    [['at', entity, '--time', '17']],
    [['at', entity, '--sequence', 'x']],
    [['diagram']],
    [['diagram', '--machine', 'audit', '--format', 'png']],
    [['diagram', '--machine', 'audits']],
    [['diagram', '--machine', 'certification', '--part', 'x']],
    [['tasks', '--role', 'boss']],
    [['start', '--client', 'globex', '--persons', 'x']],
    [['start', '--client', 'globex']],
    [['start', 'other']],
    [['start', 'nonconformity', '--client', 'globex', '--persons', '5']],
    [['start', '--input', '[]']],
    [['start', '--input', '{']],
    [['start', '--input', '@/nowhere.json']],
    [['do', entity, 'recordProposal', '--days', '1']],
    [['do', entity, 'recordProposal']],
    [['do', `${entity}/nc-s2-001`, 'submitCap', '--payload', '{"actions":1}']],
    [['do', entity, 'acceptQuote', '--update-id', 'a b']],
    [['fan-out', 'accreditation-lost', '--body', 'b']],
    [['fan-out', 'accreditation-regained', '--body', 'a b', '--on', '2028-05-02']],
    [['fan-out', 'accreditation-regained', '--body', 'b', '--on', '2028-05-32']],
    [['fan-out', 'accreditation-regained', '--body', 'b', '--on', '2028-05-02', '--run']],
    [['dlq', 'list', '--consumer', 'a b']],
    [['migrate', 'run', '--batch', 'x']],
    [['log', 'fold', entity, '--at', 'x']],
    [['log', 'import', 'x', '--tenant', 'A']],
    [['log', 'prove', 'x']],
    [['log', 'verify', '--proof', 'x']],
    [['log', 'verify', '--proof', 'x', '--journey', 'y']],
    [['log', 'verify', '--keys', '/nowhere', '--proof', 'x']],
    [['log', 'verify', '--export', '/nowhere']],
    [['subject', 'list']],
    [['subject', 'show', 'a b']],
    [['webhook', 'add', 'ftp://example.org']],
    [['webhook', 'add', 'nothing']],
    [['webhook', 'add', 'http://127.0.0.1']],
    [['webhook', 'add', 'https://u:p@example.org']],
    [['webhook', 'add', 'https://10.0.0.1']],
    [['webhook', 'add', 'https://example.org', '--types', 'Nothing']],
    [['play', '/nowhere.yaml']],
  ])(
    'given %j, when it is typed, then what is wrong is told without an English word',
    async (args) => {
      const said = await typed(args);
      expect(said).toMatch(/[ⓐ-ⓩ]{3}/u);
      // What a system or a parser of JSON says is its own.
      const own = said.replaceAll(
        /(?:(?:Error: )?ENOENT|Expected property|Unexpected)[^)\n]*/g,
        '',
      );
      const given = new Set(args.flatMap((word) => word.split(/\W+/)));
      expect(foreign(own).filter((word) => !given.has(word))).toEqual([]);
    },
  );
});

const due = { entity, name: 'capDue', fireAt: at, due: '2027-03-01', rule: 'T-05' };
const row = {
  ...{ entity, status: 'completed', machine: 'certification', version: '1.0.0' },
  ...{ state: 'stage2/fieldwork', client: 'g-1', waitingFor: ['lead auditor'] },
  ...{
    nextDue: at,
    nextDueRule: 'T-09',
    isOverdue: true,
    problem: 'LOG_BEHIND',
    certificate: null,
  },
};
const course = { on: '2027-03-01', refusal: null, events: [{ entity, type: 'CapAccepted' }] };
const note = {
  ...{ consumer: 'c-1', streamSequence: 7, subject: 'a.b', since: at, reason: 'E-1' },
  ...{ state: 'parked', cause: 'failed', attempts: 2, entity, headers: {} },
} as unknown as Parameters<typeof letterLine>[0];
const view = {
  ...{ entity, machine: { id: 'audit', version: '1.0.0' }, sequence: 3, of: 9, at },
  ...{ path: 'stage2/fieldwork', status: 'active', missing: ['CapAccepted'], context: {} },
  lastEvent: {
    id: 'e:3',
    type: 'CapAccepted',
    cause: 'command',
    at,
    actor: { id: 'a-1', role: 'auditor' },
  },
  timers: [due, { name: 'capDue', fireAt: at }],
  children: [{ entity: 'a/b-1', machine: 'audit' }],
  activities: [{ id: 'a-1', src: 'b-1' }],
  outbox: [{ to: 'a/b-1', number: 1, kind: 'event', type: 'CapAccepted' }],
};
const compared = { entity, machine: 'audit', log: 3, known: 7, written: 1 };
const missing = ['CapAccepted', 'CapAccepted', 'CapAccepted', 'CapAccepted', 'CapAccepted'];
const planned = {
  ...{ entity, machine: 'audit', from: '1.0.0', to: '2.0.0', reasons: [] },
  paths: ['$.a1', '$.a2', '$.a3', '$.a4', '$.a5', '$.a6', '$.a7'],
};
const endpoint = {
  ...{ id: 'e-1', url: 'https://example.org', from: 1, createdAt: at },
  secrets: [{ value: 'whsec_1' }, { value: 'whsec_2', until: at }],
};
const attempt = { event: 'e:1', type: 'org.certway.audit.CapAccepted.v1', at, attempt: 1 };
const coverage = { signed: 1, sealedTo: 3, areHeadsSigned: true, unjudged: { 'a-1': 2 } };
const bad = { entity, sequence: 1, subject: 'a.b', id: 'e:1', streamSequence: 1, check: 'c-1' };

/** What the commands print of what they find, in all its forms. */
function printed(): readonly string[] {
  const { runner, step } = justBefore('acceptCap');
  const state = runner.state(step.entity);
  const refused = runner.command(step.entity, step.command, {
    ...{ ...step.payload, actor: { id: 'a-99', role: 'leadAuditor' } },
  });
  if (refused.kind !== 'refused') throw new Error('a stranger is refused');
  const live = { ...dehydrate(nonconformity, state), path: stateOf(state), waiting: 0 };
  const standing = standingOf(nonconformity, { ...live, problem: 'LOG_BEHIND' }, [
    { entity: 'a/b-1', machine: 'audit', state: null },
  ]);
  const event = runner.log(step.entity).at(-1);
  return [
    ...(event ? [eventLine({ event: { ...event, data: {} } })] : []),
    ...standingLines(plain, { ...standing, headline: '' }),
    ...refusalLines(plain, entity, refused.refusal),
    ...refusalLines(plain, entity, { ...refused.refusal, rules: [], possible: [], state: '' }),
    ...allowedLines(plain, entity, { state: 'x-1', sequence: 1, commands: [] }),
    ...[[], [row], [{ ...row, waitingFor: [], client: null }]].flatMap((rows) =>
      rowLines(plain, rows),
    ),
    ...taskLines(plain, []),
    ...findingLines(plain, [
      { check: 'search attributes', status: 'ok', found: 'F-1' },
      { check: 'clock of NATS', status: 'ok', found: 'F-1' },
      { check: 'clock of Temporal', status: 'failed', found: 'F-1', fix: 'npm start' },
    ]),
    ...taskLines(plain, [{ ...row, waitingFor: 'lead auditor', commands: [] }]),
    ...watchLines(plain, row),
    ...watchLines(plain, { ...row, waitingFor: [] }),
    watchLine(row),
    ...forecastLines(entity, []),
    ...forecastLines(entity, [
      {
        ...{ at, passes: [due], ends: [due], begins: [due] },
        events: [{ entity, type: 'CapAccepted' }],
        states: [{ entity, from: 'a/b', to: 'c/d' }],
      },
    ]),
    ...[null, 'R-1'].flatMap((refusal) =>
      lateLines({
        ...{ deadline: due, commands: ['concur', 'acceptCap'], inTime: { ...course, events: [] } },
        ...{ late: { ...course, refusal }, unmoved: [due] },
        slips:
          refusal === null ? [] : [{ entity, name: 'capDue', inTime: at, late: null, days: 3 }],
      }),
    ),
    ...(['recorded', 'known', 'refused', 'ended', 'failed'] as const).map((outcome) =>
      outcomeLine({ journey: entity, outcome, eventId: 'e:9', reason: 'R-1' }),
    ),
    ...(['parked', 'redriven', 'handled'] as const).flatMap((now) =>
      letterDetails({ ...note, state: now }, {}),
    ),
    ...[0, 1, 2].map((attempts) => letterLine({ ...note, attempts })),
    ...foldLines(view),
    ...foldLines({ ...view, sequence: 9 }),
    ...(['in step', 'gap', 'refused', 'ahead', 'conflict', 'lost'] as const).map((now) =>
      reconcileLine({ ...compared, missing, standing: now }),
    ),
    ...(['resumed', 'running', 'ended', 'terminated', 'failed', 'broken', 'unknown'] as const).map(
      (outcome) => resumedLine({ journey: entity, outcome, state: undefined }),
    ),
    ...(['continues', 'migrates', 'changes', 'breaks'] as const).flatMap((verdict) =>
      (['log', 'ended'] as const).map((source) =>
        planLine({ ...planned, verdict, source } as Parameters<typeof planLine>[0]),
      ),
    ),
    ...verdictLines({ entities: 1, events: 2, firstBad: undefined, coverage }),
    ...[
      { ...coverage, signed: 0, sealedTo: 0 },
      { ...coverage, areHeadsSigned: false },
    ].flatMap((other) =>
      verdictLines({ entities: 2, events: 1, firstBad: undefined, coverage: other }),
    ),
    ...[bad, { ...bad, id: '', subject: '', streamSequence: 0 }].flatMap((firstBad) =>
      verdictLines({
        ...{ entities: 1, events: 2, coverage },
        firstBad: { ...firstBad, reason: 'R-1' } as never,
      }),
    ),
    proofLine({ fault: 'F-1' }),
    proofLine({
      ...{ id: 'e:1', message: { seq: 1 }, head: { stream: 'S-1', at, size: 1, root: 'f00d' } },
    } as never),
    ...(
      [
        { code: 'operator' },
        { code: 'gone' },
        { code: 'nothingTaken', event: 'e:1', attempts: 3 },
      ] as const
    ).map((reason) => endpointStanding({ ...endpoint, disabled: { at, reason } })),
    endpointStanding(endpoint),
    ...endpointLines(endpoint, 2),
    ...(['delivered', 'failed', 'exhausted', 'gone'] as const).map((outcome) =>
      attemptLine({ ...attempt, outcome, status: 500, next: at }),
    ),
    usage(),
    ...resultLines(
      {
        ...{ journeys: 1, events: 2, terminal: { closed: 1 }, reached: {} },
        ...{ neverReached: { audit: ['a.b'] }, broken: [] },
      },
      { journeys: 1, years: 1, seed: 1, only: undefined, isJson: false, isHelp: false },
    ),
    nextSteps({
      ...{ config: readConfig({}), uiUrl: undefined, temporalCommand: 'temporal' },
      ...{ workflowType: 'w-1', templateRunId: 'r-1', journeyInput: {}, closeNonconformity: {} },
    }),
  ];
}

describe('what commands print in another language', () => {
  it('given what they find, when it is told, then no word of it is left in English', () => {
    const left = printed().flatMap((text) => foreign(text).map((word) => `${word}: ${text}`));
    expect(left).toEqual([]);
  });

  it('given no server, when commands are run that need none, then no word of what they print is left in English', async () => {
    const keyRing = { folder: join(home, 'ring'), masterKeys: join(home, 'keys'), tenant: 't-1' };
    ensureKeyRing(keyRing);
    const own = { keyRing, tenant: 't-1' };
    const example = readFileSync('infra/scenarios/example.yaml', 'utf8');
    const wrong = join(home, 'a-1.yaml');
    writeFileSync(wrong, example.replace('{ T-01: 2027-03-31 }', '{ T-01: 2027-04-01 }'));
    const broken = join(home, 'b-1.yaml');
    writeFileSync(broken, example.replace('by: office', 'by: offices'));
    const told = [
      await typed(['subject', 'list'], own),
      await typed(['subject', 'erase', 'a-1'], own),
      await typed(['subject', 'erase', 'a-1', '--yes'], own),
      await typed(['subject', 'list'], own),
      await typed(['subject', 'rotate'], own),
      await typed(['links']),
      await typed(['play', wrong]),
      await typed(['play', broken]),
    ];
    for (const text of told) {
      expect(text).toMatch(/[ⓐ-ⓩ]{3}/u);
      const titles = text.replaceAll(/(?:✓|✗) A quote that nobody accepts in time/g, '');
      const known = new Set(['offices', 'journey', 'client', 'reviewer', 'office', 'erase']);
      expect(foreign(titles).filter((word) => !known.has(word))).toEqual([]);
    }
    expect(words('leadAuditor')).toBe('lead auditor');
  });
});
