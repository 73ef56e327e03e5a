import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { expectFoldEqualsState, justBefore, refusedBy, rulesOf } from '../../../support/cases.ts';

const client = { id: 'c-1', role: 'client' };
const lead = { id: 'a-1', role: 'leadAuditor' };
const major = 'globex-27001/nc-s2-003';
const plan = {
  rootCause: 'r',
  correction: 'c',
  actions: [{ what: 'w', owner: 'c-7', due: '2027-02-01' }],
};

function types(runner: Simulation, entity: string): string[] {
  return runner.log(entity).map(({ type }) => type);
}

describe('nonconformity rules', () => {
  it('given who carried the action out, when it verifies the action, then SOD-05 refuses', () => {
    const { runner } = justBefore('submitEvidence');
    const evidence = {
      actor: client,
      on: '2026-12-19',
      documents: [{ title: 't', version: '1' }],
      carriedOutBy: 'a-2',
    };
    expect(refusedBy(runner, major, ['submitEvidence', evidence])).toEqual([]);
    const verify = (actor: object): string[] =>
      refusedBy(runner, major, [
        'verifyCorrectiveAction',
        { actor, on: '2026-12-19', method: 'document' },
      ]);
    expect(verify({ id: 'a-2', role: 'auditor' })).toEqual(['SOD-05']);
    expect(verify(lead)).toEqual([]);
  });

  it('given a major, when its verification is left to the next audit, then R-NC-08 refuses', () => {
    expect(rulesOf(justBefore('verifyCorrectiveAction'), { method: 'nextAudit' })).toEqual([
      'R-NC-08',
    ]);
    expect(rulesOf(justBefore('verifyCorrectiveAction'))).toEqual([]);
  });

  it('given a stranger, when it closes, then ROLE-01 refuses; a member of the team may', () => {
    const actor = { id: 'a-8', role: 'leadAuditor' };
    expect(rulesOf(justBefore('closeNonconformity'), { actor })).toEqual(['ROLE-01']);
    expect(
      rulesOf(justBefore('closeNonconformity'), { actor: { id: 'a-2', role: 'auditor' } }),
    ).toEqual([]);
  });

  it('given the verification of 13 January, when the closing lies before or in the future, then it is refused', () => {
    expect(rulesOf(justBefore('closeNonconformity'), { on: '2027-01-12' })).toEqual(['DATE-02']);
    expect(rulesOf(justBefore('closeNonconformity'), { on: '2027-01-16' })).toEqual(['DATE-01']);
    expect(rulesOf(justBefore('closeNonconformity'), { on: '2027-01-13' })).toEqual([]);
  });

  it('given no verification, when it is closed, then the state refuses and names what is possible', () => {
    const { runner } = justBefore('verifyCorrectiveAction');
    const close = { actor: lead, on: '2027-01-13', effectiveness: 'e' };
    const outcome = runner.command(major, 'closeNonconformity', close);
    expect(outcome).toMatchObject({
      kind: 'refused',
      refusal: { code: 'COMMAND_REFUSED', state: 'verifying' },
    });
  });

  it('given three rejected plans, when a fourth comes, then R-NC-07 refuses until a person decides', () => {
    const { runner } = justBefore('submitCap', 3);
    const submit = (): string[] =>
      refusedBy(runner, major, ['submitCap', { actor: client, ...plan }]);
    const reject = (): string[] =>
      refusedBy(runner, major, ['rejectCap', { actor: lead, reasons: ['no'] }]);
    for (const round of [1, 2, 3]) {
      expect({ round, submitted: submit(), rejected: reject() }).toEqual({
        round,
        submitted: [],
        rejected: [],
      });
    }
    expect(submit()).toEqual(['R-NC-07']);
    expect(
      refusedBy(runner, major, ['orderFollowUpAudit', { actor: lead, reason: 'visit' }]),
    ).toEqual([]);
    expect(submit()).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given the closeNonconformity signal on the journey, when it names the case, then the case is closed', () => {
    const { runner, step } = justBefore('closeNonconformity');
    const payload = { ...step.payload, nonconformity: 'nc-s2-003' };
    expect(stateOf(runner.state(major))).toBe('verified');
    expect(refusedBy(runner, 'globex-27001', ['closeNonconformity', payload])).toEqual([]);
    expect(stateOf(runner.state(major))).toBe('closed');
  });
});

describe('nonconformity deadlines', () => {
  it('given T-05 of 3 January 2027, when that day ends in Berlin, then the lapse is recorded and the plan still taken', () => {
    const { runner } = justBefore('submitCap', 3);
    runner.travelTo('2027-01-03T22:59:59.999Z');
    expect(types(runner, major)).not.toContain('CapDueElapsed');
    runner.travelTo('2027-01-03T23:00:00.000Z');
    expect(types(runner, major).slice(-2)).toEqual(['CapDueElapsed', 'CapDeadlineMissed']);
    expect(runner.state(major).snapshot.tags.has('overdue')).toBe(true);
    expect(refusedBy(runner, major, ['submitCap', { actor: client, ...plan }])).toEqual([]);
    expect(runner.state(major).snapshot.tags.has('overdue')).toBe(false);
    expectFoldEqualsState(runner);
  });

  it('given T-06 of 4 March 2027, when no evidence came, then the lapse is recorded once', () => {
    const { runner } = justBefore('submitEvidence');
    runner.travelTo('2027-03-04T22:59:59.999Z');
    expect(types(runner, major)).not.toContain('ResponseDueElapsed');
    runner.travelTo('2027-03-20T00:00:00.000Z');
    const elapsed = runner.log(major).filter(({ type }) => type === 'ResponseDueElapsed');
    expect(elapsed.map(({ data, at }) => [data['rule'], data['due'], at])).toEqual([
      ['T-06', '2027-03-04', '2027-03-04T23:00:00.000Z'],
    ]);
    expectFoldEqualsState(runner);
  });

  it('given an accepted plan for a minor, when T-08 passes, then nothing is recorded', () => {
    const { runner } = justBefore('submitEvidence');
    runner.travelTo('2027-06-01T00:00:00.000Z');
    expect(types(runner, 'globex-27001/nc-s2-001')).not.toContain('ResponseDueElapsed');
  });
});
