import { describe, expect, it } from '@jest/globals';
import { justBefore, refusedBy, rulesOf } from '../../../support/cases.ts';

const lead = { id: 'a-1', role: 'leadAuditor' };
const audit = 'globex-27001/stage-2';
const undeclared = [{ id: 'a-1', role: 'leadAuditor', impartialityDeclared: false }];
const finding = { grade: 'minor', requirement: '7.2', statement: 's', evidence: 'e' };

describe('audit rules', () => {
  it('given the worked case, when the opening meeting is held, then it is accepted', () => {
    expect(rulesOf(justBefore('holdOpeningMeeting', 3))).toEqual([]);
  });

  it('given a day that has not come, when the opening is recorded, then DATE-01 refuses', () => {
    expect(rulesOf(justBefore('holdOpeningMeeting', 3), { on: '2026-12-01' })).toEqual(['DATE-01']);
  });

  it('given 23:30 UTC, when the next local day is recorded, then it is no future in Berlin', () => {
    const waiting = justBefore('holdOpeningMeeting', 3);
    waiting.runner.travelTo('2026-11-30T22:59:00.000Z');
    expect(rulesOf(waiting, { on: '2026-12-01' })).toEqual(['DATE-01']);
    waiting.runner.travelTo('2026-11-30T23:30:00.000Z');
    expect(rulesOf(waiting, { on: '2026-12-01' })).toEqual([]);
  });

  it('given the plan of 10 November, when the opening lies before, then DATE-02 refuses', () => {
    expect(rulesOf(justBefore('holdOpeningMeeting', 3), { on: '2026-11-09' })).toEqual([
      'T-02',
      'DATE-02',
    ]);
  });

  it('given somebody outside the team, when it acts, then ROLE-01 refuses', () => {
    expect(rulesOf(justBefore('holdOpeningMeeting', 3), { actor: { ...lead, id: 'a-7' } })).toEqual(
      ['ROLE-01'],
    );
  });

  it('given a mere member, when it acts as lead auditor, then ROLE-01 refuses', () => {
    expect(rulesOf(justBefore('holdOpeningMeeting', 3), { actor: { ...lead, id: 'a-2' } })).toEqual(
      ['ROLE-01'],
    );
  });

  it('given a client, when it gives the command of the lead auditor, then the role is refused', () => {
    expect(
      rulesOf(justBefore('holdOpeningMeeting', 3), { actor: { id: 'a-1', role: 'client' } })[0],
    ).toBe('ROLE_NOT_ALLOWED');
  });

  it('given a member without declaration, when the audit opens, then R-S1-01 refuses', () => {
    const { runner, step } = justBefore('scheduleStage1');
    expect(
      refusedBy(runner, step.entity, [step.command, { ...step.payload, team: undeclared }]),
    ).toEqual([]);
    const notify = { actor: lead, on: '2026-10-05' };
    expect(refusedBy(runner, 'globex-27001/stage-1', ['notifyTeam', notify])).toEqual([]);
    runner.travelTo('2026-10-19T12:00:00.000Z');
    const open = { actor: lead, on: '2026-10-19' };
    expect(refusedBy(runner, 'globex-27001/stage-1', ['holdOpeningMeeting', open])).toEqual([
      'R-S1-01',
    ]);
  });

  it('given no agreement to the plan, when Stage 2 opens, then R-S2-02 refuses; Stage 1 needs none', () => {
    const waiting = justBefore('agreeAuditPlan');
    waiting.runner.travelTo('2026-11-30T12:00:00.000Z');
    const open = { actor: lead, on: '2026-11-30' };
    expect(refusedBy(waiting.runner, audit, ['holdOpeningMeeting', open])).toEqual(['R-S2-02']);
    expect(rulesOf(waiting)).toEqual([]);
    expect(refusedBy(waiting.runner, audit, ['holdOpeningMeeting', open])).toEqual([]);
  });

  it('given Stage 1 of 20 October, when Stage 2 opens after six months, then R-S2-01 refuses', () => {
    const waiting = justBefore('holdOpeningMeeting', 3);
    waiting.runner.travelTo('2027-04-21T12:00:00.000Z');
    expect(rulesOf(waiting, { on: '2027-04-21' })).toEqual(['R-S2-01']);
    expect(rulesOf(waiting, { on: '2027-04-20' })).toEqual([]);
  });

  it('given Stage 1, when a nonconformity is raised, then R-S1-04 refuses', () => {
    const { runner, step } = justBefore('recordAreaOfConcern', 2);
    expect(refusedBy(runner, step.entity, ['raiseFinding', { actor: lead, ...finding }])).toEqual([
      'R-S1-04',
    ]);
    expect(rulesOf({ runner, step })).toEqual([]);
  });

  it('given Stage 2, when a concern is recorded instead of a nonconformity, then R-NC-02 refuses', () => {
    const waiting = justBefore('raiseFinding');
    const concern = { actor: lead, requirement: '7.2', potentialGrade: 'minor', statement: 's' };
    expect(refusedBy(waiting.runner, audit, ['recordAreaOfConcern', concern])).toEqual(['R-NC-02']);
    expect(rulesOf(waiting)).toEqual([]);
  });

  it('given no internal audit, when readiness is concluded, then R-S1-03 refuses anything but notReady', () => {
    expect(rulesOf(justBefore('concludeReadiness'), { internalAuditPerformed: false })).toEqual([
      'R-S1-03',
    ]);
    expect(rulesOf(justBefore('concludeReadiness'), { managementReviewPerformed: false })).toEqual([
      'R-S1-03',
    ]);
    const notReady = { internalAuditPerformed: false, conclusion: 'notReady' };
    expect(rulesOf(justBefore('concludeReadiness'), notReady)).toEqual([]);
  });

  it('given the opening of 30 November, when the closing lies before it, then R-S2-03 refuses', () => {
    expect(rulesOf(justBefore('holdClosingMeeting', 3), { on: '2026-11-29' })).toEqual(['R-S2-03']);
    expect(rulesOf(justBefore('holdClosingMeeting', 3), { on: '2026-11-30' })).toEqual([]);
  });

  it('given nonconformities, when certification is recommended without condition, then R-S2-08 refuses', () => {
    expect(rulesOf(justBefore('makeRecommendation'), { recommendation: 'recommend' })).toEqual([
      'R-S2-08',
    ]);
    expect(rulesOf(justBefore('makeRecommendation'), { recommendation: 'doNotRecommend' })).toEqual(
      [],
    );
  });

  it('given a replacement, when it breaks the team, then TEAM-01 refuses; otherwise it acts at once', () => {
    const { runner } = justBefore('raiseFinding');
    const replace = (leaves: string, joins: object): string[] =>
      refusedBy(runner, audit, [
        'replaceTeamMember',
        { actor: { id: 'o-1', role: 'cbAdmin' }, leaves, joins, reason: 'illness' },
      ]);
    const joins = { id: 'a-5', role: 'auditor', impartialityDeclared: true };
    expect(replace('a-9', joins)).toEqual(['TEAM-01']);
    expect(replace('a-1', joins)).toEqual(['TEAM-01']);
    expect(replace('a-2', { ...joins, id: 'a-1' })).toEqual(['TEAM-01']);
    expect(replace('a-2', joins)).toEqual([]);
    const raise = (id: string): string[] =>
      refusedBy(runner, audit, ['raiseFinding', { actor: { id, role: 'auditor' }, ...finding }]);
    expect(raise('a-2')).toEqual(['ROLE-01']);
    expect(raise('a-5')).toEqual([]);
  });

  it('given a decider of this client, when it is to join an audit team, then SOD-07 refuses', () => {
    const { runner } = justBefore('holdOpeningMeeting', 1, 'worked-case-years');
    const joins = { id: 'p-3', role: 'auditor', impartialityDeclared: true };
    const payload = {
      actor: { id: 'o-1', role: 'cbAdmin' },
      leaves: 'a-3',
      joins,
      reason: 'illness',
    };
    const entity = 'globex-27001/surveillance-2027';
    expect(refusedBy(runner, entity, ['replaceTeamMember', payload])).toEqual(['SOD-07']);
  });

  it('given a finding, when raised, then its id is answered and counts on', () => {
    const { runner, step } = justBefore('raiseFinding', 2);
    expect(runner.command(step.entity, step.command, step.payload)).toMatchObject({
      kind: 'accepted',
      answer: { event: 'FindingRaised', answers: { id: 'nc-s2-002' } },
    });
  });
});
