import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { requirementsOf } from '../../../../machines/standards/index.ts';
import { expectFoldEqualsState, justBefore, refusedBy } from '../../../support/cases.ts';

const journey = 'globex-27001';
const audit = `${journey}/stage-2`;
const lead = { id: 'a-1', role: 'leadAuditor' };
const act = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, audit, [command, { actor: lead, ...payload }]);
const state = (runner: Simulation, id: string): string => stateOf(runner.state(`${journey}/${id}`));

/** Stage 2 with minors on these requirements, nc-s2-001 first. */
function withMinors(...requirements: string[]): Simulation {
  const { runner } = justBefore('raiseFinding');
  for (const requirement of requirements) {
    const finding = { grade: 'minor', requirement, statement: 's', evidence: 'e' };
    expect(act(runner, 'raiseFinding', finding)).toEqual([]);
  }
  return runner;
}
const withdraw = (runner: Simulation, number: number): string[] =>
  refusedBy(runner, `${journey}/nc-s2-00${number}`, [
    'withdrawNonconformity',
    { actor: lead, on: runner.now().slice(0, 10), reason: 'in error' },
  ]);
const aggregate = (runner: Simulation, numbers: readonly number[], requirement = '9.2.2') =>
  act(runner, 'aggregateMinors', {
    minors: numbers.map((number) => `nc-s2-00${number}`),
    ...{ requirement, statement: 'The programme does not work.', evidence: 'e' },
  });

describe('several minors on one requirement', () => {
  it('given four minors on 9.2.2, when made one, then a new major stands and the minors are superseded', () => {
    const runner = withMinors('9.2.2', '9.2.2', '9.2.2', '9.2.2');
    expect(aggregate(runner, [1, 2, 3, 4])).toEqual([]);
    expect(runner.state(`${journey}/nc-s2-005`).snapshot.context).toMatchObject({
      grade: 'major',
      requirement: '9.2.2',
    });
    expect(state(runner, 'nc-s2-001')).toBe('superseded');
    expect(runner.state(audit).snapshot.context).toMatchObject({ majors: 1, minors: 0 });
    expect(runner.state(journey).snapshot.context).toMatchObject({
      findings: {
        'nc-s2-004': { status: 'superseded' },
        'nc-s2-005': { grade: 'major', status: 'open' },
      },
    });
    expectFoldEqualsState(runner);
  });

  it('given a third minor on one leaf, when the audit is shown, then it asks whether they are a major; two do not', () => {
    const shown = (runner: Simulation): string =>
      runner.machine(audit).headline(runner.state(audit).snapshot.context as never);
    expect(shown(withMinors('9.2.2', '9.2.2'))).not.toContain('a major together?');
    expect(shown(withMinors('9.2.2', '9.2.2', '9.2.2'))).toContain('a major together? 9.2.2');
  });

  it.each<[string, string[], number[], string]>([
    ['another clause', ['9.2.2', '9.3.1'], [1, 2], '9.2.2'],
    ['a number that was not raised', ['9.2.2', '9.2.2'], [1, 7], '9.2.2'],
    ['two controls of one theme', ['A.8.8', 'A.8.9'], [1, 2], 'A.8.8'],
  ])('given %s, when made one, then R-NC-01 refuses', (_, requirements, numbers, requirement) => {
    expect(aggregate(withMinors(...requirements), numbers, requirement)).toEqual(['R-NC-01']);
  });

  it('given neighbours in one clause, when made one, then they may; a second time R-NC-01 refuses', () => {
    const runner = withMinors('9.2.1', '9.2.2');
    expect(aggregate(runner, [1, 2])).toEqual([]);
    expect(aggregate(runner, [1, 2])).toEqual(['R-NC-01']);
  });

  it('given a review, when minors become a major, then R-S2-06 wants a review again', () => {
    const { runner, step } = justBefore('holdClosingMeeting', 3);
    expect(aggregate(runner, [1, 2], '7.2')).toEqual(['R-NC-01']);
    const more = { grade: 'minor', requirement: '7.2', statement: 's', evidence: 'e' };
    expect(act(runner, 'raiseFinding', more)).toEqual([]);
    expect(aggregate(runner, [1, 6], '7.2')).toEqual([]);
    expect(act(runner, step.command, step.payload)).toEqual(['R-S2-06']);
    const review = { conclusions: 'c', followUp: 'f', programme: 'confirmed' };
    expect(act(runner, 'reviewFindings', review)).toEqual([]);
    expect(act(runner, step.command, step.payload)).toEqual([]);
    expect(state(runner, 'nc-s2-007')).toBe('responding/awaitingCap');
    expect(state(runner, 'nc-s2-006')).toBe('superseded');
  });

  it('given a minor that was withdrawn, when made part of a major, then R-NC-01 refuses; without it they may', () => {
    const runner = withMinors('9.2.2', '9.2.2', '9.2.2');
    runner.travelTo('2026-12-04T12:00:00.000Z');
    expect(withdraw(runner, 1)).toEqual([]);
    expect(aggregate(runner, [1, 2, 3])).toEqual(['R-NC-01']);
    expect(aggregate(runner, [2, 3])).toEqual([]);
    expect(state(runner, 'nc-s2-001')).toBe('withdrawn');
    expect(state(runner, 'nc-s2-002')).toBe('superseded');
  });
});

