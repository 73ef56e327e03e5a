import { describe, expect, it } from '@jest/globals';
import { createSimulation, stateOf } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import {
  begun,
  expectFoldEqualsState,
  justBefore,
  play,
  readCase,
  refusedBy,
  rulesOf,
  voteOf,
} from '../../../support/cases.ts';
import { rules } from '../../../../machines/certification/rules.ts';

const journey = 'globex-27001';
const member = { id: 'p-1', role: 'panelMember' };

describe('selection and application', () => {
  it('given the candidates, when one is not on the list, listed twice or without proposal, then it is refused', () => {
    const { runner, step } = justBefore('recordProposal');
    const actor = { id: 'c-1', role: 'client' };
    expect(refusedBy(runner, journey, ['shortlistRcb', { actor, candidate: 'northcert' }])).toEqual(
      ['R-SEL-01'],
    );
    expect(refusedBy(runner, journey, ['requestProposal', { actor, candidate: 'other' }])).toEqual([
      'R-SEL-02',
    ]);
    expect(refusedBy(runner, journey, ['selectRcb', { actor, candidate: 'northcert' }])).toEqual([
      'R-SEL-03',
    ]);
    expect(rulesOf({ runner, step })).toEqual([]);
    expect(refusedBy(runner, journey, ['selectRcb', { actor, candidate: 'northcert' }])).toEqual(
      [],
    );
    const rejected = runner.log(journey).filter(({ type }) => type === 'RcbRejected');
    expect(rejected.map(({ data }) => data)).toEqual([
      { candidate: 'eurocert', reason: 'another certification body was chosen' },
    ]);
  });

  it('given the quote of 11 September, when 60 days pass, then it has expired and another one is needed', () => {
    const { runner, step } = justBefore('acceptQuote');
    runner.travelTo('2026-11-10T22:59:59.999Z');
    expect(stateOf(runner.state(journey))).toBe('application/quoted');
    runner.travelTo('2026-11-10T23:00:00.000Z');
    expect(stateOf(runner.state(journey))).toBe('application/quoting');
    expect(rulesOf({ runner, step })).toEqual(['T-01']);
  });

  it('given the agreement of 21 September, when an audit is planned before it, then R-APP-04 refuses', () => {
    const early = { from: '2026-09-20', to: '2026-09-22' };
    expect(rulesOf(justBefore('scheduleStage1'), early)).toEqual(['R-APP-04']);
    expect(rulesOf(justBefore('scheduleStage1'), { ...early, from: '2026-09-21' })).toEqual([]);
  });

  it('given a plan, when it ends before it begins, then PLAN-01 refuses', () => {
    expect(rulesOf(justBefore('scheduleStage1'), { to: '2026-10-18' })).toEqual(['PLAN-01']);
  });

  it('given a staff list, when the reviewer is not on it, then ROLE-02 refuses', () => {
    const runner = createSimulation({ machines, at: '2026-09-01T12:00:00.000Z' });
    const staff = [{ id: 'r-1', roles: ['applicationReviewer'] }];
    runner.start('certification', journey, { client: 'globex', persons: 50, overrides: { staff } });
    const given = readCase('worked-case', '2026-09-01');
    const accept = given.steps.findIndex(({ command }) => command === 'acceptApplication');
    play(runner, { journey, steps: given.steps.slice(0, accept) });
    const review = (id: string): string[] =>
      refusedBy(runner, journey, [
        'acceptApplication',
        {
          actor: { id, role: 'applicationReviewer' },
          competence: 'c',
          teamCompetences: ['t'],
          decisionCompetences: ['d'],
        },
      ]);
    expect(review('r-2')).toEqual(['ROLE-02']);
    expect(review('r-1')).toEqual([]);
  });
});

