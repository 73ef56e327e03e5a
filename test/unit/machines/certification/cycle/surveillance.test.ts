/** Surveillance and recertification on the worked case: decided 20 January 2027, valid to 19 January 2030. */
import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../../machines/engine/index.ts';
import { yearsOwed } from '../../../../../machines/certification/derived/surveillance-years.ts';
import {
  begun,
  expectFoldEqualsState,
  justBefore,
  play,
  readCase,
  refusedBy,
  rulesOf,
  type Step,
} from '../../../../support/cases.ts';

const journey = 'globex-27001';
const years = 'worked-case-years';
const panel = (id: string) => ({ id, role: 'panelMember' });
const office = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };
const reviewer = { id: 'r-1', role: 'applicationReviewer' };
const lead = { id: 'a-1', role: 'leadAuditor' };
const path = (runner: Simulation): string => stateOf(runner.state(journey));
const recorded = (runner: Simulation, type: string) =>
  runner.log(journey).filter((event) => event.type === type);
const last = (runner: Simulation, type: string) => recorded(runner, type).at(-1)?.data;
const ask = (runner: Simulation, command: string, payload: object, to = journey) =>
  refusedBy(runner, to, [command, payload]);

/** The case through its years up to a command, with some steps left out or changed. */
function through(
  command: string,
  nth: number,
  change: (step: CaseStep) => CaseStep | readonly CaseStep[],
) {
  const given = readCase(years);
  const runner = begun(readCase('worked-case'));
  play(runner, readCase('worked-case'));
  let seen = 0;
  const end = given.steps.findIndex((step) => step.command === command && (seen += 1) === nth);
  play(runner, { ...given, steps: given.steps.slice(0, end).flatMap(change) });
  const step = given.steps[end];
  if (!step) throw new Error(`there is no ${command}`);
  runner.travelTo(`${step.date}T12:00:00.000Z`);
  const to = step.to === 'self' ? journey : `${journey}/${step.to}`;
  return { runner, step: { entity: to, command, payload: step.payload } satisfies Step };
}
type CaseStep = ReturnType<typeof readCase>['steps'][number];
const titled = ({ payload }: CaseStep): string => JSON.stringify(payload['title'] ?? '').slice(1);

describe('T-14, the calendar years that owe a surveillance', () => {
  it.each([
    // Decision of 10 March 2025, valid to 9 March 2028: a first surveillance until 10 March 2026, then one in 2027.
    ['2025-03-10', '2028-03-09', ['2026-12-31', '2027-12-31']],
    ['2026-01-15', '2028-03-09', ['2027-12-31']],
    ['2026-03-10', '2028-03-09', ['2027-12-31']],
    ['2027-12-31', '2028-03-09', []],
    // An early first one leaves both years owed.
    ['2025-11-20', '2028-03-09', ['2026-12-31', '2027-12-31']],
    // A late one belongs to the year in which it takes place.
    ['2027-01-10', '2028-03-09', []],
    // Decision of 31 December 2026, valid to 30 December 2029.
    ['2026-12-31', '2029-12-30', ['2027-12-31', '2028-12-31']],
    ['2027-12-31', '2029-12-30', ['2028-12-31']],
    ['2028-01-01', '2029-12-30', []],
    ['2030-01-01', '2029-12-30', []],
  ])('given %s and the expiry of %s, when asked, then %j owe one', (...[after, expiry, years]) => {
    expect(yearsOwed(after, expiry)).toEqual(years);
  });

  it('given two surveillances, when the third year ends without a recertification, then it is overdue beside it', () => {
    const { runner } = justBefore('planRecertification', 1, years);
    expect(path(runner)).toContain('recertification/scheduling/waiting,surveillance/inTime');
    runner.travelTo('2029-12-31T22:59:59.999Z');
    expect(recorded(runner, 'SurveillanceOverdue')).toEqual([]);
    runner.travelTo('2029-12-31T23:00:00.000Z');
    expect(last(runner, 'SurveillanceOverdue')).toMatchObject({ rule: 'T-14', due: '2029-12-31' });
    expect(path(runner)).toContain('surveillance/overdue');
    expectFoldEqualsState(runner);
  });

  it('given two surveillances, when a third is planned before the recertification, then the cycle goes back to it', () => {
    const { runner } = justBefore('planRecertification', 1, years);
    const { step } = justBefore('scheduleSurveillance', 2, years);
    const dates = { from: '2029-09-10', to: '2029-09-11' };
    expect(ask(runner, step.command, { ...step.payload, ...dates })).toEqual([]);
    expect(path(runner)).toContain('cycle/surveillance2/planned');
    runner.travelTo('2029-12-31T23:00:00.000Z');
    expect(recorded(runner, 'SurveillanceOverdue')).toHaveLength(1);
    runner.travelTo('2030-01-20T12:00:00.000Z');
    expect(path(runner)).toBe('expired/restorable/scheduling');
    expectFoldEqualsState(runner);
  });
});

