/** A certificate of another body to an edition that ends. Played on `transfer-in.yaml`, on other days. */
import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../../../infra/demo/case.ts';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { begun, expectFoldEqualsState, play, readCase, refusedBy } from '../../../support/cases.ts';

const journey = 'initech-27001';
const office = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };
const chair = { id: 'p-1', role: 'panelMember' };

const path = (runner: Simulation): string => stateOf(runner.state(journey));
const last = (runner: Simulation, type: string) =>
  runner.log(journey).findLast((event) => event.type === type)?.data;
const kept = (runner: Simulation): unknown => runner.state(journey).snapshot.context;
const give = (runner: Simulation, command: string, payload: object) =>
  refusedBy(runner, journey, [command, { on: runner.now().slice(0, 10), ...payload }]);

const inTermsOf2013: Readonly<Record<string, object>> = { 'A.5.23': { requirement: 'A.15.1.1' } };

/** The transfer of a certificate to 27001:2013, beginning on a day. */
function to2013(startsOn: string, review: object = {}): Case {
  const given = readCase('transfer-in', startsOn);
  const steps = given.steps.map((step) => {
    const { command, payload } = step;
    const more =
      command === 'completePreTransferReview' ? { covered: ['9.2', '9.3', '10.1'], ...review } : {};
    return {
      ...step,
      payload: { ...payload, ...inTermsOf2013[payload['requirement'] as string], ...more },
    };
  });
  return { ...given, input: { ...given.input, standard: '27001:2013' }, steps };
}

/** The transfer up to a command, that command not included, on its day. */
function upTo(command: string, given: Case): Simulation {
  const end = given.steps.findIndex((step) => step.command === command);
  const runner = begun(given);
  play(runner, { ...given, steps: given.steps.slice(0, end) });
  runner.travelTo(`${given.steps[end]?.date ?? ''}T12:00:00.000Z`);
  return runner;
}

describe('a transfer in, to an edition that ends', () => {
  it('given nothing is certified to it any more, when the certificate is taken over, then it goes on to the cut-off and owes a transition', () => {
    // The acceptance is 45 days later: 15 August 2024.
    const given = to2013('2024-07-01');
    const runner = upTo('acceptTransfer', given);
    expect(give(runner, 'acceptTransfer', { actor: chair })).toEqual([]);
    expect(last(runner, 'TransferAccepted')).toMatchObject({
      editionCutOff: { rule: 'R-STD-01', due: '2025-10-31' },
      validUntil: '2026-06-25',
    });
    expect(path(runner)).toContain('edition/ending/owed');
    const on = runner.now().slice(0, 10);
    const end = { actor: office, endsOn: on, confirmedBy: 'issuingBody' };
    expect(give(runner, 'recordPreviousEnd', end)).toEqual([]);
    expect(give(runner, 'issueCertificate', { actor: office })).toEqual([]);
    expect(last(runner, 'CertificateIssued')).toMatchObject({
      standard: '27001:2013',
      validUntil: '2025-10-31',
    });
    expect(
      give(runner, 'startStandardTransition', { actor: office, with: 'surveillance' }),
    ).toEqual([]);
    expect(path(runner)).toContain('edition/ending/begun');
    runner.travelTo('2025-11-01T12:00:00.000Z');
    expect(path(runner)).toBe('expired/missed');
    expect(last(runner, 'StandardTransitionMissed')).toMatchObject({ due: '2025-10-31' });
    expectFoldEqualsState(runner);
  });

  it('given a cut-off, when the transfer is accepted on it, then R-STD-01 allows, and the day after refuses', () => {
    const onTheDay = upTo('acceptTransfer', to2013('2025-09-16'));
    expect(onTheDay.now().slice(0, 10)).toBe('2025-10-31');
    expect(give(onTheDay, 'acceptTransfer', { actor: chair })).toEqual([]);

    const late = upTo('acceptTransfer', to2013('2025-09-17'));
    expect(give(late, 'acceptTransfer', { actor: chair })).toEqual(['R-STD-01']);
    // A decision of the day before can still be recorded.
    expect(give(late, 'acceptTransfer', { actor: chair, on: '2025-10-31' })).toEqual([]);
    expect(path(late)).toBe('expired/missed');
    expectFoldEqualsState(late);
  });

  it('given the cut-off has passed, when the application is accepted, then R-STD-01 refuses', () => {
    const given = to2013('2025-11-03');
    const runner = upTo('acceptApplication', given);
    const accept = given.steps.find(({ command }) => command === 'acceptApplication')?.payload;
    expect(refusedBy(runner, journey, ['acceptApplication', accept ?? {}])).toEqual(['R-STD-01']);
  });

  it('given a review that wants an initial audit, when a programme is drafted, then it is to the edition that can be certified to', () => {
    const given = to2013('2024-07-01', { outcome: 'newClient' });
    const runner = upTo('recordPreTransferVisit', given);
    expect(path(runner)).toContain('work/rejected');
    const programme = { actor: office, note: 'As of a new client.' };
    expect(refusedBy(runner, journey, ['draftProgramme', programme])).toEqual([]);
    expect(kept(runner)).toMatchObject({
      ...{ standard: '27001:2022', surveyedIn: '27001:2022', applicability: null },
      transfer: { status: 'over' },
    });
    expect(refusedBy(runner, journey, ['agreeProgramme', { actor: client }])).toEqual([]);
    expect(path(runner)).toBe('preAudit/offered');
    expectFoldEqualsState(runner);
  });
});