describe('the way to the decision', () => {
  it('given a Stage 1 that is not ready, when concluded, then Stage 1 is done again', () => {
    const { runner, step } = justBefore('concludeReadiness');
    expect(rulesOf({ runner, step }, { conclusion: 'notReady' })).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('stage1/scheduling');
    const { payload } = justBefore('scheduleStage1').step;
    expect(runner.command(journey, 'scheduleStage1', payload)).toMatchObject({
      kind: 'accepted',
      answer: { answers: { audit: 'stage-1-2' } },
    });
  });

  it('given Stage 1 of 20 October, when Stage 2 is planned after six months, then R-S2-01 refuses until reviewed', () => {
    const { runner, step } = justBefore('scheduleStage2');
    const late = { from: '2027-04-21', to: '2027-04-25' };
    expect(rulesOf({ runner, step }, late)).toEqual(['R-S2-01']);
    const actor = { id: 'r-1', role: 'applicationReviewer' };
    const review = { actor, on: '2026-11-03', justification: 'Nothing has changed.' };
    expect(refusedBy(runner, journey, ['authoriseStage2', review])).toEqual([]);
    expect(rulesOf({ runner, step }, late)).toEqual([]);
  });

  it('given an unverified major, when the file is handed over, then R-DEC-04 refuses', () => {
    const { runner } = justBefore('verifyCorrectiveAction');
    const file = { actor: { id: 'o-1', role: 'cbAdmin' }, on: '2027-01-13' };
    expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual([
      'R-DEC-04',
      'R-S2-10',
    ]);
    expect(rulesOf(justBefore('completeDecisionFile'))).toEqual([]);
  });

  it('given a minor without accepted plan, when the file is handed over, then R-DEC-04 refuses', () => {
    const given = readCase('worked-case');
    const runner = begun(given);
    const end = given.steps.findIndex(({ command }) => command === 'completeDecisionFile');
    const steps = given.steps.slice(0, end);
    play(runner, {
      journey,
      steps: steps.filter(({ to, command }) => to !== 'nc-s2-001' || command !== 'acceptCap'),
    });
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/minorsOpen');
    const file = { actor: { id: 'o-1', role: 'cbAdmin' }, on: '2027-01-15' };
    expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual(['R-DEC-04']);
    const accept = { actor: { id: 'a-2', role: 'auditor' } };
    expect(refusedBy(runner, `${journey}/nc-s2-001`, ['acceptCap', accept])).toEqual([]);
    expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual([]);
  });

  it('given a minor in the management review, when its plan is only accepted, then R-S2-10 refuses', () => {
    const given = readCase('worked-case');
    const runner = begun(given);
    const end = given.steps.findIndex(({ command }) => command === 'completeDecisionFile');
    const steps = given.steps
      .slice(0, end)
      .map((step) =>
        step.payload['requirement'] === '7.2'
          ? { ...step, payload: { ...step.payload, requirement: '9.3.2' } }
          : step,
      );
    play(runner, { journey, steps });
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/minorsOpen');
    const file = { actor: { id: 'o-1', role: 'cbAdmin' }, on: '2027-01-15' };
    expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual(['R-S2-10']);
    const verify = {
      actor: { id: 'a-1', role: 'leadAuditor' },
      on: '2027-01-15',
      method: 'document',
    };
    expect(refusedBy(runner, `${journey}/nc-s2-001`, ['verifyCorrectiveAction', verify])).toEqual(
      [],
    );
    expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual([]);
  });

  it('given opportunities for improvement only, when the file is handed over, then nothing waits (R-NC-04)', () => {
    const given = readCase('worked-case');
    const runner = begun(given);
    const end = given.steps.findIndex(({ command }) => command === 'makeRecommendation');
    const steps = given.steps.slice(0, end + 1);
    play(runner, {
      journey,
      steps: steps.filter(({ command, to }) => command !== 'raiseFinding' && !to.startsWith('nc-')),
    });
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/fileComplete');
    const file = { actor: { id: 'o-1', role: 'cbAdmin' }, on: '2026-12-11' };
    expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual([]);
  });
});