describe('T-14, whatever became of the year before', () => {
  it('given a surveillance that nobody concludes, when the next year ends without one, then that is overdue as well', () => {
    const waiting = justBefore('maintainCertification', 1, years);
    const { runner } = waiting;
    expect(path(runner)).toContain('surveillance1/concluding,surveillance/inTime');
    runner.travelTo('2028-12-31T22:59:59.999Z');
    expect(recorded(runner, 'SurveillanceOverdue')).toEqual([]);
    runner.travelTo('2028-12-31T23:00:00.000Z');
    expect(last(runner, 'SurveillanceOverdue')).toMatchObject({ rule: 'T-14', due: '2028-12-31' });
    expect(path(runner)).toContain('surveillance/overdue/further');
    // What is concluded at last was held in 2027: 2028 stays overdue, and another surveillance is next.
    expect(rulesOf(waiting, { on: '2028-12-30' })).toEqual([]);
    expect(last(runner, 'CertificationMaintained')).toMatchObject({
      surveillanceDue: { rule: 'T-14', due: '2029-12-31' },
    });
    expect(path(runner)).toContain('surveillance2/scheduling,surveillance/overdue');
    runner.travelTo('2029-12-31T23:00:00.000Z');
    expect(recorded(runner, 'SurveillanceOverdue')).toHaveLength(2);
    expect(path(runner)).toContain('surveillance/overdue/last');
    expectFoldEqualsState(runner);
  });

  it('given no surveillance at all, when the cycle ends, then each lack is on record: T-13, and T-14 for every year', () => {
    const runner = begun(readCase('worked-case'));
    play(runner, readCase('worked-case'));
    runner.travelTo('2030-02-01T12:00:00.000Z');
    expect(recorded(runner, 'SurveillanceOverdue').map(({ data }) => data)).toMatchObject([
      { rule: 'T-13', due: '2028-01-20' },
      { rule: 'T-14', due: '2028-12-31' },
      { rule: 'T-14', due: '2029-12-31' },
    ]);
    expectFoldEqualsState(runner);
  });
});

