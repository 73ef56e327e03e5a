import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { expectFoldEqualsState, justBefore, refusedBy, rulesOf } from '../../../support/cases.ts';

const audit = 'globex-27001/stage-2';
const client = { id: 'c-1', role: 'client' };
const act = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, audit, [command, payload]);
const comments = { actor: client, comments: ['the second day is a holiday'] };

describe('the plan of an audit', () => {
  it.each(['agreeAuditPlan', 'holdOpeningMeeting'])(
    'given a plan that was sent, when commented before %s, then it is sent and agreed to again',
    (command) => {
      const { runner } = justBefore(command, command === 'agreeAuditPlan' ? 1 : 3);
      expect(act(runner, 'commentAuditPlan', comments)).toEqual([]);
      expect(stateOf(runner.state(audit))).toBe('planned/preparing');
      runner.travelTo('2026-11-30T12:00:00.000Z');
      const lead = { id: 'a-1', role: 'leadAuditor' };
      const open = { actor: lead, on: '2026-11-30' };
      expect(act(runner, 'holdOpeningMeeting', open)).toEqual(['R-S2-02']);
      expect(act(runner, 'sendAuditPlan', { actor: lead, on: '2026-11-16' })).toEqual([]);
      expect(act(runner, 'holdOpeningMeeting', open)).toEqual(['R-S2-02']);
      expect(act(runner, 'agreeAuditPlan', { actor: client })).toEqual([]);
      expect(act(runner, 'holdOpeningMeeting', open)).toEqual([]);
      expectFoldEqualsState(runner);
    },
  );

  it('given a remote share, when it is more than 30 percent, then T-25 wants a reason', () => {
    const plan = (more: object): string[] => rulesOf(justBefore('sendAuditPlan'), more);
    expect(plan({ remoteShare: 0.31 })).toEqual(['T-25']);
    expect(plan({ remoteShare: 0.3 })).toEqual([]);
    expect(plan({ remoteShare: 0.5, remoteReason: 'Everybody works from home.' })).toEqual([]);
  });

  it('given sessions, when sent, then the plan tells who audits what, when and where', () => {
    const session = {
      ...{ day: '2026-11-30', subject: 'internal audit', requirements: ['9.2.1', '9.2.2'] },
      ...{ auditor: 'a-2', mode: 'onSite' },
    };
    expect(rulesOf(justBefore('sendAuditPlan'), { sessions: [session] })).toEqual([]);
  });
});

describe('T-26, how old internal audit and management review are', () => {
  /** Stage 1 without concern, so that the client may simply be ready. */
  const conclude = (dates: object, conclusion = 'ready'): string[] => {
    const { runner, step } = justBefore('recordAreaOfConcern', 2);
    const lead = step.payload['actor'];
    runner.travelTo('2026-10-23T12:00:00.000Z');
    for (const [command, payload] of [
      ['holdClosingMeeting', { on: '2026-10-20' }],
      ['issueAuditReport', { on: '2026-10-23', daysUsed: 3 }],
    ] as const) {
      expect(refusedBy(runner, step.entity, [command, { actor: lead, ...payload }])).toEqual([]);
    }
    const { payload } = justBefore('concludeReadiness').step;
    const readiness = { ...payload, conclusion, ...dates };
    return refusedBy(runner, step.entity, ['concludeReadiness', readiness]);
  };

  it.each(['internalAuditOn', 'managementReviewOn'])(
    'given %s more than twelve months before the last day of Stage 1, when ready, then T-26 refuses',
    (name) => {
      expect(conclude({ [name]: '2025-10-19' })).toEqual(['T-26']);
      expect(conclude({ [name]: '2025-10-20' })).toEqual([]);
      expect(conclude({ [name]: '2025-10-19' }, 'readyWithConcerns')).toEqual([]);
      expect(conclude({})).toEqual([]);
    },
  );
});
