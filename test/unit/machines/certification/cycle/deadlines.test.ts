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

/** What a surveillance covers and reviews before it closes. */
const surveyed: readonly [string, object][] = [
  [
    'recordEvidence',
    {
      ...{ kind: 'record', title: 'Internal audits and management review', version: '1' },
      requirements: ['9.2.1', '9.2.2', '9.3.1', '9.3.2', '9.3.3', '10.2'],
    },
  ],
  ['reviewFindings', { conclusions: 'Effective.', followUp: 'None.', programme: 'confirmed' }],
];
const journey = 'globex-27001';
const major = `${journey}/nc-s2-003`;

function certified(): Simulation {
  const runner = begun(readCase('worked-case'));
  play(runner, readCase('worked-case'));
  return runner;
}
function types(runner: Simulation): string[] {
  return runner.log(journey).map(({ type }) => type);
}

describe('T-13, the first surveillance', () => {
  it('given 20 January 2028, when that day ends in Berlin, then it is overdue, and only a person suspends', () => {
    const runner = certified();
    runner.travelTo('2028-01-20T22:59:59.999Z');
    expect(types(runner)).not.toContain('SurveillanceDueElapsed');
    runner.travelTo('2028-01-20T23:00:00.000Z');
    expect(types(runner).slice(-2)).toEqual(['SurveillanceDueElapsed', 'SurveillanceOverdue']);
    expect(stateOf(runner.state(journey))).toBe(
      'certified/(certificate/active/current,cycle/surveillance1/scheduling,surveillance/overdue/further,body/accredited,edition/current)',
    );
    expect(runner.state(journey).snapshot.tags.has('overdue')).toBe(true);
    runner.travelTo('2028-06-01T12:00:00.000Z');
    expect(types(runner)).not.toContain('CertificateSuspended');
    const suspend = {
      actor: { id: 'p-1', role: 'panelMember' },
      on: '2028-06-01',
      cause: 'overdue',
    };
    expect(refusedBy(runner, journey, ['suspendCertificate', suspend])).toEqual([]);
    const { step } = justBefore('scheduleSurveillance', 1, 'worked-case-years');
    const dates = { from: '2028-06-10', to: '2028-06-11' };
    expect(refusedBy(runner, journey, [step.command, { ...step.payload, ...dates }])).toEqual([]);
    runner.travelTo('2028-12-31T12:00:00.000Z');
    expect(types(runner).filter((type) => type === 'SurveillanceOverdue')).toHaveLength(1);
    expectFoldEqualsState(runner);
  });

  it('given a surveillance whose last day is the due day, when recorded that day, then nothing is overdue', () => {
    const runner = certified();
    const { step } = justBefore('scheduleSurveillance', 1, 'worked-case-years');
    const dates = { from: '2028-01-20', to: '2028-01-20' };
    expect(refusedBy(runner, journey, [step.command, { ...step.payload, ...dates }])).toEqual([]);
    const audit = `${journey}/surveillance-2028`;
    const actor = { id: 'a-1', role: 'leadAuditor' };
    runner.travelTo('2028-01-20T12:00:00.000Z');
    expect(refusedBy(runner, audit, ['sendAuditPlan', { actor, on: '2028-01-05' }])).toEqual([]);
    expect(
      refusedBy(runner, audit, ['agreeAuditPlan', { actor: { id: 'c-1', role: 'client' } }]),
    ).toEqual([]);
    expect(refusedBy(runner, audit, ['holdOpeningMeeting', { actor, on: '2028-01-20' }])).toEqual(
      [],
    );
    for (const [command, payload] of surveyed) {
      expect(refusedBy(runner, audit, [command, { actor, ...payload }])).toEqual([]);
    }
    expect(refusedBy(runner, audit, ['holdClosingMeeting', { actor, on: '2028-01-20' }])).toEqual(
      [],
    );
    runner.travelTo('2028-03-01T12:00:00.000Z');
    expect(types(runner)).not.toContain('SurveillanceDueElapsed');
  });
});

describe('T-14, each calendar year', () => {
  it('given a first surveillance in 2027, when 2028 ends in Berlin without one, then it is overdue', () => {
    const { runner } = justBefore('scheduleSurveillance', 2, 'worked-case-years');
    runner.travelTo('2028-12-31T22:59:59.999Z');
    expect(types(runner)).not.toContain('SurveillanceOverdue');
    runner.travelTo('2028-12-31T23:00:00.000Z');
    const [overdue] = runner.log(journey).filter(({ type }) => type === 'SurveillanceOverdue');
    expect(overdue?.data).toMatchObject({ rule: 'T-14', due: '2028-12-31' });
    expect(stateOf(runner.state(journey))).toContain('surveillance/overdue');
  });
});