describe('COV-03, what the surveillances of a cycle cover', () => {
  const lessSeen = (step: CaseStep) => (titled(step).startsWith('Scope, leadership') ? [] : step);
  const never = (step: CaseStep) => (/^(Scope|Support)/.test(titled(step)) ? [] : step);

  it('given a first surveillance that leaves out clauses, when the second closes without them, then it is refused', () => {
    const { runner, step } = through('reviewFindings', 2, lessSeen);
    expect(ask(runner, 'reviewFindings', step.payload, step.entity)).toEqual([]);
    const close = { actor: lead, on: '2028-12-01' };
    expect(ask(runner, 'holdClosingMeeting', close, step.entity)).toEqual(['COV-02']);
    const [first] = recorded(runner, 'CoverageResidualComputed');
    const { residual } = first?.data as { residual: string[] };
    expect(residual).toEqual(expect.arrayContaining(['4.1', 'A.5.1', 'A.8.1']));
    // A.5.23 was covered by the finding on it.
    expect(residual).not.toContain('A.5.23');
    expect(residual).not.toContain('A.8.30');
  });

  it('given a gap, when a panel member accepts it before the second is planned, then another one maintains', () => {
    const gap = { reason: 'the second site was closed' };
    const { runner, step } = through('scheduleSurveillance', 2, never);
    expect(
      ask(runner, 'acceptCoverageGap', { actor: panel('a-1'), on: '2028-10-20', ...gap }),
    ).toContain('R-DEC-01');
    expect(
      ask(runner, 'acceptCoverageGap', { actor: panel('p-2'), on: '2028-10-20', ...gap }),
    ).toEqual([]);
    const given = readCase(years);
    const from = given.steps.findLastIndex(({ command }) => command === 'scheduleSurveillance');
    const to = given.steps.findLastIndex(({ command }) => command === 'maintainCertification');
    play(runner, { ...given, steps: given.steps.slice(from, to).flatMap(never) });
    const maintain = given.steps[to];
    runner.travelTo('2028-12-14T12:00:00.000Z');
    expect(
      ask(runner, 'maintainCertification', { ...maintain?.payload, actor: panel('p-2') }),
    ).toEqual(['COV-03']);
    expect(
      ask(runner, 'maintainCertification', { ...maintain?.payload, actor: panel('p-1') }),
    ).toEqual([]);
    expect(recorded(runner, 'CoverageCompleted')).toEqual([]);
    expect(step.command).toBe('scheduleSurveillance');
    expectFoldEqualsState(runner);
  });

  it('given both surveillances of the worked case, when the second is complete, then nothing is left', () => {
    const { runner } = justBefore('maintainCertification', 2, years);
    expect(last(runner, 'CoverageResidualComputed')).toEqual({ residual: [] });
    expect(recorded(runner, 'CoverageCompleted')).toHaveLength(1);
  });
});

describe('R-SV-06, the certification goes on', () => {
  it('given neither major nor doubt, when maintained, then the office may', () => {
    const waiting = justBefore('maintainCertification', 1, years);
    expect(rulesOf(waiting, { actor: office })).toEqual([]);
  });

  it('given a negative recommendation, when complete, then it is escalated, and only an independent person maintains', () => {
    const negative = (step: CaseStep): CaseStep =>
      step.command === 'makeRecommendation'
        ? { ...step, payload: { ...step.payload, recommendation: 'doNotRecommend' } }
        : step;
    const waiting = through('maintainCertification', 1, negative);
    const { runner } = waiting;
    expect(last(runner, 'MaintenanceEscalated')).toEqual({ reasons: ['recommendation'] });
    expect(path(runner)).toContain('surveillance1/escalated');
    expect(rulesOf(waiting, { actor: office })).toEqual(['R-SV-06']);
    expect(rulesOf(waiting, { actor: panel('a-1') })).toEqual(['R-DEC-01']);
    expect(rulesOf(waiting)).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a major, when complete, then it is escalated, and nothing goes on before it is verified', () => {
    const major = (step: CaseStep): CaseStep =>
      step.command === 'raiseFinding'
        ? { ...step, payload: { ...step.payload, grade: 'major' } }
        : step;
    const waiting = through('maintainCertification', 1, major);
    expect(last(waiting.runner, 'MaintenanceEscalated')).toEqual({ reasons: ['major'] });
    expect(rulesOf(waiting)).toEqual(['R-DEC-04']);
    expect(path(waiting.runner)).toContain('certificate/active');
  });
});