describe('the grant', () => {
  it('given no concurrence, when granted, then R-AB-02 refuses', () => {
    const { runner } = justBefore('concur');
    expect(
      refusedBy(runner, journey, ['grantCertification', { actor: member, on: '2027-01-19' }]),
    ).toEqual(['R-AB-02']);
  });

  it('given the concurrence of 19 January, when the decision is dated before it, then R-AB-02 refuses', () => {
    expect(rulesOf(justBefore('grantCertification'), { on: '2027-01-18' })).toEqual([
      'R-AB-02',
      'DATE-02',
    ]);
    expect(rulesOf(justBefore('grantCertification'), { on: '2027-01-19' })).toEqual([]);
  });

  it('given who audited, even only the pre-audit, when granting, then R-DEC-01 refuses', () => {
    for (const id of ['a-1', 'a-9']) {
      expect(rulesOf(justBefore('grantCertification'), { actor: { ...member, id } })).toEqual([
        'R-DEC-01',
        'ROLE-03',
      ]);
    }
  });

  it('given somebody outside the panel, when granting, then ROLE-03 refuses; another office, the role', () => {
    expect(rulesOf(justBefore('grantCertification'), { actor: { ...member, id: 'p-9' } })).toEqual([
      'ROLE-03',
    ]);
    const admin = { actor: { id: 'p-1', role: 'cbAdmin' } };
    expect(rulesOf(justBefore('grantCertification'), admin)[0]).toBe('ROLE_NOT_ALLOWED');
  });

  it('given a member replaced during Stage 2, when named for the panel, then SOD-07 refuses by history', () => {
    const given = readCase('worked-case');
    const runner = begun(given);
    const open = given.steps.findIndex(
      ({ to, command }) => to === 'stage-2' && command === 'agreeAuditPlan',
    );
    const convene = given.steps.findIndex(({ command }) => command === 'convenePanel');
    play(runner, { journey, steps: given.steps.slice(0, open) });
    const replace = (leaves: string, joins: string): string[] =>
      refusedBy(runner, `${journey}/stage-2`, [
        'replaceTeamMember',
        {
          actor: { id: 'o-1', role: 'cbAdmin' },
          leaves,
          joins: { id: joins, role: 'auditor', impartialityDeclared: true },
          reason: 'illness',
        },
      ]);
    expect([replace('a-2', 'p-2'), replace('p-2', 'a-2')]).toEqual([[], []]);
    play(runner, { journey, steps: given.steps.slice(open, convene) });
    const panel = { actor: { id: 'o-1', role: 'cbAdmin' }, members: ['p-1', 'p-2', 'p-3'] };
    const decision = `${journey}/decision-1`;
    expect(refusedBy(runner, decision, ['convenePanel', panel])).toEqual(['SOD-07']);
    expect(
      refusedBy(runner, decision, ['convenePanel', { ...panel, members: ['p-1', 'p-4', 'p-3'] }]),
    ).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a panel member, when appointed to audit this client, then SOD-07 refuses', () => {
    const waiting = justBefore('scheduleSurveillance', 1, 'worked-case-years');
    const team = [{ id: 'p-2', role: 'leadAuditor', impartialityDeclared: true }];
    expect(rulesOf(waiting, { team })).toEqual(['SOD-07']);
    expect(rulesOf(waiting)).toEqual([]);
  });

  it('given the policy without gate, when the panel has proposed, then the grant needs no accreditation body', () => {
    const given = readCase('worked-case');
    const runner = begun({ ...given, input: { client: 'globex', persons: 50 } });
    const forward = given.steps.findIndex(({ command }) => command === 'forwardFile');
    play(runner, { journey, steps: given.steps.slice(0, forward) });
    expect(stateOf(runner.state(journey))).toBe('decision/proposed');
    expect(
      refusedBy(runner, journey, ['grantCertification', { actor: member, on: '2027-01-18' }]),
    ).toEqual([]);
    expect(runner.log(journey).some(({ type }) => type.startsWith('AccreditationBody'))).toBe(
      false,
    );
  });

  it('given a convened panel without proposal, when a member grants, then the state refuses', () => {
    const given = readCase('worked-case');
    const runner = begun({ ...given, input: { client: 'globex', persons: 50 } });
    const propose = given.steps.findIndex(({ command }) => command === 'proposeCertification');
    play(runner, { journey, steps: given.steps.slice(0, propose) });
    expect(stateOf(runner.state(journey))).toBe('decision/panel');
    expect(
      refusedBy(runner, journey, ['grantCertification', { actor: member, on: '2027-01-18' }]),
    ).toEqual(['COMMAND_REFUSED']);
  });

  it('given a panel that proposes to refuse, when a member refuses, then the journey ends refused', () => {
    const given = readCase('worked-case');
    const runner = begun(given);
    const convened = given.steps.findIndex(({ command }) => command === 'convenePanel');
    play(runner, { journey, steps: given.steps.slice(0, convened + 1) });
    runner.travelTo('2027-01-18T12:00:00.000Z');
    const decision = `${journey}/decision-1`;
    for (const id of ['p-1', 'p-2', 'p-3']) {
      expect(voteOf(runner, decision, [id, 'against'])).toEqual([]);
    }
    const refusal = { actor: member, on: '2027-01-18', reasons: ['scope'] };
    expect(refusedBy(runner, journey, ['refuseCertification', refusal])).toEqual([
      'COMMAND_REFUSED',
    ]);
    expect(refusedBy(runner, decision, ['proposeRefusal', refusal])).toEqual([]);
    expect(
      refusedBy(runner, journey, ['grantCertification', { actor: member, on: '2027-01-18' }]),
    ).toEqual(['COMMAND_REFUSED']);
    expect(refusedBy(runner, journey, ['refuseCertification', refusal])).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('refused');
    expectFoldEqualsState(runner);
  });

  it('given an objection, when recorded, then the file goes to a new decision', () => {
    const { runner } = justBefore('concur');
    const object = {
      actor: { id: 'ab-1', role: 'accreditationBody' },
      on: '2027-01-19',
      reasons: ['time'],
    };
    expect(refusedBy(runner, journey, ['object', object])).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/fileComplete');
    const file = { actor: { id: 'o-1', role: 'cbAdmin' }, on: '2027-01-19' };
    expect(runner.command(journey, 'completeDecisionFile', file)).toMatchObject({
      answer: { answers: { decision: 'decision-2' } },
    });
  });
});

