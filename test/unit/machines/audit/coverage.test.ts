import { describe, expect, it } from '@jest/globals';
import { requirementsOf } from '../../../../machines/standards/index.ts';
import { justBefore, refusedBy, rulesOf } from '../../../support/cases.ts';

const audit = 'globex-27001/stage-2';
const lead = { id: 'a-1', role: 'leadAuditor' };
const client = { id: 'c-1', role: 'client' };
const office = { id: 'o-1', role: 'cbAdmin' };
const evidence = (requirements: readonly string[]) => ({
  ...{ actor: lead, kind: 'document', title: 't', version: '1' },
  requirements,
});
const everything = requirementsOf('27001:2022', { isFull: true, excluded: [] });

describe('requirements of the edition', () => {
  it.each(['9.2', '6.4', 'A.5.38', 'A.9.1'])(
    'given %s, which 27001:2022 does not have, when it is found not met, then R-NC-03 refuses',
    (requirement) => {
      expect(rulesOf(justBefore('raiseFinding'), { requirement })).toEqual(['R-NC-03']);
    },
  );

  it('given evidence for several, when one of them does not exist, then R-NC-03 refuses', () => {
    expect(rulesOf(justBefore('recordEvidence'), { requirements: ['4.1', '4.5'] })).toEqual([
      'R-NC-03',
    ]);
  });

  it('given a control that does not apply, when found not met, then R-SOA-01 refuses', () => {
    expect(rulesOf(justBefore('raiseFinding'), { requirement: 'A.8.30' })).toEqual(['R-SOA-01']);
    expect(rulesOf(justBefore('raiseFinding'), { requirement: 'A.8.29' })).toEqual([]);
    expect(rulesOf(justBefore('raiseFinding'), { requirement: '6.1.3' })).toEqual([]);
  });
});

describe('coverage before the closing meeting of Stage 2', () => {
  /** Just after the opening meeting; nothing is covered. */
  const opened = () => {
    const { runner, step } = justBefore('holdOpeningMeeting', 3);
    expect(refusedBy(runner, audit, [step.command, step.payload])).toEqual([]);
    return runner;
  };
  const review = { actor: lead, conclusions: 'c', followUp: 'f', programme: 'confirmed' };
  const close = { actor: lead, on: '2026-11-30' };

  it.each(['4.1', '10.2', 'A.5.1', 'A.8.34'])(
    'given everything but %s, when closed, then COV-02 refuses until it is covered',
    (missing) => {
      const runner = opened();
      const others = everything.filter((id) => id !== missing && id !== 'A.8.30');
      expect(refusedBy(runner, audit, ['recordEvidence', evidence(others)])).toEqual([]);
      expect(refusedBy(runner, audit, ['reviewFindings', review])).toEqual([]);
      expect(refusedBy(runner, audit, ['holdClosingMeeting', close])).toEqual(['COV-02']);
      expect(refusedBy(runner, audit, ['recordEvidence', evidence([missing])])).toEqual([]);
      expect(refusedBy(runner, audit, ['holdClosingMeeting', close])).toEqual([]);
    },
  );

  it('given a finding, when nothing else covers its requirement, then it is covered', () => {
    const runner = opened();
    const others = everything.filter((id) => id !== '7.2');
    expect(refusedBy(runner, audit, ['recordEvidence', evidence(others)])).toEqual([]);
    const finding = {
      actor: lead,
      grade: 'minor',
      requirement: '7.2',
      statement: 's',
      evidence: 'e',
    };
    expect(refusedBy(runner, audit, ['raiseFinding', finding])).toEqual([]);
    expect(refusedBy(runner, audit, ['reviewFindings', review])).toEqual([]);
    expect(refusedBy(runner, audit, ['holdClosingMeeting', close])).toEqual([]);
  });

  it('given a review, when another finding follows, then R-S2-06 wants a review again', () => {
    const runner = opened();
    expect(refusedBy(runner, audit, ['recordEvidence', evidence(everything)])).toEqual([]);
    expect(refusedBy(runner, audit, ['holdClosingMeeting', close])).toEqual(['R-S2-06']);
    expect(refusedBy(runner, audit, ['reviewFindings', review])).toEqual([]);
    const finding = {
      actor: lead,
      grade: 'minor',
      requirement: '7.2',
      statement: 's',
      evidence: 'e',
    };
    expect(refusedBy(runner, audit, ['raiseFinding', finding])).toEqual([]);
    expect(refusedBy(runner, audit, ['holdClosingMeeting', close])).toEqual(['R-S2-06']);
  });

  it('given a surveillance, when its standing agenda lacks one, then COV-02 refuses', () => {
    const waiting = justBefore('recordEvidence', 1, 'worked-case-years');
    expect(rulesOf(waiting, { requirements: ['9.2.1', '9.3.2'] })).toEqual([]);
    const entity = waiting.step.entity;
    expect(refusedBy(waiting.runner, entity, ['reviewFindings', review])).toEqual([]);
    const closing = { actor: lead, on: '2027-12-07' };
    expect(refusedBy(waiting.runner, entity, ['holdClosingMeeting', closing])).toEqual(['COV-02']);
  });
});

