import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../../machines/engine/index.ts';
import {
  begun,
  expectFoldEqualsState,
  justBefore,
  play,
  readCase,
  refusedBy,
  rulesOf,
} from '../../../../support/cases.ts';

const journey = 'globex-27001';
const member = (id: string): object => ({ id, role: 'panelMember' });
const admin = (id: string): object => ({ id, role: 'cbAdmin' });
const act = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, journey, [command, payload]);
const last = (runner: Simulation): object =>
  runner.log(journey).findLast(({ cause }) => cause !== 'derived')?.data ?? {};

function issued(): Simulation {
  const given = readCase('worked-case');
  const runner = begun(given);
  play(runner, given);
  return runner;
}

describe('what a certificate says', () => {
  it('given the grant of 20 January 2027, when issued two days later, then it counts from the decision and names the statement of applicability', () => {
    expect(last(issued())).toEqual({
      on: '2027-01-22',
      number: 'globex-27001-1',
      revision: 1,
      client: 'globex',
      legalName: 'Globex Payments',
      scope: 'Development and operation of the payment platform',
      sites: [{ site: 'head office', address: 'Berlin' }],
      standard: '27001:2022',
      applicability: '4',
      issuedBy: 'northcert',
      originallyOn: '2027-01-20',
      effectiveOn: '2027-01-20',
      validUntil: '2030-01-19',
    });
  });

  it('given no statement of applicability in the file, when issued, then R-CRT-03 refuses', () => {
    const given = readCase('worked-case');
    const runner = begun(given);
    const end = given.steps.findIndex(({ command }) => command === 'issueCertificate');
    const steps = given.steps
      .slice(0, end)
      .filter(({ command }) => command !== 'recordApplicability')
      .map((step) =>
        step.command === 'coverRequirement' && step.payload['requirement'] === 'A.5.18'
          ? { ...step, payload: { ...step.payload, requirement: 'A.8.30' } }
          : step,
      );
    play(runner, { journey, steps });
    const issue = { actor: admin('o-1'), on: '2027-01-20' };
    expect(act(runner, 'issueCertificate', issue)).toEqual(['R-CRT-03']);
    expect(rulesOf(justBefore('issueCertificate'))).toEqual([]);
  });

  it('given the decision of 20 January 2027, when issued before it, then R-CRT-04 refuses', () => {
    const waiting = () => justBefore('issueCertificate');
    expect(rulesOf(waiting(), { on: '2027-01-19' })).toEqual(['R-CRT-04', 'DATE-02']);
    expect(rulesOf(waiting(), { on: '2027-01-20' })).toEqual([]);
  });

  it('given the renewal, when issued, then the day of the first decision stays on it', () => {
    const runner = issued();
    play(runner, readCase('worked-case-years'));
    expect(last(runner)).toMatchObject({
      number: 'globex-27001-2',
      revision: 1,
      originallyOn: '2027-01-20',
      effectiveOn: '2029-11-29',
      validUntil: '2033-01-19',
    });
  });
});

describe('a revised certificate', () => {
  const reissue = { on: '2027-01-22', reason: 'the head office has moved' };

  it('given who issued it, when it issues it anew, then SOD-09 refuses; a second person gives the next revision', () => {
    const runner = issued();
    expect(act(runner, 'reissueCertificate', { actor: admin('o-1'), ...reissue })).toEqual([
      'SOD-09',
    ]);
    const other = { actor: admin('o-2'), ...reissue };
    expect(runner.command(journey, 'reissueCertificate', other)).toMatchObject({
      answer: { answers: { number: 'globex-27001-1', revision: 2 } },
    });
    expect(last(runner)).toMatchObject({ validUntil: '2030-01-19', originallyOn: '2027-01-20' });
    expect(act(runner, 'reissueCertificate', { actor: admin('o-2'), ...reissue })).toEqual([
      'SOD-09',
    ]);
    expectFoldEqualsState(runner);
  });

  it('given the decision of 20 January, when a revision is dated before it, then R-CRT-04 refuses', () => {
    const early = { actor: admin('o-2'), ...reissue, on: '2027-01-19' };
    expect(act(issued(), 'reissueCertificate', early)).toEqual(['R-CRT-04']);
  });
});

describe('T-12, the certificate after the decision', () => {
  it('given the decision of Wednesday 20 January 2027, when five working days end, then it is late and may still be issued', () => {
    const { runner, step } = justBefore('issueCertificate');
    const granted = runner.log(journey).find(({ type }) => type === 'CertificationGranted');
    expect(granted?.data).toMatchObject({
      issueDue: { rule: 'T-12', due: '2027-01-27', at: '2027-01-27T23:00:00.000Z' },
      decision: 'decision-1',
    });
    expect(granted?.data['file']).toMatch(/^[0-9a-f]{64}$/);
    runner.travelTo('2027-01-27T22:59:59.999Z');
    expect(stateOf(runner.state(journey))).toContain('certificate/granted/preparing');
    runner.travelTo('2027-01-27T23:00:00.000Z');
    expect(stateOf(runner.state(journey))).toContain('certificate/granted/late');
    expect(act(runner, step.command, step.payload)).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a certificate in time, when the day passes, then nothing is late', () => {
    const runner = issued();
    runner.travelTo('2027-02-01T12:00:00.000Z');
    expect(runner.log(journey).map(({ type }) => type)).not.toContain('IssueDueElapsed');
  });
});

describe('the accreditation gate, waived', () => {
  const waive = { on: '2027-01-19', reason: 'no answers this month' };

  it.each(['forwardFile', 'concur'])(
    'given the file before %s, when who proposed waives, then SOD-09 refuses; another member may, and the grant follows',
    (command) => {
      const { runner } = justBefore(command);
      runner.travelTo('2027-01-19T12:00:00.000Z');
      const [proposed] = runner
        .log(`${journey}/decision-1`)
        .filter(({ type }) => type === 'CertificationProposed');
      const proposer = proposed?.actor?.id ?? '';
      const other = ['p-1', 'p-2', 'p-3'].find((id) => id !== proposer) ?? '';
      const by = (id: string): string[] =>
        act(runner, 'waiveAccreditationGate', { actor: member(id), ...waive });
      expect(by(proposer)).toEqual(['SOD-09']);
      expect(by('p-9')).toEqual(['ROLE-03']);
      expect(by(other)).toEqual([]);
      const grant = { actor: member('p-1'), on: '2027-01-18' };
      expect(act(runner, 'grantCertification', grant)).toEqual(['R-AB-02', 'DATE-02']);
      expect(act(runner, 'grantCertification', { ...grant, on: '2027-01-19' })).toEqual([]);
      expectFoldEqualsState(runner);
    },
  );

  it('given a query, when answered, then the time to answer starts again and the body may concur', () => {
    const { runner, step } = justBefore('concur');
    const ab = { id: 'ab-1', role: 'accreditationBody' };
    expect(act(runner, 'queryFile', { actor: ab, question: 'Which sites?' })).toEqual([]);
    expect(rulesOf({ runner, step })).toEqual(['COMMAND_REFUSED']);
    const answer = { actor: admin('o-1'), on: '2027-01-19', answer: 'Both.' };
    expect(act(runner, 'answerQuery', answer)).toEqual([]);
    expect(last(runner)).toMatchObject({ answerDue: { rule: 'T-11', due: '2027-02-18' } });
    expect(rulesOf({ runner, step })).toEqual([]);
  });
});
