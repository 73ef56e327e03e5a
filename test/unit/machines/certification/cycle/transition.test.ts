/** From 27001:2013 to 27001:2022: certified on 20 June 2023, valid to 19 June 2026, cut-off 31 October 2025. */
import { describe, expect, it } from '@jest/globals';
import { addDays, parseLocalDate } from '../../../../../machines/calendar/index.ts';
import { agenda } from '../../../../../machines/audit/audit-schema.ts';
import { transitionAgenda } from '../../../../../machines/certification/contract/transition.ts';
import { checklist } from '../../../../../machines/decision/index.ts';
import { stateOf, type Simulation } from '../../../../../machines/engine/index.ts';
import { requirementsOf } from '../../../../../machines/standards/index.ts';
import {
  begun,
  caseTo2013,
  expectFoldEqualsState,
  play,
  refusedBy,
} from '../../../../support/cases.ts';

const journey = 'initech-27001';
const panel = (id: string) => ({ id, role: 'panelMember' });
const office = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };
const lead = { id: 'a-1', role: 'leadAuditor' };
const team = [{ ...lead, impartialityDeclared: true }];
const focus = [
  ...['6.1.3', '6.3', '8.3', 'A.5.7', 'A.5.23', 'A.5.30', 'A.7.4', 'A.8.9', 'A.8.10'],
  ...['A.8.11', 'A.8.12', 'A.8.16', 'A.8.23', 'A.8.28'],
];
const standing = {
  '27001:2013': ['9.2', '9.3', '10.1'],
  '27001:2022': ['9.2.1', '9.2.2', '9.3.1', '9.3.2', '9.3.3', '10.2'],
};
const shown = [...transitionAgenda];

/** The certificate to the edition before; the case can begin on another day. */
function certified(startsOn?: string): Simulation {
  const given = caseTo2013(startsOn);
  const runner = begun(given);
  play(runner, given);
  return runner;
}

function travel(runner: Simulation, day: string): void {
  runner.travelTo(`${day}T12:00:00.000Z`);
}
const path = (runner: Simulation): string => stateOf(runner.state(journey));
const recorded = (runner: Simulation, type: string, of = journey) =>
  runner.log(of).filter((event) => event.type === type);
const last = (runner: Simulation, type: string, of = journey) => recorded(runner, type, of).at(-1);
const ask = (runner: Simulation, command: string, payload: object, to = journey) =>
  refusedBy(runner, to, [command, payload]);
const kept = (runner: Simulation) =>
  runner.state(journey).snapshot.context as Readonly<Record<string, unknown>>;

/** Gives commands that have to be accepted. */
function does(
  runner: Simulation,
  to: string,
  commands: readonly (readonly [string, object])[],
): void {
  for (const [command, payload] of commands) {
    expect([command, ...ask(runner, command, payload, to)]).toEqual([command]);
  }
}

interface Held {
  /** Command that gives it its dates, and its fields besides them. */
  readonly schedule: readonly [command: string, payload: object];
  readonly id: string;
  /** Its day, four weeks after it gets its dates. */
  readonly day: string;
  readonly seen: readonly string[];
  readonly days: number;
  readonly applicability?: string;
}

/** Holds an audit of a day without findings, to its recommendation. */
function hold(runner: Simulation, { schedule, id, day, seen, days, applicability }: Held): void {
  const [command, fields] = schedule;
  const planned = addDays(parseLocalDate(day), -28);
  const audit = `${journey}/${id}`;
  travel(runner, planned);
  does(runner, journey, [[command, { actor: office, from: day, to: day, team, ...fields }]]);
  does(runner, audit, [
    ['sendAuditPlan', { actor: lead, on: planned }],
    ['agreeAuditPlan', { actor: client }],
  ]);
  travel(runner, day);
  const version = applicability;
  does(runner, audit, [
    ['holdOpeningMeeting', { actor: lead, on: day }],
    ...(version === undefined
      ? []
      : [['recordApplicability', { actor: lead, version, excluded: [] }] as const]),
    [
      'recordEvidence',
      { actor: lead, kind: 'record', title: 'Records', version: '1', requirements: seen },
    ],
    ['reviewFindings', { actor: lead, conclusions: 'c', followUp: 'none', programme: 'confirmed' }],
    ['holdClosingMeeting', { actor: lead, on: day }],
    ['issueAuditReport', { actor: lead, on: day, daysUsed: days, agenda: [...agenda] }],
    ['makeRecommendation', { actor: lead, recommendation: 'recommend' }],
  ]);
}

