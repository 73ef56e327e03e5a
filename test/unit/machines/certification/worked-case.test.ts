import { beforeAll, describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { begun, counts, expectFoldEqualsState, play, readCase } from '../../../support/cases.ts';

const journey = 'globex-27001';

function contextOf(runner: Simulation): Record<string, unknown> {
  return runner.state(journey).snapshot.context as Record<string, unknown>;
}

describe('worked case, to the certificate', () => {
  let runner: Simulation;
  beforeAll(() => {
    const given = readCase('worked-case');
    runner = begun(given);
    play(runner, given);
  });

  it('given its own dates, when played, then the certificate is valid until 19 January 2030', () => {
    const [granted] = runner.log(journey).filter(({ type }) => type === 'CertificationGranted');
    expect(granted?.data).toMatchObject({
      on: '2027-01-20',
      validUntil: '2030-01-19',
      cycle: 1,
      expiry: { rule: 'T-16', due: '2030-01-19', at: '2030-01-19T23:00:00.000Z' },
      surveillanceDue: { rule: 'T-13', due: '2028-01-20', at: '2028-01-20T23:00:00.000Z' },
      recertificationReminder: { rule: 'T-15', due: '2029-04-19' },
      restorationWindow: { rule: 'T-17', due: '2030-07-19' },
    });
    expect(contextOf(runner)).toMatchObject({ certificate: 'globex-27001-1' });
    expect(stateOf(runner.state(journey))).toBe(
      'certified/(certificate/active/current,cycle/surveillance1/scheduling,surveillance/inTime,body/accredited,edition/current)',
    );
  });

  it('given the closing meeting of 4 December 2026, when held, then its deadlines are those of the policy', () => {
    const [held] = runner
      .log(`${journey}/stage-2`)
      .filter(({ type }) => type === 'ClosingMeetingHeld');
    expect(held?.data).toMatchObject({
      deadlines: {
        capDue: { rule: 'T-05', due: '2027-01-03' },
        majorEvidenceDue: { rule: 'T-06', due: '2027-03-04' },
        minorPlanDue: { rule: 'T-08', due: '2027-02-02' },
        majorClosure: { rule: 'T-07', due: '2027-06-04' },
      },
    });
  });

  it('given the findings, when counted, then there are one major, four minors and seven opportunities', () => {
    expect(counts(runner)).toMatchObject({
      FindingRaised: 5,
      NonconformityRaised: 5,
      OpportunityForImprovementRecorded: 7,
      RcbRejected: 1,
      AuditCompleted: 3,
      CapAccepted: 5,
      CorrectiveActionVerified: 1,
      NonconformityClosed: 1,
      PanelVoteCast: 3,
      AccreditationBodyConcurred: 1,
      CertificationGranted: 1,
      CertificateIssued: 1,
    });
    const { findings } = contextOf(runner) as {
      findings: Record<string, { grade: string; status: string }>;
    };
    expect(findings['nc-s2-003']).toMatchObject({ grade: 'major', status: 'closed' });
    expect(Object.values(findings).filter(({ grade }) => grade === 'minor')).toHaveLength(4);
  });

  it('given an audit, when its events reach the journey, then every finding comes before its completion', () => {
    const told = runner.log(journey).filter(({ cause }) => cause === 'child');
    const types = told.map(({ type }) => type);
    expect(types.lastIndexOf('FindingRaised')).toBeLessThan(types.lastIndexOf('AuditCompleted'));
    expect(types.filter((type) => type === 'FindingRaised')).toHaveLength(5);
  });

  it('given the entities, when listed, then each is a direct child of the journey', () => {
    expect([...runner.entities()].sort()).toEqual(
      [
        journey,
        ...['decision-1', 'pre-audit', 'stage-1', 'stage-2'].map((id) => `${journey}/${id}`),
        ...[1, 2, 3, 4, 5].map((number) => `${journey}/nc-s2-00${number}`),
      ].sort(),
    );
  });

  it('given every log, when folded, then it gives the state', () => {
    expectFoldEqualsState(runner);
  });
});

/** Nobody can have had a plan for two weeks when everything happens on one day. */
function waiver({ date, to }: { date: string; to: string }) {
  const actor = { id: 'c-1', role: 'client' };
  return { date, to, command: 'waiveNotice', payload: { actor, reason: 'all today' } };
}

describe('worked case, in one day', () => {
  it('given every date is today, when played at one instant, then nothing is refused', () => {
    const given = readCase('worked-case', '2026-11-24');
    const dates = { on: '2026-11-24', from: '2026-11-24', to: '2026-11-24' };
    const runner = begun(given);
    const withWaiver = given.steps.flatMap((step) =>
      ['agreeAuditPlan', 'notifyTeam'].includes(step.command) ? [step, waiver(step)] : [step],
    );
    const steps = withWaiver.map(({ date: _date, payload, ...step }) => {
      const today = Object.entries(dates).filter(([name]) => name in payload);
      return { ...step, date: '2026-11-24', payload: { ...payload, ...Object.fromEntries(today) } };
    });
    play(runner, { ...given, steps });
    expect(stateOf(runner.state(journey))).toContain('certificate/active');
  });
});

describe('worked case, through the years', () => {
  it('given both surveillances and the recertification, when played, then the next cycle ends on 19 January 2033', () => {
    const runner = begun(readCase('worked-case'));
    play(runner, readCase('worked-case'));
    play(runner, readCase('worked-case-years'));
    const [granted] = runner.log(journey).filter(({ type }) => type === 'RecertificationGranted');
    expect(granted?.data).toMatchObject({
      on: '2029-11-29',
      validUntil: '2033-01-19',
      cycle: 2,
      surveillanceDue: { rule: 'T-14', due: '2030-12-31' },
    });
    const maintained = runner.log(journey).filter(({ type }) => type === 'CertificationMaintained');
    expect(
      maintained.map(({ data }) => (data['surveillanceDue'] as { due: string } | null)?.due),
    ).toEqual(['2028-12-31', '2029-12-31']);
    expect(runner.entities()).toEqual(
      expect.arrayContaining(
        [
          'surveillance-2027',
          'surveillance-2028',
          'recertification-2029',
          'nc-sv2027-001',
          'decision-2',
        ].map((id) => `${journey}/${id}`),
      ),
    );
    expect(counts(runner)).not.toHaveProperty('SurveillanceOverdue');
    expect(counts(runner)).not.toHaveProperty('CertificateExpired');
    expectFoldEqualsState(runner);
  });

  it.each(['2026-11-24', '2027-05-30', '2028-02-29', '2027-12-31'])(
    'given a journey that starts on %s, when played, then it reaches its second cycle as well',
    (startsOn) => {
      const runner = begun(readCase('worked-case', startsOn));
      play(runner, readCase('worked-case', startsOn));
      play(runner, readCase('worked-case-years', startsOn));
      expect(contextOf(runner)).toMatchObject({ cycle: 2, certificate: 'globex-27001-2' });
      expect(counts(runner)).not.toHaveProperty('SurveillanceOverdue');
      expectFoldEqualsState(runner);
    },
  );
});