describe('the cycle', () => {
  it('given a minor of Stage 2 that nobody verified, when maintained after the next audit, then T-09 refuses', () => {
    const given = readCase('worked-case-years');
    const runner = begun(readCase('worked-case'));
    play(runner, readCase('worked-case'));
    const end = given.steps.findIndex(({ command }) => command === 'maintainCertification');
    play(runner, {
      journey,
      steps: given.steps.slice(0, end).filter(({ to }) => to !== 'nc-s2-001'),
    });
    const maintain = { actor: { id: 'p-2', role: 'panelMember' }, on: '2027-12-17' };
    expect(refusedBy(runner, journey, ['maintainCertification', maintain])).toEqual(['T-09']);
    expect(rulesOf(justBefore('maintainCertification', 1, 'worked-case-years'))).toEqual([]);
  });

  it('given the expiry of 19 January 2030, when the renewal is dated after it, then R-RC-05 refuses', () => {
    const context = { expiry: { due: '2030-01-19' } };
    const allows = (on: string): boolean =>
      rules['R-RC-05'].allows({ context, event: { type: 'RecertificationGranted', on } } as never);
    expect([allows('2030-01-19'), allows('2030-01-20')]).toEqual([true, false]);
  });

  it('given a clock, when it would suspend, then SOD-11 refuses; a person may', () => {
    const allows = (actor?: object): boolean =>
      rules['SOD-11'].allows({
        context: {},
        event: { type: 'CertificateSuspended', meta: { actor } },
      } as never);
    expect([allows(), allows(member)]).toEqual([false, true]);
  });

  it('given a suspension, when restored, then the expiry is unchanged', () => {
    const given = readCase('worked-case');
    const runner = begun(given);
    play(runner, given);
    const before = runner.state(journey).timers;
    const suspend = { actor: member, on: '2027-01-22', cause: 'mark misuse' };
    expect(refusedBy(runner, journey, ['suspendCertificate', suspend])).toEqual([]);
    const restore = { actor: member, on: '2027-01-22', reason: 'mended' };
    expect(refusedBy(runner, journey, ['restoreCertificate', restore])).toEqual([]);
    expect(runner.state(journey).timers).toEqual(before);
  });

  it('given a cancellation by whoever runs the system, when staff is checked, then it ends the journey', () => {
    const given = readCase('worked-case');
    const overrides = { staff: [{ id: 'o-1', roles: ['cbAdmin'] }] };
    const runner = begun({ ...given, input: { ...given.input, overrides } });
    const terminate = { actor: { id: 'temporal', role: 'operator' } };
    expect(refusedBy(runner, journey, ['terminateEngagement', terminate])).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('terminated');
  });

  it('given a termination, when recorded, then nothing is possible any more and the children end', () => {
    const { runner } = justBefore('verifyCorrectiveAction');
    const terminate = { actor: { id: 'c-1', role: 'client' }, reason: 'sold' };
    expect(refusedBy(runner, journey, ['terminateEngagement', terminate])).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('terminated');
    expect(refusedBy(runner, journey, ['terminateEngagement', terminate])).toEqual([
      'COMMAND_REFUSED',
    ]);
    expect(runner.state(`${journey}/nc-s2-003`).snapshot.status).toBe('stopped');
    const timers = Object.values(runner.state(journey).timers);
    expect(timers.map(({ name }) => name)).toEqual(['retention']);
    expectFoldEqualsState(runner);
  });
});