function maintain(runner: Simulation, on: string): void {
  does(runner, journey, [['maintainCertification', { actor: panel('p-2'), on }]]);
}

function surveillance(year: number, day: string, more: Partial<Held> = {}): Held {
  return {
    schedule: ['scheduleSurveillance', {}],
    ...{ id: `surveillance-${String(year)}`, day, seen: standing['27001:2013'], days: 2.5 },
    ...more,
  };
}

describe('a certificate to an edition that ends', () => {
  it('given a grant after the next edition is out, when granted, then the cut-off bounds the certificate and not the cycle', () => {
    const runner = certified();
    expect(last(runner, 'CertificationGranted')?.data).toMatchObject({
      validUntil: '2026-06-19',
      editionCutOff: { rule: 'R-STD-01', due: '2025-10-31', at: '2025-10-31T23:00:00.000Z' },
    });
    expect(last(runner, 'CertificateIssued')?.data).toMatchObject({ validUntil: '2025-10-31' });
    expect(path(runner)).toContain('edition/ending/owed');
    expectFoldEqualsState(runner);
  });

  it('given a grant before the next edition was out, when granted, then no cut-off is known until a transition starts', () => {
    const runner = certified('2022-08-02');
    expect(last(runner, 'CertificationGranted')?.data).not.toHaveProperty('editionCutOff');
    expect(path(runner)).toContain('edition/current');
    travel(runner, '2022-10-24');
    const start = { actor: office, with: 'surveillance' };
    expect(ask(runner, 'startStandardTransition', { ...start, on: '2022-10-24' })).toEqual([
      'R-STD-02',
    ]);
    travel(runner, '2022-10-25');
    does(runner, journey, [['startStandardTransition', { ...start, on: '2022-10-25' }]]);
    expect(path(runner)).toContain('edition/ending/begun');
  });

  it('given an application for the edition before, when it is reviewed too late, then R-STD-01 refuses', () => {
    const given = caseTo2013('2024-05-01');
    const runner = begun(given);
    const accept = given.steps.findIndex(({ command }) => command === 'acceptApplication');
    play(runner, { ...given, steps: given.steps.slice(0, accept) });
    expect(ask(runner, 'acceptApplication', given.steps[accept]?.payload ?? {})).toEqual([
      'R-STD-01',
    ]);
  });

  it('given a case that is decided after the last day, when granted, then R-STD-01 refuses', () => {
    const given = caseTo2013('2024-03-20');
    const grant = given.steps.findIndex(({ command }) => command === 'grantCertification');
    const runner = begun(given);
    play(runner, { ...given, steps: given.steps.slice(0, grant) });
    const { date = '', payload = {} } = given.steps[grant] ?? {};
    travel(runner, date);
    expect(ask(runner, 'grantCertification', payload)).toEqual(['R-STD-01']);
    expectFoldEqualsState(runner);
  });
});

