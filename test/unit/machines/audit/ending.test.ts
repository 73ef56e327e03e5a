import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { expectFoldEqualsState, justBefore, refusedBy } from '../../../support/cases.ts';

const journey = 'globex-27001';
const audit = `${journey}/stage-2`;
const lead = { id: 'a-1', role: 'leadAuditor' };
const interruption = {
  ...{ actor: lead, on: '2026-12-04', cause: 'objectivesUnattainable', reason: 'r' },
  informed: ['client', 'certificationBody'],
};
const act = (runner: Simulation, command: string, payload: object, entity = audit): string[] =>
  refusedBy(runner, entity, [command, payload]);
const state = (runner: Simulation, entity = audit): string => stateOf(runner.state(entity));

describe('an audit that is interrupted', () => {
  it('given only one party that was told, when suspended or ended, then R-S2-05 refuses', () => {
    const { runner } = justBefore('holdClosingMeeting', 3);
    const silent = { ...interruption, informed: ['client'] };
    expect(act(runner, 'suspendAudit', silent)).toEqual(['R-S2-05']);
    expect(act(runner, 'terminateAudit', silent)).toEqual(['R-S2-05']);
    expect(act(runner, 'suspendAudit', interruption)).toEqual([]);
    expect(state(runner)).toBe('suspended');
    expect(state(runner, journey)).toBe('stage2/fieldwork');
  });

  it('given an interruption, when it lasts, then no meeting closes the audit; when it ends, all goes on', () => {
    const { runner, step } = justBefore('holdClosingMeeting', 3);
    act(runner, 'suspendAudit', interruption);
    expect(act(runner, step.command, step.payload)).toEqual(['COMMAND_REFUSED']);
    const resume = { actor: lead, on: '2026-12-03', reason: 'r' };
    expect(act(runner, 'resumeAudit', resume)).toEqual(['DATE-02']);
    expect(act(runner, 'resumeAudit', { ...resume, on: '2026-12-04' })).toEqual([]);
    expect(act(runner, step.command, step.payload)).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given findings, when the audit ends early, then they are due from that day and Stage 2 is planned again', () => {
    const { runner } = justBefore('holdClosingMeeting', 3);
    expect(act(runner, 'terminateAudit', interruption)).toEqual([]);
    expect(state(runner)).toBe('terminated');
    expect(state(runner, journey)).toBe('stage2/scheduling');
    expect(state(runner, `${journey}/nc-s2-003`)).toBe('responding/awaitingCap');
    expect(runner.state(`${journey}/nc-s2-003`).snapshot.context).toMatchObject({
      responseDue: { rule: 'T-06', due: '2027-03-04' },
    });
    const { payload } = justBefore('scheduleStage2').step;
    const later = { ...payload, from: '2026-12-14', to: '2026-12-16' };
    expect(runner.command(journey, 'scheduleStage2', later)).toMatchObject({
      kind: 'accepted',
      answer: { answers: { audit: 'stage-2-2' } },
    });
    expectFoldEqualsState(runner);
  });

  it('given an audit that has not begun, when called off, then nothing is due and it is planned again', () => {
    const { runner } = justBefore('holdOpeningMeeting', 2);
    const stage1 = `${journey}/stage-1`;
    const off = { ...interruption, on: '2026-10-19' };
    expect(act(runner, 'terminateAudit', off, stage1)).toEqual([]);
    expect(runner.log(stage1).at(-1)?.data).toMatchObject({ deadlines: null });
    expect(state(runner, journey)).toBe('stage1/scheduling');
  });

  it('given a pre-audit, when called off, then the journey goes on with Stage 1', () => {
    const { runner } = justBefore('holdOpeningMeeting');
    const off = { ...interruption, actor: { ...lead, id: 'a-9' }, on: '2026-10-01' };
    expect(act(runner, 'terminateAudit', off, `${journey}/pre-audit`)).toEqual([]);
    expect(state(runner, journey)).toBe('stage1/scheduling');
  });

  it('given a surveillance, when it ends early, then it stays owed', () => {
    const { runner, step } = justBefore('holdClosingMeeting', 1, 'worked-case-years');
    const end = { ...interruption, actor: step.payload['actor'], on: step.payload['on'] };
    expect(act(runner, 'terminateAudit', end, step.entity)).toEqual([]);
    expect(state(runner, journey)).toContain('cycle/surveillance1/scheduling');
    expect(runner.state(journey).snapshot.context).toMatchObject({ surveillances: 0 });
  });
});

describe('the report of an audit', () => {
  it('given the closing of 4 December 2026, when ten working days pass, then T-04 says so and the report may still come', () => {
    const { runner, step } = justBefore('issueAuditReport', 3);
    expect(runner.log(audit).find(({ type }) => type === 'ClosingMeetingHeld')?.data).toMatchObject(
      { reportDue: { rule: 'T-04', due: '2026-12-18' } },
    );
    runner.travelTo('2026-12-18T22:59:59.999Z');
    expect(state(runner)).toBe('reporting/writing');
    runner.travelTo('2026-12-18T23:00:00.000Z');
    expect(state(runner)).toBe('reporting/late');
    expect(act(runner, step.command, step.payload)).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given the report in time, when the day passes, then nothing is late', () => {
    const { runner, step } = justBefore('issueAuditReport', 3);
    expect(act(runner, step.command, step.payload)).toEqual([]);
    runner.travelTo('2026-12-19T12:00:00.000Z');
    expect(runner.log(audit).map(({ type }) => type)).not.toContain('ReportDueElapsed');
  });
});

describe('readiness', () => {
  const conclude = (payload: object): string[] => {
    const { runner, step } = justBefore('concludeReadiness');
    return act(runner, step.command, { ...step.payload, ...payload }, step.entity);
  };

  it('given an objective that is not met, when concluded, then R-S1-03 allows notReady only', () => {
    const objectives = ['documentation', 'siteConditions', 'understanding', 'scopeAndContext'];
    expect(conclude({ objectives })).toEqual(['R-S1-03']);
    expect(conclude({ objectives: undefined })).toEqual(['R-S1-03']);
    expect(conclude({ objectives: [...objectives, 'resources', 'stage2Focus'] })).toEqual([]);
    expect(conclude({ objectives, conclusion: 'notReady' })).toEqual([]);
  });

  it('given an area of concern, when concluded as ready without concerns, then R-S1-08 refuses', () => {
    expect(conclude({ conclusion: 'ready' })).toEqual(['R-S1-08']);
    expect(conclude({ conclusion: 'readyWithConcerns' })).toEqual([]);
    expect(conclude({ conclusion: 'notReady' })).toEqual([]);
  });

  it('given a concern of Stage 1, when Stage 2 is planned, then it takes the concern up', () => {
    const { runner, step } = justBefore('scheduleStage2');
    expect(act(runner, step.command, step.payload, journey)).toEqual([]);
    expect(runner.log(audit)[0]?.data).toMatchObject({
      concerns: [{ requirement: '9.2.2', potentialGrade: 'major' }],
    });
  });
});
