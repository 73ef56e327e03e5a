import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { expectFoldEqualsState, justBefore, refusedBy } from '../../../support/cases.ts';

const journey = 'globex-27001';
const major = `${journey}/nc-s2-003`;
const minor = `${journey}/nc-s2-001`;
const client = { id: 'c-1', role: 'client' };
const lead = { id: 'a-1', role: 'leadAuditor' };
const reviewer = (id: string) => ({ id, role: 'technicalReviewer' });
const plan = {
  actor: client,
  rootCause: 'r',
  correction: 'c',
  actions: [{ what: 'w', owner: 'c-7', due: '2027-02-01' }],
};

interface Known {
  readonly grade: string;
  readonly missed: readonly string[];
  readonly disputed: boolean;
}
function known(runner: Simulation, entity: string): Known {
  return runner.state(entity).snapshot.context as Known;
}

function last(runner: Simulation, entity: string): object {
  return runner.log(entity).at(-1)?.data ?? {};
}

describe('downgrading a major', () => {
  const downgrade = (actor: object) => ({ actor, on: '2026-12-04', reason: 'isolated' });

  it('given a major, when nobody proposed it or the proposer decides, then SOD-09 refuses', () => {
    const { runner } = justBefore('submitCap', 3);
    const decide = (actor: object): string[] =>
      refusedBy(runner, major, ['downgradeNonconformity', downgrade(actor)]);
    expect(decide(reviewer('t-1'))).toEqual(['SOD-09']);
    const propose = { actor: lead, reason: 'isolated' };
    expect(refusedBy(runner, major, ['proposeDowngrade', propose])).toEqual([]);
    expect(decide(reviewer('a-1'))).toEqual(['SOD-09']);
    expect(decide(reviewer('a-2'))).toEqual(['SOD-09']);
    expect(decide(reviewer('t-1'))).toEqual([]);
    expect(known(runner, major)).toMatchObject({ grade: 'minor' });
    // T-08 counts from the closing meeting of 4 December: 60 days.
    expect(last(runner, major)).toMatchObject({ responseDue: { rule: 'T-08', due: '2027-02-02' } });
    expectFoldEqualsState(runner);
  });

  function downgraded(runner: Simulation): void {
    refusedBy(runner, major, ['proposeDowngrade', { actor: lead, reason: 'isolated' }]);
    const on = runner.now().slice(0, 10);
    const decision = { ...downgrade(reviewer('t-1')), on };
    expect(refusedBy(runner, major, ['downgradeNonconformity', decision])).toEqual([]);
  }
  const elapsed = (runner: Simulation, type: string): number =>
    runner.log(major).filter((event) => event.type === type).length;

  it('given a major whose plan is overdue, when it becomes a minor, then it stays overdue and the day does not pass again', () => {
    const { runner } = justBefore('submitCap', 3);
    runner.travelTo('2027-01-05T12:00:00.000Z');
    downgraded(runner);
    expect(stateOf(runner.state(major))).toBe('responding/capOverdue');
    expect(known(runner, major).missed).toEqual(['T-05']);
    runner.travelTo('2027-02-05T12:00:00.000Z');
    expect(elapsed(runner, 'CapDueElapsed')).toBe(1);
    expect(known(runner, major).missed).toEqual(['T-05', 'T-08']);
    expect(refusedBy(runner, major, ['submitCap', plan])).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a major whose plan came, when it becomes a minor, then another plan is due and T-05 does not pass any more', () => {
    const { runner, step } = justBefore('submitCap', 3);
    for (let round = 1; round <= 3; round += 1) {
      expect(refusedBy(runner, major, ['submitCap', step.payload])).toEqual([]);
      const reject = { actor: lead, reasons: ['r'] };
      expect(refusedBy(runner, major, ['rejectCap', reject])).toEqual([]);
    }
    expect(refusedBy(runner, major, ['submitCap', step.payload])).toEqual(['R-NC-07']);
    downgraded(runner);
    expect(stateOf(runner.state(major))).toBe('responding/awaitingNextCap');
    runner.travelTo('2027-01-05T12:00:00.000Z');
    expect(elapsed(runner, 'CapDueElapsed')).toBe(0);
    expect(refusedBy(runner, major, ['submitCap', plan])).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a major that became a minor, when the journey looks, then no major is open', () => {
    const { runner } = justBefore('submitCap', 3);
    refusedBy(runner, major, ['proposeDowngrade', { actor: lead, reason: 'isolated' }]);
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/majorsOpen');
    refusedBy(runner, major, ['downgradeNonconformity', downgrade(reviewer('t-1'))]);
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/minorsOpen');
  });

  it('given a minor, when a downgrade is proposed, then R-NC-10 refuses', () => {
    const { runner } = justBefore('submitCap', 3);
    const propose = { actor: lead, reason: 'isolated' };
    expect(refusedBy(runner, minor, ['proposeDowngrade', propose])).toEqual(['R-NC-10']);
  });
});