describe('a transition with a surveillance', () => {
  /** The first surveillance to the edition before, the second to the next one. */
  function second(): Simulation {
    const runner = certified();
    hold(runner, surveillance(2024, '2024-06-03'));
    maintain(runner, '2024-06-03');
    travel(runner, '2025-08-04');
    does(runner, journey, [
      ['acceptCoverageGap', { actor: panel('p-3'), on: '2025-08-04', reason: 'Seen in 2026.' }],
      ['startStandardTransition', { actor: office, on: '2025-08-04', with: 'surveillance' }],
    ]);
    const seen = [...standing['27001:2022'], ...focus];
    hold(runner, surveillance(2025, '2025-09-15', { seen, days: 3.5, applicability: '2' }));
    return runner;
  }

  it('given 10.1 covered in the edition before, when counted in the next one, then it is 10.2', () => {
    const runner = second();
    const [before, after] = recorded(runner, 'CoverageResidualComputed').map(
      ({ data }) => (data as { residual: string[] }).residual,
    );
    expect(before).toContain('10.2');
    expect(before).not.toContain('10.1');
    expect(after).toContain('10.1');
    expect(after).not.toContain('10.2');
    expect(after).not.toContain('A.8.28');
    expect(last(runner, 'AuditScheduled', `${journey}/surveillance-2024`)?.data).toMatchObject({
      standard: '27001:2013',
      plannedDays: 2.5,
    });
  });

  it('given a decision on the last day, when it is recorded later, then the lapsed facts stay and all goes on', () => {
    const runner = second();
    travel(runner, '2025-11-03');
    expect(path(runner)).toBe('expired/missed');
    const end = { actor: panel('p-1'), on: '2025-10-31', shown };
    does(runner, journey, [['completeStandardTransition', end]]);
    expect(last(runner, 'StandardTransitionCompleted')?.data).toMatchObject({
      recordedAfterLapse: true,
      validUntil: '2026-06-19',
    });
    expect(path(runner)).toContain('certificate/active/outdated');
    expect(path(runner)).toContain('surveillance2/concluding');
    expect(path(runner)).toContain('edition/current');
    expect(recorded(runner, 'StandardTransitionMissed')).toHaveLength(1);
    maintain(runner, '2025-11-03');
    const other = { id: 'o-2', role: 'cbAdmin' };
    does(runner, journey, [
      ['reissueCertificate', { actor: other, on: '2025-11-03', reason: 'The next edition.' }],
    ]);
    expect(last(runner, 'CertificateReissued')?.data).toMatchObject({
      standard: '27001:2022',
      validUntil: '2026-06-19',
      applicability: '2',
    });
    expectFoldEqualsState(runner);
  });

  it('given a cut-off that was missed, when certification begins anew, then nothing of the former cycle is owed or moved', () => {
    const runner = certified();
    travel(runner, '2025-11-03');
    expect(path(runner)).toBe('expired/missed');
    const flood = { actor: office, on: '2025-11-03', reason: 'flood' };
    const move = { actor: panel('p-1'), on: '2025-11-03', until: '2026-03-01', reason: 'r' };
    does(runner, journey, [['declareExtraordinaryEvent', flood]]);
    expect(ask(runner, 'extendDeadline', move)).toEqual(['COMMAND_REFUSED']);
    const actor = { id: 'r-1', role: 'applicationReviewer' };
    const ready = { actor, on: '2025-11-03', justification: 'Nothing has changed.' };
    does(runner, journey, [['authoriseStage2', ready]]);
    expect(path(runner)).toBe('stage2/scheduling');
    expect(kept(runner)).toMatchObject({ surveillanceDue: null, surveillanceOverdue: null });
    expect(ask(runner, 'extendDeadline', move)).toEqual(['T-20']);
    travel(runner, '2026-07-01');
    expect(ask(runner, 'extendDeadline', { ...move, until: '2026-12-31' })).toEqual(['T-20']);
    expectFoldEqualsState(runner);
  });

  it('given a decision a day after the cut-off, when it is recorded, then R-STD-04 refuses', () => {
    const runner = second();
    travel(runner, '2025-11-03');
    const end = { actor: panel('p-1'), on: '2025-11-01', shown };
    expect(ask(runner, 'completeStandardTransition', end)).toEqual(['R-STD-04']);
  });

  it('given who audited, when the transition is decided, then R-DEC-01 refuses', () => {
    const runner = second();
    const end = { actor: panel('a-1'), on: '2025-09-15', shown };
    expect(ask(runner, 'completeStandardTransition', end)).toEqual(['R-DEC-01']);
  });
});