describe('what became of a nonconformity before the recommendation', () => {
  it('given every nonconformity withdrawn, when certification is recommended, then R-S2-08 asks no condition', () => {
    const { runner, step } = justBefore('makeRecommendation');
    const recommend = { ...step.payload, recommendation: 'recommend' };
    for (const number of [1, 2, 3, 4]) expect(withdraw(runner, number)).toEqual([]);
    expect(act(runner, step.command, recommend)).toEqual(['R-S2-08']);
    expect(withdraw(runner, 5)).toEqual([]);
    expect(act(runner, step.command, recommend)).toEqual([]);
    expect(runner.log(audit).at(-1)?.data).toMatchObject({ majors: 0, minors: 0 });
    expectFoldEqualsState(runner);
  });

  it('given a major that became a minor, when the audit is completed, then it counts as a minor', () => {
    const { runner, step } = justBefore('makeRecommendation');
    const major = `${journey}/nc-s2-003`;
    const reason = 'isolated';
    refusedBy(runner, major, ['proposeDowngrade', { actor: lead, reason }]);
    const found = { actor: { id: 't-1', role: 'technicalReviewer' }, on: '2026-12-11', reason };
    expect(refusedBy(runner, major, ['downgradeNonconformity', found])).toEqual([]);
    expect(act(runner, step.command, step.payload)).toEqual([]);
    expect(runner.log(audit).at(-1)?.data).toMatchObject({ majors: 0, minors: 5 });
  });
});

describe('evidence', () => {
  const everything = requirementsOf('27001:2022', { isFull: true, excluded: [] });

  it('given an item, when recorded, then its id is answered; when withdrawn, its requirements are open again', () => {
    const { runner, step } = justBefore('holdOpeningMeeting', 3);
    expect(act(runner, step.command, step.payload)).toEqual([]);
    const item = { kind: 'record', title: 't', version: '1', requirements: everything };
    expect(runner.command(audit, 'recordEvidence', { actor: lead, ...item })).toMatchObject({
      answer: { answers: { id: 'ev-s2-001' } },
    });
    const review = { conclusions: 'c', followUp: 'f', programme: 'confirmed' };
    const withdraw = { evidence: 'ev-s2-001', reason: 'of another organization' };
    expect(act(runner, 'withdrawEvidence', { ...withdraw, evidence: 'ev-s2-002' })).toEqual([
      'R-S2-04',
    ]);
    expect(act(runner, 'withdrawEvidence', withdraw)).toEqual([]);
    expect(act(runner, 'withdrawEvidence', withdraw)).toEqual(['R-S2-04']);
    expect(act(runner, 'reviewFindings', review)).toEqual([]);
    expect(act(runner, 'holdClosingMeeting', { on: '2026-11-30' })).toEqual(['COV-02']);
    expect(act(runner, 'recordEvidence', item)).toEqual([]);
    expect(act(runner, 'holdClosingMeeting', { on: '2026-11-30' })).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given no title or version, when recorded, then the payload is refused; details may be told', () => {
    const { runner } = justBefore('raiseFinding');
    const item = { kind: 'document', title: 'Policy', requirements: ['5.2'] };
    expect(act(runner, 'recordEvidence', item)[0]).toBe('COMMAND_INVALID');
    const details = { dated: '2026-05-01', owner: 'c-4', session: 'day 1', sha256: 'a'.repeat(64) };
    expect(act(runner, 'recordEvidence', { ...item, version: '5', ...details })).toEqual([]);
  });

  it('given an observation or an opportunity, when recorded, then the recommendation stays free', () => {
    const { runner } = justBefore('raiseFinding');
    const observation = { requirement: '7.4', statement: 's' };
    expect(act(runner, 'recordObservation', observation)).toEqual([]);
    expect(act(runner, 'recordObservation', { ...observation, requirement: '7.9' })).toEqual([
      'R-NC-03',
    ]);
    expect(runner.state(audit).snapshot.context).toMatchObject({ majors: 0, minors: 0 });
  });
});