describe('before an audit', () => {
  it('given the plan of 10 November, when the audit opens within 14 days, then T-02 refuses unless waived', () => {
    const early = { actor: lead, on: '2026-11-23' };
    const { runner } = justBefore('holdOpeningMeeting', 3);
    runner.travelTo('2026-11-24T12:00:00.000Z');
    expect(refusedBy(runner, audit, ['holdOpeningMeeting', early])).toEqual(['T-02']);
    const inTime = { ...early, on: '2026-11-24' };
    const other = justBefore('holdOpeningMeeting', 3).runner;
    expect(refusedBy(other, audit, ['holdOpeningMeeting', inTime])).toEqual([]);
    expect(refusedBy(runner, audit, ['waiveNotice', { actor: client, reason: 'r' }])).toEqual([]);
    expect(refusedBy(runner, audit, ['holdOpeningMeeting', early])).toEqual([]);
  });

  it('given an objection, when nobody has decided, then TEAM-02 refuses the opening', () => {
    const open = () => justBefore('holdOpeningMeeting', 3);
    const objection = { member: 'a-2', reason: 'r' };
    const dismissed = open();
    const act = (waiting: ReturnType<typeof open>, command: string, actor: object) =>
      refusedBy(waiting.runner, audit, [command, { actor, ...objection }]);
    expect(act(dismissed, 'upholdObjection', office)).toEqual(['TEAM-03']);
    expect(act(dismissed, 'objectToTeam', client)).toEqual([]);
    expect(rulesOf(dismissed)).toEqual(['TEAM-02']);
    expect(act(dismissed, 'dismissObjection', office)).toEqual([]);
    expect(rulesOf(dismissed)).toEqual([]);
    const upheld = open();
    expect(act(upheld, 'objectToTeam', client)).toEqual([]);
    expect(act(upheld, 'upholdObjection', office)).toEqual([]);
    expect(rulesOf(upheld)).toEqual(['TEAM-02']);
    const joins = { id: 'a-8', role: 'auditor', impartialityDeclared: true };
    const replace = { actor: office, leaves: 'a-2', joins, reason: 'objection' };
    expect(refusedBy(upheld.runner, audit, ['replaceTeamMember', replace])).toEqual([]);
    expect(rulesOf(upheld)).toEqual([]);
  });

  it('given somebody who is not on the team, when objected to, then TEAM-03 refuses', () => {
    const objection = { actor: client, member: 'a-7', reason: 'r' };
    const { runner } = justBefore('holdOpeningMeeting', 3);
    expect(refusedBy(runner, audit, ['objectToTeam', objection])).toEqual(['TEAM-03']);
  });
});

describe('auditor days', () => {
  it('given 7 days planned for Stage 2, when fewer than 6.3 were used, then R-S2-09 wants a reason', () => {
    const waiting = () => justBefore('issueAuditReport', 3);
    expect(rulesOf(waiting(), { daysUsed: 6.25 })).toEqual(['R-S2-09']);
    expect(rulesOf(waiting(), { daysUsed: 6.5 })).toEqual([]);
    expect(rulesOf(waiting(), { daysUsed: 6.25, shortfall: 'one site is closed' })).toEqual([]);
  });
});