describe('R-RC-02, an organization that has changed', () => {
  const grown = {
    actor: client,
    on: '2029-08-20',
    activities: ['software development', 'hosting'],
  };
  const judgement = {
    ...{ actor: reviewer, adjustment: 0, reason: 'hosting' },
    ...{ business: { type: 2, processes: 2, maturity: 2 } },
    technology: { infrastructure: 2, outsourcing: 2, development: 2 },
  };
  function changed(effect: string) {
    const waiting = justBefore('planRecertification', 1, years);
    expect(ask(waiting.runner, 'reportChange', grown)).toEqual([]);
    expect(ask(waiting.runner, 'redetermineAuditTime', judgement)).toEqual([]);
    expect(rulesOf(waiting)).toEqual(['R-RC-02']);
    const assess = { actor: reviewer, on: '2029-08-26', effect, reason: 'r' };
    expect(ask(waiting.runner, 'assessChange', assess)).toEqual([]);
    return waiting;
  }

  it('given a change that the next audit looks at, when assessed, then recertification is planned', () => {
    expect(rulesOf(changed('nextAudit'))).toEqual([]);
  });

  it('given a change that asks for Stage 1, when it has concluded, then recertification is planned', () => {
    const waiting = changed('stage1');
    const { runner } = waiting;
    expect(rulesOf(waiting)).toEqual(['R-RC-02']);
    const repeat = { actor: reviewer, on: '2029-08-26', part: 'all', reason: 'hosting' };
    expect(ask(runner, 'repeatStage1', repeat)).toEqual([]);
    expect(path(runner)).toContain('recertification/stage1/scheduling');
    const team = [{ ...lead, impartialityDeclared: true }];
    const plan = { actor: office, from: '2029-08-26', to: '2029-08-26', team };
    expect(ask(runner, 'scheduleStage1', plan)).toEqual([]);
    const given = readCase('worked-case');
    const first = given.steps.filter(({ to }) => to === 'stage-1');
    const stage1 = `${journey}/stage-1-2`;
    const waive = { actor: { id: 'c-1', role: 'client' }, reason: 'urgent' };
    expect(ask(runner, 'waiveNotice', waive, stage1)).toEqual([]);
    for (const { command, payload } of first) {
      if (['sendAuditPlan', 'agreeAuditPlan', 'notifyTeam'].includes(command)) continue;
      const today = 'on' in payload ? { on: '2029-08-26' } : {};
      const recent =
        command === 'concludeReadiness'
          ? { internalAuditOn: '2029-05-01', managementReviewOn: '2029-06-01' }
          : {};
      const by = 'actor' in payload ? { actor: lead } : {};
      const asked = { ...payload, ...today, ...recent, ...by };
      expect([command, ask(runner, command, asked, stage1)]).toEqual([command, []]);
    }
    expect(path(runner)).toContain('recertification/scheduling');
    expect(rulesOf(waiting)).toEqual([]);
    expectFoldEqualsState(runner);
  });
});

describe('T-15, the reminders', () => {
  it('given nobody plans, when the expiry of 19 January 2030 comes nearer, then four reminders are given', () => {
    const { runner } = justBefore('maintainCertification', 2, years);
    expect(rulesOf(justBefore('maintainCertification', 2, years))).toEqual([]);
    const { step } = justBefore('maintainCertification', 2, years);
    expect(ask(runner, step.command, step.payload)).toEqual([]);
    runner.travelTo('2030-01-01T12:00:00.000Z');
    // Nine, six, four and three months before; the days of summer time end at 22:00 UTC.
    expect(recorded(runner, 'CertificateExpiryApproached').map(({ at }) => at)).toEqual([
      ...['2029-04-19T22:00:00.000Z', '2029-07-19T22:00:00.000Z'],
      ...['2029-09-19T22:00:00.000Z', '2029-10-19T22:00:00.000Z'],
    ]);
    expect(path(runner)).toContain('recertification/scheduling/reminded');
    expectFoldEqualsState(runner);
  });
});