describe('T-07, the majors of Stage 2', () => {
  const verify = { actor: { id: 'a-1', role: 'leadAuditor' }, method: 'document' };

  it('given 4 June 2027, when a major is verified that day, then the file can be completed', () => {
    const { runner } = justBefore('verifyCorrectiveAction');
    runner.travelTo('2027-06-04T21:59:59.000Z');
    expect(
      refusedBy(runner, major, ['verifyCorrectiveAction', { ...verify, on: '2027-06-04' }]),
    ).toEqual([]);
    runner.travelTo('2027-06-10T12:00:00.000Z');
    expect(types(runner)).not.toContain('MajorClosureWindowElapsed');
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/fileComplete');
  });

  it('given 4 June 2027 passed, when the major is verified a day later, then Stage 2 is done again', () => {
    const { runner } = justBefore('verifyCorrectiveAction');
    runner.travelTo('2027-06-04T22:00:00.000Z');
    expect(types(runner).slice(-2)).toEqual(['MajorClosureWindowElapsed', 'Stage2ReauditRequired']);
    runner.travelTo('2027-06-05T12:00:00.000Z');
    expect(
      refusedBy(runner, major, ['verifyCorrectiveAction', { ...verify, on: '2027-06-05' }]),
    ).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/reauditRequired');
    const file = { actor: { id: 'o-1', role: 'cbAdmin' }, on: '2027-06-05' };
    expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual(['R-DEC-06']);
    const review = {
      actor: { id: 'r-1', role: 'applicationReviewer' },
      on: '2027-06-05',
      justification: 'Stage 1 was looked at again.',
    };
    expect(refusedBy(runner, journey, ['authoriseStage2', review])).toEqual([]);
    const { step } = justBefore('scheduleStage2');
    const again = { ...step.payload, from: '2027-07-05', to: '2027-07-09' };
    expect(runner.command(journey, 'scheduleStage2', again)).toMatchObject({
      answer: { answers: { audit: 'stage-2-2' } },
    });
    expectFoldEqualsState(runner);
  });

  it('given a verification in time that is recorded late, when recorded, then the task is cleared, the lapse stays', () => {
    const { runner } = justBefore('verifyCorrectiveAction');
    runner.travelTo('2027-06-10T12:00:00.000Z');
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/reauditRequired');
    expect(
      refusedBy(runner, major, ['verifyCorrectiveAction', { ...verify, on: '2027-06-04' }]),
    ).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('correctiveAction/fileComplete');
    expect(types(runner)).toContain('MajorClosureWindowElapsed');
  });
});

describe('T-16 and T-17, the end of validity', () => {
  it('given 19 January 2030, when that day ends, then the certificate expires by the clock; a decision in time is recorded late', () => {
    const waiting = justBefore('grantRecertification', 1, 'worked-case-years');
    const { runner } = waiting;
    runner.travelTo('2030-01-19T22:59:59.999Z');
    expect(types(runner)).not.toContain('CertificateExpired');
    runner.travelTo('2030-01-19T23:00:00.000Z');
    expect(types(runner).slice(-2)).toEqual(['CertificateExpiryElapsed', 'CertificateExpired']);
    expect(stateOf(runner.state(journey))).toBe('expired/restorable/accreditation/concurred');
    runner.travelTo('2030-01-20T12:00:00.000Z');
    expect(rulesOf(waiting, { on: '2030-01-20' })).toEqual(['R-RC-05']);
    expect(rulesOf(waiting)).toEqual([]);
    const [granted] = runner.log(journey).filter(({ type }) => type === 'RecertificationGranted');
    expect(granted?.data).toMatchObject({ validUntil: '2033-01-19', recordedAfterLapse: true });
    expectFoldEqualsState(runner);
  });

  it('given 19 July 2030, when that day ends, then nothing can be restored any more', () => {
    const waiting = justBefore('grantRecertification', 1, 'worked-case-years');
    const { runner } = waiting;
    runner.travelTo('2030-07-19T22:00:00.000Z');
    expect(stateOf(runner.state(journey))).toBe('expired/lapsed');
    expect(rulesOf(waiting)).toEqual(['COMMAND_REFUSED']);
    expectFoldEqualsState(runner);
  });
});

describe('T-11, the answer of the accreditation body', () => {
  it('given no answer for 30 days, when the day has passed, then it is reminded, and nothing is approved', () => {
    const { runner, step } = justBefore('concur');
    runner.travelTo('2027-02-17T22:59:59.999Z');
    expect(stateOf(runner.state(journey))).toBe('accreditation/awaitingAnswer');
    runner.travelTo('2027-02-17T23:00:00.000Z');
    expect(stateOf(runner.state(journey))).toBe('accreditation/reminded');
    expect(rulesOf({ runner, step }, { on: '2027-02-17' })).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('accreditation/concurred');
  });
});