describe('a transition in an audit of its own', () => {
  it('given a special audit, when the transition is complete, then coverage is mapped and no expiry moves', () => {
    const runner = certified();
    hold(runner, surveillance(2024, '2024-06-03', { seen: [...standing['27001:2013'], '4.1'] }));
    maintain(runner, '2024-06-03');
    does(runner, journey, [
      ['startStandardTransition', { actor: office, on: '2024-06-03', with: 'separate' }],
      [
        'orderSpecialAudit',
        { actor: office, on: '2024-06-03', purpose: 'transition', reason: 'To the next edition.' },
      ],
    ]);
    hold(runner, {
      schedule: ['scheduleSpecialAudit', { special: 'special-1' }],
      ...{ id: 'special-1', day: '2024-09-02', seen: focus, days: 1, applicability: '2' },
    });
    expect(last(runner, 'SpecialAuditCompleted')?.data).toMatchObject({ purpose: 'transition' });
    expect(kept(runner)['applicability']).toMatchObject({ version: '1' });
    const end = { actor: panel('p-1'), on: '2024-09-02', shown };
    does(runner, journey, [['completeStandardTransition', end]]);
    expect(kept(runner)).toMatchObject({
      ...{ standard: '27001:2022', surveyedIn: '27001:2022', editionCutOff: null },
      surveyed: ['4.1', '9.2.1', '9.2.2', '9.3.1', '9.3.2', '9.3.3', '10.2'],
      applicability: { version: '2' },
      expiry: { due: '2026-06-19' },
    });
    expectFoldEqualsState(runner);
  });

  it('given an audit that ends early, when another way is agreed, then the next audit of that kind does it', () => {
    const runner = certified();
    travel(runner, '2024-03-04');
    does(runner, journey, [
      ['startStandardTransition', { actor: office, on: '2024-03-04', with: 'surveillance' }],
      ['scheduleSurveillance', { actor: office, from: '2024-04-08', to: '2024-04-08', team }],
    ]);
    expect(kept(runner)['transition']).toMatchObject({ audit: 'surveillance-2024' });
    does(runner, `${journey}/surveillance-2024`, [
      [
        'terminateAudit',
        {
          ...{ actor: lead, on: '2024-03-04', cause: 'immediateRisk', reason: 'r' },
          informed: ['client', 'certificationBody'],
        },
      ],
    ]);
    expect(kept(runner)['transition']).toMatchObject({ audit: null });
    does(runner, journey, [
      ['startStandardTransition', { actor: office, on: '2024-03-04', with: 'recertification' }],
    ]);
    expect(last(runner, 'StandardTransitionStarted')?.data).toMatchObject({ extraDays: 0.5 });
    expectFoldEqualsState(runner);
  });
});

describe('a transition with a recertification', () => {
  it('given the third year after the last day for the edition before, when renewed, then only once the transition is complete', () => {
    // 546 days earlier: granted on 21 December 2021, valid to 20 December 2024.
    const runner = certified('2021-11-02');
    hold(runner, surveillance(2022, '2022-12-05'));
    maintain(runner, '2022-12-05');
    travel(runner, '2023-10-02');
    does(runner, journey, [
      ['acceptCoverageGap', { actor: panel('p-3'), on: '2023-10-02', reason: 'Seen in 2024.' }],
    ]);
    hold(runner, surveillance(2023, '2023-12-04'));
    maintain(runner, '2023-12-04');
    travel(runner, '2024-08-01');
    does(runner, journey, [
      ['startStandardTransition', { actor: office, on: '2024-08-01', with: 'recertification' }],
    ]);
    hold(runner, {
      schedule: ['planRecertification', {}],
      ...{ id: 'recertification-2024', day: '2024-10-07', days: 5.5, applicability: '2' },
      seen: requirementsOf('27001:2022', { isFull: true, excluded: [] }),
    });
    expect(last(runner, 'AuditScheduled', `${journey}/recertification-2024`)?.data).toMatchObject({
      standard: '27001:2022',
      plannedDays: 5.5,
    });
    const on = '2024-10-07';
    const reviewer = { id: 't-1', role: 'technicalReviewer' };
    const members = ['p-1', 'p-2', 'p-3'];
    does(runner, journey, [['completeDecisionFile', { actor: office, on }]]);
    does(runner, `${journey}/decision-2`, [
      ['declareImpartiality', { actor: reviewer }],
      ['passTechnicalReview', { actor: reviewer, confirmed: [...checklist] }],
      ['convenePanel', { actor: office, members }],
      ...members.flatMap((id) => [
        ['declareImpartiality', { actor: panel(id) }] as const,
        ['castVote', { actor: panel(id), vote: 'for' }] as const,
      ]),
      ['proposeCertification', { actor: panel('p-1'), on }],
    ]);
    const grant = { actor: panel('p-1'), on };
    expect(ask(runner, 'grantRecertification', grant)).toEqual(['R-STD-01']);
    does(runner, journey, [
      ['completeStandardTransition', { actor: panel('p-2'), on, shown }],
      ['grantRecertification', grant],
      ['issueCertificate', { actor: office, on }],
    ]);
    expect(last(runner, 'CertificateIssued')?.data).toMatchObject({
      ...{ standard: '27001:2022', applicability: '2', validUntil: '2027-12-20' },
    });
    expect(path(runner)).toContain('edition/current');
    expectFoldEqualsState(runner);
  });
});
