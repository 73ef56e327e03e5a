import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../../machines/engine/index.ts';
import { begun, expectFoldEqualsState, readCase, refusedBy } from '../../../../support/cases.ts';

const journey = 'globex-27001';
const actor = { id: 'c-1', role: 'client' };
const weighed = { costs: 'fair', expertise: 'strong', reputation: 'strong', terms: 'plain' };

/** A journey in which three bodies were listed and asked, and made their proposals in parallel. */
function compared(): Simulation {
  const runner = begun(readCase('worked-case'));
  const given = (command: string, payload: object): void => {
    expect(refusedBy(runner, journey, [command, { actor, ...payload }])).toEqual([]);
  };
  for (const candidate of ['northcert', 'eurocert', 'southcert']) {
    given('shortlistRcb', { candidate });
  }
  given('checkAccreditation', {
    ...{ candidate: 'northcert', accreditationBody: 'DAkkS', source: 'register of DAkkS' },
    ...{ isMraMember: true, coversStandard: true },
  });
  given('checkAccreditation', {
    ...{ candidate: 'eurocert', accreditationBody: 'DAkkS' },
    ...{ isMraMember: true, coversStandard: false },
  });
  for (const candidate of ['northcert', 'eurocert', 'southcert']) {
    given('requestProposal', { candidate });
  }
  given('recordProposal', { candidate: 'eurocert', auditDays: 9, fee: 15_000 });
  given('recordProposal', { candidate: 'northcert', auditDays: 10, fee: 18_000 });
  given('recordProposal', { candidate: 'southcert', auditDays: 8 });
  given('evaluateProposal', { candidate: 'northcert', ...weighed });
  return runner;
}

function choose(candidate: string, more: object = {}) {
  const runner = compared();
  const outcome = runner.command(journey, 'selectRcb', { actor, candidate, ...more });
  return { runner, outcome, log: runner.log(journey) };
}

describe('the choice of a certification body', () => {
  it('given three proposals, when one is chosen, then what was compared is recorded and the others are rejected', () => {
    const { runner, log } = choose('northcert', {
      reason: 'the only one that is accredited for the standard',
      rejections: [{ candidate: 'eurocert', reason: 'another scope' }],
    });
    expect(log.find(({ type }) => type === 'RcbSelected')?.data).toMatchObject({
      reason: 'the only one that is accredited for the standard',
      warnings: [],
      compared: [
        {
          ...{ candidate: 'northcert', accreditation: 'inScope', auditDays: 10, fee: 18_000 },
          evaluation: weighed,
        },
        { candidate: 'eurocert', accreditation: 'otherScope', auditDays: 9, fee: 15_000 },
        { candidate: 'southcert', accreditation: 'notChecked', auditDays: 8 },
      ],
    });
    expect(log.filter(({ type }) => type === 'RcbRejected').map(({ data }) => data)).toEqual([
      { candidate: 'eurocert', reason: 'another scope' },
      { candidate: 'southcert', reason: 'another certification body was chosen' },
    ]);
    expect(stateOf(runner.state(journey))).toBe('application/applying');
    expectFoldEqualsState(runner);
  });

  it('given a candidate that is asked without figures, when asked, then it is told those of the start', () => {
    const runner = begun(readCase('worked-case'));
    const ask = (payload: object) =>
      expect(refusedBy(runner, journey, ['requestProposal', { actor, ...payload }])).toEqual([]);
    expect(refusedBy(runner, journey, ['shortlistRcb', { actor, candidate: 'a' }])).toEqual([]);
    ask({ candidate: 'a', scope: 'Payments' });
    ask({ candidate: 'a', persons: 60, sites: 2 });
    const asked = runner.log(journey).filter(({ type }) => type === 'ProposalRequested');
    expect(asked.map(({ data }) => data)).toEqual([
      { candidate: 'a', scope: 'Payments', persons: 50, sites: 1 },
      { candidate: 'a', persons: 60, sites: 2 },
    ]);
  });

  it('given a proposal that was weighed, when another one comes, then it is weighed anew', () => {
    const runner = compared();
    const proposal = { actor, candidate: 'northcert', auditDays: 9 };
    expect(refusedBy(runner, journey, ['recordProposal', proposal])).toEqual([]);
    expect(refusedBy(runner, journey, ['selectRcb', { actor, candidate: 'northcert' }])).toEqual(
      [],
    );
    const chosen = runner.log(journey).find(({ type }) => type === 'RcbSelected')?.data;
    const { compared: offers = [] } = chosen as { compared?: readonly object[] };
    expect(offers[0]).toEqual({
      ...{ candidate: 'northcert', accreditation: 'inScope', auditDays: 9 },
    });
  });

  it.each([
    ['northcert', []],
    ['eurocert', [expect.stringContaining('does not cover the standard')]],
    ['southcert', [expect.stringContaining('Nobody has looked up')]],
  ])('given %s, when chosen, then R-APP-01 warns as it should and refuses nobody', (id, texts) => {
    const { outcome, log } = choose(id);
    const warnings = texts.map((text) => ({ rule: 'R-APP-01', text }));
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(log.find(({ type }) => type === 'RcbSelected')?.data).toMatchObject({ warnings });
  });

  it('given a body whose accreditor is not known to have signed the arrangement, when chosen, then R-APP-01 warns', () => {
    const runner = compared();
    const check = { candidate: 'southcert', accreditationBody: 'somebody', coversStandard: true };
    expect(refusedBy(runner, journey, ['checkAccreditation', { actor, ...check }])).toEqual([]);
    const choice = { actor, candidate: 'southcert' };
    expect(refusedBy(runner, journey, ['selectRcb', choice])).toEqual([]);
    expect(runner.log(journey).find(({ type }) => type === 'RcbSelected')?.data).toMatchObject({
      warnings: [{ rule: 'R-APP-01', text: expect.stringContaining('arrangement') }],
    });
  });

  it('given a candidate, when taken off the list, then it cannot be chosen and may be listed again', () => {
    const runner = compared();
    const rejection = { actor, candidate: 'southcert', reason: 'no answer to our questions' };
    expect(refusedBy(runner, journey, ['rejectRcb', rejection])).toEqual([]);
    for (const command of ['rejectRcb', 'requestProposal']) {
      const again = command === 'rejectRcb' ? rejection : { actor, candidate: 'southcert' };
      expect(refusedBy(runner, journey, [command, again])).toEqual(['R-SEL-02']);
    }
    const choice = { actor, candidate: 'southcert' };
    expect(refusedBy(runner, journey, ['selectRcb', choice])).toEqual(['R-SEL-02', 'R-SEL-03']);
    expect(refusedBy(runner, journey, ['shortlistRcb', choice])).toEqual([]);
    expect(refusedBy(runner, journey, ['selectRcb', choice])).toEqual(['R-SEL-03']);
  });

  it('given a candidate that was rejected before, when another is chosen, then it is not rejected twice', () => {
    const runner = compared();
    const rejection = { actor, candidate: 'southcert', reason: 'no answer' };
    expect(refusedBy(runner, journey, ['rejectRcb', rejection])).toEqual([]);
    const choice = { actor, candidate: 'northcert' };
    expect(refusedBy(runner, journey, ['selectRcb', choice])).toEqual([]);
    const rejected = runner.log(journey).filter(({ type }) => type === 'RcbRejected');
    expect(rejected.map(({ data }) => data['candidate'])).toEqual(['southcert', 'eurocert']);
    expectFoldEqualsState(runner);
  });
});