describe('escalating a minor', () => {
  const escalate = { actor: lead, on: '2027-01-13', cause: 'overdue', reason: 'no answer' };

  it('given a minor, when a person escalates it, then it is a major with dates from that day', () => {
    const { runner } = justBefore('verifyCorrectiveAction');
    expect(refusedBy(runner, minor, ['escalateNonconformity', escalate])).toEqual([]);
    expect(known(runner, minor)).toMatchObject({ grade: 'major' });
    expect(stateOf(runner.state(minor))).toBe('responding/awaitingCap');
    expect(last(runner, minor)).toMatchObject({
      capDue: { rule: 'T-05', due: '2027-02-12' },
      responseDue: { rule: 'T-06', due: '2027-04-13' },
    });
    expect(refusedBy(runner, minor, ['escalateNonconformity', escalate])).toEqual(['R-NC-10']);
    expectFoldEqualsState(runner);
  });

  it('given a complete file, when a minor is escalated, then the file is not complete any more', () => {
    const { runner } = justBefore('completeDecisionFile');
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/fileComplete');
    const later = { ...escalate, on: '2027-01-15' };
    expect(refusedBy(runner, minor, ['escalateNonconformity', later])).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/majorsOpen');
    const file = { actor: { id: 'o-1', role: 'cbAdmin' }, on: '2027-01-15' };
    expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual(['R-DEC-04']);
  });
});

describe('dispute, withdrawal, carrying forward', () => {
  it('given a dispute, when acknowledged or withdrawn, then it ends; its dates never moved', () => {
    const { runner } = justBefore('submitCap', 3);
    const before = runner.state(major).timers;
    const dispute = { actor: client, reason: 'both sites were audited' };
    expect(refusedBy(runner, major, ['disputeNonconformity', dispute])).toEqual([]);
    expect(known(runner, major).disputed).toBe(true);
    expect(runner.state(major).timers).toEqual(before);
    expect(refusedBy(runner, major, ['acknowledgeNonconformity', { actor: client }])).toEqual([]);
    expect(known(runner, major).disputed).toBe(false);
  });

  it('given the only major, when withdrawn, then it ends and the journey waits for minors only', () => {
    const { runner } = justBefore('submitCap', 3);
    const withdraw = { actor: lead, on: '2026-12-04', reason: 'raised in error' };
    expect(refusedBy(runner, major, ['withdrawNonconformity', withdraw])).toEqual([]);
    expect(stateOf(runner.state(major))).toBe('withdrawn');
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/minorsOpen');
  });

  it('given an accepted plan, when carried forward, then a minor may and R-NC-09 refuses a major', () => {
    const { runner } = justBefore('submitEvidence');
    const carry = { actor: lead, reason: 'takes a year' };
    expect(refusedBy(runner, minor, ['carryForward', carry])).toEqual([]);
    expect(refusedBy(runner, major, ['carryForward', carry])).toEqual(['R-NC-09']);
  });
});

describe('recorded after the date had passed', () => {
  it('given T-05 missed, when a plan sent in time is recorded, then the lapsed fact stays and the task is done', () => {
    const { runner } = justBefore('submitCap', 3);
    // Closing meeting on 4 December 2026, 30 days: 3 January 2027.
    runner.travelTo('2027-01-05T12:00:00.000Z');
    expect(known(runner, major).missed).toEqual(['T-05']);
    const late = { ...plan, on: '2027-01-03' };
    expect(refusedBy(runner, major, ['submitCap', late])).toEqual([]);
    expect(last(runner, major)).toMatchObject({ recordedAfterLapse: true });
    expect(known(runner, major).missed).toEqual([]);
    expect(runner.log(major).map(({ type }) => type)).toContain('CapDeadlineMissed');
  });

  it('given T-05 missed, when the plan was sent after it, then it stays missed', () => {
    const { runner } = justBefore('submitCap', 3);
    runner.travelTo('2027-01-05T12:00:00.000Z');
    expect(refusedBy(runner, major, ['submitCap', { ...plan, on: '2027-01-04' }])).toEqual([]);
    expect(known(runner, major).missed).toEqual(['T-05']);
    expect(last(runner, major)).not.toHaveProperty('recordedAfterLapse');
  });

  it('given T-08 passed, when the plan lay with the reviewer, then the body is late, else the client', () => {
    const missed = (runner: Simulation): unknown =>
      runner.log(minor).find(({ type }) => type === 'ResponseDeadlineMissed')?.data;
    const reviewing = justBefore('acceptCap', 1).runner;
    reviewing.travelTo('2027-02-05T12:00:00.000Z');
    expect(missed(reviewing)).toMatchObject({ rule: 'T-08', waitingFor: 'certificationBody' });
    const waiting = justBefore('submitCap', 1).runner;
    waiting.travelTo('2027-02-05T12:00:00.000Z');
    expect(missed(waiting)).toMatchObject({ rule: 'T-08', waitingFor: 'client' });
  });
});
