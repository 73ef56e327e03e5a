import { describe, expect, it } from '@jest/globals';
import { stateOf } from '../../../../../machines/engine/index.ts';
import {
  expectFoldEqualsState,
  justBefore,
  refusedBy,
  rulesOf,
} from '../../../../support/cases.ts';

const journey = 'globex-27001';
const audit = `${journey}/stage-2`;
const postponed = {
  ...{ actor: { id: 'r-1', role: 'applicationReviewer' }, on: '2026-11-30' },
  ...{ from: '2027-01-18', to: '2027-01-22', reason: 'a concern takes longer' },
};

describe('Stage 2 that is postponed', () => {
  it('given an agreed plan, when it is postponed, then plan and notice are needed again', () => {
    const { runner, step } = justBefore('holdOpeningMeeting', 3);
    const lead = { id: 'a-1', role: 'leadAuditor' };
    expect(step.entity).toBe(audit);
    expect(refusedBy(runner, journey, ['postponeStage2', postponed])).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('stage2/planned/valid');
    expect(stateOf(runner.state(audit))).toBe('planned/preparing');
    expect(rulesOf({ runner, step })).toEqual(['R-S2-02']);
    const plan = { actor: lead, on: '2026-11-30' };
    expect(refusedBy(runner, audit, ['sendAuditPlan', plan])).toEqual([]);
    const client = { actor: { id: 'c-1', role: 'client' } };
    expect(refusedBy(runner, audit, ['agreeAuditPlan', client])).toEqual([]);
    expect(rulesOf({ runner, step })).toEqual(['T-02']);
    runner.travelTo('2027-01-18T12:00:00.000Z');
    expect(rulesOf({ runner, step }, { on: '2027-01-18' })).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given Stage 1 that is valid until 20 April, when it is postponed beyond, then R-S2-01 refuses', () => {
    const { runner } = justBefore('holdOpeningMeeting', 3);
    const ask = (from: string, to: string): string[] =>
      refusedBy(runner, journey, ['postponeStage2', { ...postponed, from, to }]);
    expect(ask('2027-04-21', '2027-04-23')).toEqual(['R-S2-01']);
    expect(ask('2027-04-20', '2027-04-19')).toEqual(['PLAN-01']);
    expect(ask('2027-04-20', '2027-04-23')).toEqual([]);
  });

  it('given Stage 2 that has begun, when it is postponed, then the state refuses', () => {
    const { runner, step } = justBefore('holdOpeningMeeting', 3);
    expect(rulesOf({ runner, step })).toEqual([]);
    expect(refusedBy(runner, journey, ['postponeStage2', postponed])).toEqual(['COMMAND_REFUSED']);
  });
});

describe('the team of Stage 1', () => {
  it('given a client that was told the team six days before, when Stage 1 opens, then T-02 refuses; without notice it opens', () => {
    const { runner, step } = justBefore('holdOpeningMeeting', 2);
    const client = { id: 'c-1', role: 'client' };
    const office = { id: 'o-1', role: 'cbAdmin' };
    const notify = { actor: office, on: '2026-10-13' };
    expect(refusedBy(runner, step.entity, ['notifyTeam', notify])).toEqual([]);
    expect(rulesOf({ runner, step })).toEqual(['T-02']);
    const object = { actor: client, member: 'a-2', reason: 'a competitor' };
    expect(refusedBy(runner, step.entity, ['objectToTeam', object])).toEqual([]);
    expect(rulesOf({ runner, step })).toEqual(['T-02', 'TEAM-02']);
    const dismiss = { ...object, actor: office };
    expect(refusedBy(runner, step.entity, ['dismissObjection', dismiss])).toEqual([]);
    const waive = { actor: client, reason: 'told by telephone' };
    expect(refusedBy(runner, step.entity, ['waiveNotice', waive])).toEqual([]);
    expect(rulesOf({ runner, step })).toEqual([]);
    expectFoldEqualsState(runner);
  });
});
