/** Both outcomes of what no rule of its own guards: steps, roles, fields and deadlines, in the worked case. */
import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { project, type Standing } from '../../../../services/register/project.ts';
import {
  begun,
  justBefore,
  play,
  readCase,
  refusedBy,
  rulesOf,
  type Step,
} from '../../../support/cases.ts';
import { publicEvents } from '../../../support/stories.ts';

const journey = 'globex-27001';
const office = { id: 'o-1', role: 'cbAdmin' };
const member = { id: 'p-1', role: 'panelMember' };
const client = { id: 'c-1', role: 'client' };
const years = 'worked-case-years';

interface Stop {
  readonly runner: Simulation;
  readonly step: Step;
}
const stops = new Map<string, Stop>();

/** The case just before a command. What is refused changes nothing, so that one play serves several refusals. */
function before(command: string, nth = 1, name?: string): Stop {
  const key = [command, nth, name].join();
  const stop = stops.get(key) ?? justBefore(command, nth, name);
  stops.set(key, stop);
  return stop;
}
const accepts = (...stop: Parameters<typeof before>) => rulesOf(justBefore(...stop));
const refusal = ({ runner }: Stop, command: string, payload: object, to = journey) =>
  refusedBy(runner, to, [command, payload]);

/** The journey with its certificate, at an instant. */
function certified(at?: string): Simulation {
  const runner = begun(readCase('worked-case'));
  play(runner, readCase('worked-case'));
  if (at !== undefined) runner.travelTo(at);
  return runner;
}
function recorded(runner: Simulation, type: string, entity = journey) {
  return runner.log(entity).filter((event) => event.type === type);
}

describe('steps that only some states take', () => {
  it('given no authorisation, when Stage 2 is planned, then R-S1-05 refuses', () => {
    const { step } = before('scheduleStage2');
    expect(refusal(before('authoriseStage2'), step.command, step.payload)).toEqual([
      'COMMAND_REFUSED',
    ]);
  });
  it('given an authorisation, when Stage 2 is planned, then R-S1-05 allows', () => {
    expect(accepts('scheduleStage2')).toEqual([]);
  });

  it('given a pre-audit that took place, when another is asked for, then R-PRE-02 refuses', () => {
    const { step } = before('requestPreAudit');
    expect(refusal(before('scheduleStage1'), step.command, step.payload)).toEqual([
      'COMMAND_REFUSED',
    ]);
  });
  it('given no pre-audit yet, when one is asked for, then R-PRE-02 allows', () => {
    expect(accepts('requestPreAudit')).toEqual([]);
  });

  it('given a file that lies with the team, when the panel is convened, then R-DEC-03 refuses', () => {
    const stop = justBefore('passTechnicalReview');
    const decision = `${journey}/decision-1`;
    const reviewer = { id: 't-1', role: 'technicalReviewer' };
    expect(refusal(stop, 'returnFile', { actor: reviewer, reasons: ['dates'] }, decision)).toEqual(
      [],
    );
    const panel = { actor: office, members: ['p-1', 'p-2', 'p-3'] };
    expect(refusal(stop, 'convenePanel', panel, decision)).toEqual(['COMMAND_REFUSED']);
  });
  it('given a file that was reviewed, when the panel is convened, then R-DEC-03 allows', () => {
    expect(accepts('convenePanel')).toEqual([]);
  });

  it('given no complete file, when certification is granted, then R-DEC-05 refuses', () => {
    const grant = { actor: member, on: '2027-01-15' };
    expect(refusal(before('completeDecisionFile'), 'grantCertification', grant)).toEqual([
      'COMMAND_REFUSED',
    ]);
  });
  it('given every finding answered, when the file is completed, then R-DEC-05 allows', () => {
    expect(accepts('completeDecisionFile')).toEqual([]);
  });

  it('given a certificate, when certification is granted or refused again, then R-DEC-10 refuses', () => {
    const runner = certified();
    const again = { actor: member, on: '2027-01-22' };
    expect(refusedBy(runner, journey, ['grantCertification', again])).toEqual(['COMMAND_REFUSED']);
    const refuse = { ...again, reasons: ['r'] };
    expect(refusedBy(runner, journey, ['refuseCertification', refuse])).toEqual([
      'COMMAND_REFUSED',
    ]);
  });
  it('given no decision yet, when certification is granted, then R-DEC-10 allows', () => {
    expect(accepts('grantCertification')).toEqual([]);
  });

  it('given no grant, when a certificate is issued, then INV-01 refuses', () => {
    const { step } = before('issueCertificate');
    expect(refusal(before('grantCertification'), step.command, step.payload)).toEqual([
      'COMMAND_REFUSED',
    ]);
  });
  it('given a grant, when a certificate is issued, then INV-01 allows', () => {
    expect(accepts('issueCertificate')).toEqual([]);
  });

  it('given an engagement that ended, when anything is asked for, then INV-14 refuses', () => {
    const stop = justBefore('scheduleStage1');
    expect(refusal(stop, 'terminateEngagement', { actor: client, reason: 'sold' })).toEqual([]);
    expect(rulesOf(stop)).toEqual(['COMMAND_REFUSED']);
  });
  it('given an engagement that goes on, when the same is asked for, then INV-14 allows', () => {
    expect(accepts('scheduleStage1')).toEqual([]);
  });

  it('given a certificate that has expired, when it is suspended or restored, then INV-08 refuses', () => {
    const runner = certified('2030-01-19T23:00:00.000Z');
    const payload = { actor: member, on: '2030-01-20', cause: 'c', reason: 'r' };
    const { cause, reason, ...day } = payload;
    const ask = (command: string, given: object) => refusedBy(runner, journey, [command, given]);
    expect(ask('suspendCertificate', { ...day, cause })).toEqual(['COMMAND_REFUSED']);
    expect(ask('restoreCertificate', { ...day, reason })).toEqual(['COMMAND_REFUSED']);
  });
  it('given a certificate that is suspended, when it is restored, then INV-08 allows', () => {
    const runner = certified();
    const suspend = { actor: member, on: '2027-01-22', cause: 'mark misuse' };
    expect(refusedBy(runner, journey, ['suspendCertificate', suspend])).toEqual([]);
    const restore = { actor: member, on: '2027-01-22', reason: 'mended' };
    expect(refusedBy(runner, journey, ['restoreCertificate', restore])).toEqual([]);
  });
});

describe('what has to be recorded, and by whom', () => {
  it('given a review, when it names no competence for the decision, then R-APP-02 refuses', () => {
    const { decisionCompetences: _, ...payload } = before('acceptApplication').step.payload;
    expect(refusal(before('acceptApplication'), 'acceptApplication', payload)).not.toEqual([]);
  });
  it('given a review, when it names the competences of team and decision, then R-APP-02 allows', () => {
    expect(accepts('acceptApplication')).toEqual([]);
  });

  it('given a client, when it asks for Stage 1 again, then R-S1-07 refuses', () => {
    expect(rulesOf(before('scheduleStage1'), { actor: client })[0]).toBe('ROLE_NOT_ALLOWED');
  });
  it('given the certification body, when it plans Stage 1, then R-S1-07 allows', () => {
    expect(accepts('scheduleStage1')).toEqual([]);
  });

  it('given a document, when it has no version, then R-S2-04 refuses', () => {
    const { version: _, ...payload } = before('recordEvidence').step.payload;
    const { entity } = before('recordEvidence').step;
    expect(refusal(before('recordEvidence'), 'recordEvidence', payload, entity)).not.toEqual([]);
  });
  it('given a document, when it has title and version, then R-S2-04 allows', () => {
    expect(accepts('recordEvidence')).toEqual([]);
  });

  it('given the lead auditor, when it grants certification, then R-S2-07 refuses', () => {
    const lead = { actor: { id: 'a-1', role: 'leadAuditor' } };
    expect(rulesOf(before('grantCertification'), lead)[0]).toBe('ROLE_NOT_ALLOWED');
  });
  it('given the lead auditor, when it recommends, then R-S2-07 allows', () => {
    expect(accepts('makeRecommendation')).toEqual([]);
  });

  it('given a grant, when it has conditions, then R-DEC-08 refuses', () => {
    expect(rulesOf(before('grantCertification'), { conditions: ['later'] })).not.toEqual([]);
  });
  it('given a grant, when it has none, then R-DEC-08 allows', () => {
    expect(accepts('grantCertification')).toEqual([]);
  });

  it('given a decision of 20 January, when the certificate takes effect before it, then INV-04 refuses', () => {
    expect(rulesOf(before('issueCertificate'), { on: '2027-01-19' })).not.toEqual([]);
  });
  it('given a decision of 20 January, when the certificate takes effect that day, then INV-04 allows', () => {
    expect(rulesOf(justBefore('issueCertificate'), { on: '2027-01-20' })).toEqual([]);
    expect(recorded(certified(), 'CertificationGranted')[0]?.data).toMatchObject({
      expiry: { due: '2030-01-19' },
    });
  });

  /** Audit time of 50 persons, 10 days by the table, with an adjustment in percent. */
  const timed = (adjustment: number) => {
    const stop = justBefore('determineAuditTime');
    expect(rulesOf(stop, { adjustment, bandDeparture: 'one small office' })).toEqual([]);
    return recorded(stop.runner, 'AuditTimeDetermined')[0]?.data;
  };
  it('given reductions of 40 percent, when the time is determined, then INV-13 refuses', () => {
    expect(timed(-40)).toMatchObject({ uncappedDays: 6, cappedDays: 7 });
  });
  it('given reductions of 20 percent, when the time is determined, then INV-13 allows', () => {
    expect(timed(-20)).toMatchObject({ uncappedDays: 8, cappedDays: 8 });
  });
});

describe('deadlines before the certificate', () => {
  it('given a quote of 11 September, when 60 days have passed, then T-01 lapses', () => {
    const stop = justBefore('acceptQuote');
    stop.runner.travelTo('2026-11-10T23:00:00.000Z');
    expect(recorded(stop.runner, 'QuoteExpired')).toHaveLength(1);
    expect(rulesOf(stop)).not.toEqual([]);
  });
  it('given a quote of 11 September, when it is accepted within its last day, then T-01 is kept', () => {
    const stop = justBefore('acceptQuote');
    stop.runner.travelTo('2026-11-10T22:59:59.999Z');
    expect(rulesOf(stop)).toEqual([]);
    stop.runner.travelTo('2026-12-10T12:00:00.000Z');
    expect(recorded(stop.runner, 'QuoteExpired')).toEqual([]);
  });

  const plan = (nth: number) => {
    const stop = justBefore('submitCap', nth);
    return { ...stop, missed: (type: string) => recorded(stop.runner, type, stop.step.entity) };
  };
  it.each(['T-05', 'INV-09'])(
    'given a closing on 4 December, when 30 days pass without a plan, then %s lapses',
    () => {
      const { runner, missed } = plan(3);
      runner.travelTo('2027-01-03T23:00:00.000Z');
      runner.travelTo('2027-03-03T23:00:00.000Z');
      expect(missed('CapDueElapsed')).toHaveLength(1);
      expect(missed('CapDeadlineMissed')[0]?.data).toMatchObject({ due: '2027-01-03' });
    },
  );
  it.each(['T-05', 'INV-09'])(
    'given a closing on 4 December, when the plan is sent on the last day, then %s is kept',
    () => {
      const stop = plan(3);
      stop.runner.travelTo('2027-01-03T22:59:59.999Z');
      expect(rulesOf(stop)).toEqual([]);
      stop.runner.travelTo('2027-02-03T23:00:00.000Z');
      expect(stop.missed('CapDueElapsed')).toEqual([]);
    },
  );

  it('given a major, when 90 days pass without evidence, then T-06 lapses', () => {
    const stop = justBefore('submitEvidence');
    stop.runner.travelTo('2027-03-04T23:00:00.000Z');
    const [missed] = recorded(stop.runner, 'ResponseDeadlineMissed', stop.step.entity);
    expect(missed?.data).toMatchObject({ rule: 'T-06', due: '2027-03-04' });
  });
  it('given a major, when its evidence comes in time, then T-06 is kept', () => {
    const stop = justBefore('submitEvidence');
    expect(rulesOf(stop)).toEqual([]);
    stop.runner.travelTo('2027-03-04T23:00:00.000Z');
    expect(recorded(stop.runner, 'ResponseDeadlineMissed', stop.step.entity)).toEqual([]);
  });

  it('given a minor, when 60 days pass without an accepted plan, then T-08 lapses', () => {
    const { runner, missed } = plan(1);
    runner.travelTo('2027-02-02T23:00:00.000Z');
    expect(missed('ResponseDeadlineMissed')[0]?.data).toMatchObject({
      ...{ rule: 'T-08', due: '2027-02-02' },
    });
  });
  it('given a minor, when its plan is accepted in time, then T-08 is kept', () => {
    const stop = justBefore('acceptCap', 1);
    expect(rulesOf(stop)).toEqual([]);
    stop.runner.travelTo('2027-02-02T23:00:00.000Z');
    expect(recorded(stop.runner, 'ResponseDeadlineMissed', stop.step.entity)).toEqual([]);
  });

  it.each(['T-07', 'C-05'])(
    'given Stage 2 until 4 December, when a major is open after six months, then %s lapses',
    () => {
      const stop = justBefore('verifyCorrectiveAction');
      stop.runner.travelTo('2027-06-04T22:00:00.000Z');
      stop.runner.travelTo('2027-07-04T22:00:00.000Z');
      expect(recorded(stop.runner, 'MajorClosureWindowElapsed')).toHaveLength(1);
      expect(stateOf(stop.runner.state(journey))).toBe('correctiveAction/reauditRequired');
    },
  );
  it.each(['T-07', 'C-05'])(
    'given Stage 2 until 4 December, when the major is verified on the last day, then %s is kept',
    () => {
      const stop = justBefore('verifyCorrectiveAction');
      stop.runner.travelTo('2027-06-04T21:59:59.000Z');
      expect(rulesOf(stop, { on: '2027-06-04' })).toEqual([]);
      stop.runner.travelTo('2027-06-10T12:00:00.000Z');
      expect(recorded(stop.runner, 'MajorClosureWindowElapsed')).toEqual([]);
    },
  );

  it('given no answer of the accreditation body, when 30 days have passed, then T-11 lapses', () => {
    const stop = justBefore('concur');
    stop.runner.travelTo('2027-02-17T23:00:00.000Z');
    expect(stateOf(stop.runner.state(journey))).toBe('accreditation/reminded');
  });
  it('given an answer of the accreditation body, when 30 days have passed, then T-11 is kept', () => {
    const stop = justBefore('concur');
    expect(rulesOf(stop)).toEqual([]);
    stop.runner.travelTo('2027-02-17T23:00:00.000Z');
    expect(recorded(stop.runner, 'AbAnswerDueElapsed')).toEqual([]);
  });
});

describe('deadlines that the grant begins', () => {
  it.each(['T-13', 'C-01', 'INV-05', 'R-SV-01', 'R-SV-05'])(
    'given the decision of 20 January 2027, when a year passes without surveillance, then %s lapses',
    () => {
      const runner = certified('2028-01-20T23:00:00.000Z');
      expect(recorded(runner, 'SurveillanceOverdue')[0]?.data).toMatchObject({
        ...{ rule: 'T-13', due: '2028-01-20' },
      });
      runner.travelTo('2028-06-20T23:00:00.000Z');
      expect(recorded(runner, 'SurveillanceOverdue')).toHaveLength(1);
      expect(recorded(runner, 'CertificateSuspended')).toEqual([]);
    },
  );
  it.each(['T-13', 'C-01', 'INV-05', 'R-SV-01', 'R-SV-05'])(
    'given the decision of 20 January 2027, when a surveillance takes place that year, then %s is kept',
    () => {
      const { runner } = before('maintainCertification', 1, years);
      expect(recorded(runner, 'SurveillanceOverdue')).toEqual([]);
    },
  );

  it.each(['T-14', 'C-02', 'INV-06'])(
    'given a surveillance in 2027, when 2028 ends without one, then %s lapses',
    () => {
      const { runner } = justBefore('scheduleSurveillance', 2, years);
      runner.travelTo('2028-12-31T22:59:59.999Z');
      expect(recorded(runner, 'SurveillanceOverdue')).toEqual([]);
      runner.travelTo('2028-12-31T23:00:00.000Z');
      expect(recorded(runner, 'SurveillanceOverdue')[0]?.data).toMatchObject({ rule: 'T-14' });
    },
  );
  it.each(['T-14', 'C-02', 'INV-06'])(
    'given a surveillance in 2027, when another takes place in 2028, then %s is kept',
    () => {
      const { runner } = before('planRecertification', 1, years);
      expect(recorded(runner, 'SurveillanceOverdue')).toEqual([]);
    },
  );

  it.each(['T-15', 'R-RC-04'])(
    'given the expiry of 19 January 2030, when nine months are left, then %s lapses',
    () => {
      const { runner } = justBefore('planRecertification', 1, years);
      runner.travelTo('2029-04-19T22:00:00.000Z');
      const [first] = recorded(runner, 'CertificateExpiryApproached');
      expect(first?.at).toBe('2029-04-19T22:00:00.000Z');
    },
  );
  it.each(['T-15', 'R-RC-04'])(
    'given a recertification that is planned, when nine months are left, then %s is kept',
    () => {
      const stop = justBefore('maintainCertification', 2, years);
      expect(rulesOf(stop)).toEqual([]);
      const { step } = before('planRecertification', 1, years);
      expect(rulesOf({ runner: stop.runner, step })).toEqual([]);
      stop.runner.travelTo('2029-04-19T22:00:00.000Z');
      expect(recorded(stop.runner, 'CertificateExpiryApproached')).toEqual([]);
    },
  );

  it.each(['T-16', 'C-06'])(
    'given a suspended certificate, when 19 January 2030 ends, then %s lapses',
    () => {
      const runner = certified();
      const suspend = { actor: member, on: '2027-01-22', cause: 'mark misuse' };
      expect(refusedBy(runner, journey, ['suspendCertificate', suspend])).toEqual([]);
      runner.travelTo('2030-01-19T22:59:59.999Z');
      expect(recorded(runner, 'CertificateExpired')).toEqual([]);
      runner.travelTo('2030-01-19T23:00:00.000Z');
      expect(recorded(runner, 'CertificateExpired')).toHaveLength(1);
    },
  );
  it.each(['T-16', 'C-04', 'C-06'])(
    'given a recertification of November 2029, when 19 January 2030 ends, then %s is kept',
    () => {
      const stop = justBefore('grantRecertification', 1, years);
      expect(rulesOf(stop)).toEqual([]);
      stop.runner.travelTo('2030-01-19T23:00:00.000Z');
      expect(recorded(stop.runner, 'CertificateExpired')).toEqual([]);
      expect(recorded(stop.runner, 'RecertificationGranted')[0]?.data).toMatchObject({
        expiry: { due: '2033-01-19' },
      });
    },
  );

  it('given an expired certificate, when six months have passed, then T-17 lapses', () => {
    const runner = certified('2030-07-19T22:00:00.000Z');
    expect(stateOf(runner.state(journey))).toBe('expired/lapsed');
  });
  it('given an expired certificate, when the last day of six months has not ended, then T-17 is kept', () => {
    const runner = certified('2030-07-19T21:59:59.999Z');
    expect(stateOf(runner.state(journey))).toBe('expired/restorable/scheduling');
  });

  const suspend = { actor: member, on: '2027-08-31', cause: 'mark misuse' };
  it('given a suspension of 31 August 2027, when six months have passed, then T-18 lapses', () => {
    const runner = certified('2027-08-31T12:00:00.000Z');
    expect(refusedBy(runner, journey, ['suspendCertificate', suspend])).toEqual([]);
    runner.travelTo('2028-02-29T22:59:59.999Z');
    expect(recorded(runner, 'SuspensionLimitElapsed')).toEqual([]);
    runner.travelTo('2028-02-29T23:00:00.000Z');
    expect(recorded(runner, 'SuspensionLimitElapsed')).toHaveLength(1);
    expect(stateOf(runner.state(journey))).toContain('certificate/suspended/overdue');
  });
  it('given a suspension of 31 August 2027, when it is ended before, then T-18 is kept', () => {
    const runner = certified('2027-08-31T12:00:00.000Z');
    expect(refusedBy(runner, journey, ['suspendCertificate', suspend])).toEqual([]);
    const restore = { actor: member, on: '2027-08-31', reason: 'mended' };
    expect(refusedBy(runner, journey, ['restoreCertificate', restore])).toEqual([]);
    runner.travelTo('2028-06-01T12:00:00.000Z');
    expect(recorded(runner, 'SuspensionLimitElapsed')).toEqual([]);
  });

  const ask = (runner: Simulation, command: string, payload: object) =>
    refusedBy(runner, journey, [command, payload]);
  const loss = { actor: office, on: '2027-08-31', reason: 'withdrawn' };
  it('given a body that lost its accreditation, when six months have passed, then T-19 lapses', () => {
    const runner = certified('2027-08-31T12:00:00.000Z');
    expect(ask(runner, 'recordAccreditationLoss', loss)).toEqual([]);
    expect(recorded(runner, 'AccreditationLost')[0]?.data).toMatchObject({
      transferBy: { rule: 'T-19', due: '2028-02-29' },
    });
    runner.travelTo('2028-02-29T23:00:00.000Z');
    expect(recorded(runner, 'TransferWindowElapsed')).toHaveLength(1);
    expect(stateOf(runner.state(journey))).toContain('body/lost/overdue');
    expect(recorded(runner, 'CertificateWithdrawn')).toEqual([]);
  });
  it('given a body that lost its accreditation, when it regains it before, then T-19 is kept', () => {
    const runner = certified('2027-08-31T12:00:00.000Z');
    expect(ask(runner, 'recordAccreditationLoss', loss)).toEqual([]);
    expect(ask(runner, 'recordAccreditation', { actor: office, on: '2027-08-31' })).toEqual([]);
    runner.travelTo('2028-03-29T23:00:00.000Z');
    expect(recorded(runner, 'TransferWindowElapsed')).toEqual([]);
    expect(stateOf(runner.state(journey))).toContain('body/accredited');
  });

  it('given an engagement that ended, when this cycle and one more have passed, then T-23 lapses', () => {
    const runner = certified('2027-08-31T12:00:00.000Z');
    expect(ask(runner, 'terminateEngagement', { actor: office })).toEqual([]);
    // The cycle ends on 19 January 2030, and three years are added.
    runner.travelTo('2033-01-19T22:59:59.999Z');
    expect(recorded(runner, 'RetentionElapsed')).toEqual([]);
    runner.travelTo('2033-01-19T23:00:00.000Z');
    expect(recorded(runner, 'RetentionElapsed')[0]?.data).toMatchObject({ rule: 'T-23' });
    expect(stateOf(runner.state(journey))).toBe('terminated');
  });
  it('given an engagement that goes on, when the same time has passed, then T-23 is kept', () => {
    const runner = certified('2033-01-19T23:00:00.000Z');
    expect(recorded(runner, 'RetentionElapsed')).toEqual([]);
  });
});

describe('deadlines up to the first certificate', () => {
  it('given the closing meeting of 4 December, when ten working days pass without report, then T-04 lapses', () => {
    const { runner } = justBefore('issueAuditReport', 3);
    const audit = `${journey}/stage-2`;
    runner.travelTo('2026-12-18T22:59:59.999Z');
    expect(stateOf(runner.state(audit))).toBe('reporting/writing');
    runner.travelTo('2026-12-18T23:00:00.000Z');
    expect(recorded(runner, 'ReportDueElapsed', audit)[0]?.data).toMatchObject({ rule: 'T-04' });
    expect(stateOf(runner.state(audit))).toBe('reporting/late');
  });
  it('given the closing meeting of 4 December, when the report is issued in time, then T-04 is kept', () => {
    expect(recorded(certified(), 'ReportDueElapsed', `${journey}/stage-2`)).toEqual([]);
  });

  it('given a file complete on 15 January, when thirty days pass without proposal, then T-10 lapses', () => {
    const { runner } = justBefore('proposeCertification');
    runner.travelTo('2027-02-14T23:00:00.000Z');
    const overdue = recorded(runner, 'DecisionOverdue', `${journey}/decision-1`);
    expect(overdue[0]?.data).toMatchObject({ rule: 'T-10', waitingFor: 'panel' });
  });
  it('given a file complete on 15 January, when the panel proposes in time, then T-10 is kept', () => {
    const runner = certified('2027-02-20T12:00:00.000Z');
    expect(recorded(runner, 'DecisionOverdue', `${journey}/decision-1`)).toEqual([]);
  });

  it('given the decision of 20 January, when five working days pass without certificate, then T-12 lapses', () => {
    const { runner } = justBefore('issueCertificate');
    runner.travelTo('2027-01-27T23:00:00.000Z');
    expect(recorded(runner, 'IssueDueElapsed')[0]?.data).toMatchObject({ due: '2027-01-27' });
  });
  it('given the decision of 20 January, when the certificate is issued in time, then T-12 is kept', () => {
    expect(recorded(certified('2027-02-20T12:00:00.000Z'), 'IssueDueElapsed')).toEqual([]);
  });

  it.each(['R-NC-05', 'C-07'])(
    'given a major and a minor, when no plan and no evidence come, then %s lapses',
    () => {
      const { runner } = justBefore('acknowledgeNonconformity');
      const missed = (id: string) =>
        recorded(runner, 'ResponseDeadlineMissed', `${journey}/${id}`)[0]?.data;
      runner.travelTo('2027-02-02T23:00:00.000Z');
      expect(missed('nc-s2-001')).toMatchObject({ rule: 'T-08', due: '2027-02-02' });
      expect(missed('nc-s2-003')).toBeUndefined();
      runner.travelTo('2027-03-04T23:00:00.000Z');
      const closing = recorded(runner, 'ClosingMeetingHeld', `${journey}/stage-2`)[0]?.sequence;
      expect(missed('nc-s2-003')).toMatchObject({
        ...{ rule: 'T-06', due: '2027-03-04', anchor: `${journey}/stage-2:${String(closing)}` },
        ...{ policy: 'demonstration 1.0.0' },
      });
    },
  );
  it.each(['R-NC-05', 'C-07'])(
    'given a major and a minor, when plan and evidence come in time, then %s is kept',
    () => {
      const runner = certified();
      for (const id of ['nc-s2-001', 'nc-s2-003'])
        expect(recorded(runner, 'ResponseDeadlineMissed', `${journey}/${id}`)).toEqual([]);
    },
  );
});

describe('what is told, counted and kept', () => {
  const chosen = (isMraMember: boolean) => {
    const stop = justBefore('selectRcb');
    const { step } = before('checkAccreditation');
    const checked = { ...step.payload, isMraMember };
    expect(refusal(stop, 'checkAccreditation', checked)).toEqual([]);
    expect(rulesOf(stop)).toEqual([]);
    return recorded(stop.runner, 'RcbSelected')[0]?.data['warnings'];
  };
  // A recommendation warns where others refuse.
  it('given an accreditation that nobody recognizes, when the body is chosen with a warning, then R-APP-01 lapses', () => {
    expect(chosen(false)).toMatchObject([{ rule: 'R-APP-01' }]);
  });
  it('given an accreditation that is recognized, when the body is chosen, then R-APP-01 is kept', () => {
    expect(chosen(true)).toEqual([]);
  });

  it('given no programme yet, when Stage 1 is planned, then R-PRG-01 refuses', () => {
    const { step } = before('scheduleStage1');
    expect(refusal(before('draftProgramme'), step.command, step.payload)).toEqual([
      'COMMAND_REFUSED',
    ]);
  });
  it('given a programme, when it is drafted, then R-PRG-01 is kept', () => {
    const { runner } = before('agreeProgramme');
    const audits = recorded(runner, 'AuditProgrammeDrafted')[0]?.data['audits'];
    expect(audits).toMatchObject([
      { kind: 'stage-1', year: 0 },
      { kind: 'stage-2', year: 0 },
      { kind: 'surveillance', year: 1 },
      { kind: 'surveillance', year: 2 },
      { kind: 'recertification', year: 3 },
    ]);
  });

  it('given a proposal that is no decision yet, when a surveillance is planned, then R-PRG-02 refuses', () => {
    const { step } = before('scheduleSurveillance', 1, years);
    const stop = before('grantCertification');
    expect(refusal(stop, step.command, step.payload)).toEqual(['COMMAND_REFUSED']);
  });
  it('given a decision of 20 January and a certificate of 22 January, when the cycle begins, then R-PRG-02 is kept', () => {
    const [grant] = recorded(certified(), 'CertificationGranted');
    expect(grant?.data).toMatchObject({ on: '2027-01-20', expiry: { due: '2030-01-19' } });
  });

  it('given seven opportunities for improvement, when the file is completed, then R-NC-04 allows', () => {
    const { runner } = before('completeDecisionFile');
    const told = recorded(runner, 'OpportunityForImprovementRecorded', `${journey}/stage-2`);
    expect(told).toHaveLength(7);
    expect(accepts('completeDecisionFile')).toEqual([]);
  });
  it('given an opportunity for improvement, when a plan for it is submitted, then R-NC-04 refuses', () => {
    const { runner, step } = before('completeDecisionFile');
    const plan = before('submitCap').step.payload;
    const opportunity = `${step.entity}/ofi-s2-001`;
    expect(() => refusedBy(runner, opportunity, ['submitCap', plan])).toThrow(opportunity);
  });

  it('given an item of evidence that never was, when it is withdrawn, then INV-11 refuses', () => {
    const withdraw = { actor: { id: 'a-1', role: 'leadAuditor' }, evidence: 'ev-s2-999' };
    const stop = before('reviewFindings');
    const rules = refusal(stop, 'withdrawEvidence', { ...withdraw, reason: 'r' }, stop.step.entity);
    expect(rules).toEqual(['R-S2-04']);
  });
  it('given everything covered, when more is recorded, then INV-11 is kept', () => {
    const stop = justBefore('reviewFindings');
    const more = { ...before('coverRequirement', 3).step.payload };
    const lead = { actor: { id: 'a-1', role: 'leadAuditor' } };
    expect(refusal(stop, 'coverRequirement', { ...more, ...lead }, stop.step.entity)).toEqual([]);
    for (const command of ['reviewFindings', 'holdClosingMeeting'])
      expect(
        refusal(
          stop,
          command,
          before(command, command === 'reviewFindings' ? 1 : 3).step.payload,
          stop.step.entity,
        ),
      ).toEqual([]);
  });

  it.each(['grantCertification', 'grantRecertification'])(
    'given a certificate in force, when %s asks for another beside it, then INV-07 refuses',
    (command) => {
      const runner = certified('2027-06-01T12:00:00.000Z');
      const grant = { actor: { id: 'p-1', role: 'panelMember' }, on: '2027-06-01' };
      expect(refusedBy(runner, journey, [command, grant])).toEqual(['COMMAND_REFUSED']);
    },
  );
  it('given a certificate in force, when it is renewed and the new one takes its place, then INV-07 allows', () => {
    const { runner, step } = justBefore('issueCertificate', 1, years);
    expect(refusedBy(runner, journey, [step.command, step.payload])).toEqual([]);
    expect(recorded(runner, 'CertificateSuperseded')).toHaveLength(1);
  });

  it('given the decision of 29 February 2028, when its three years end on 28 February 2031, then C-03 lapses', () => {
    const runner = decidedOn('2028-02-29');
    const [grant] = recorded(runner, 'CertificationGranted');
    // Three years from a leap day: 28 February 2031, less one day.
    expect(grant?.data).toMatchObject({
      ...{ expiry: { due: '2031-02-27' }, surveillanceDue: { due: '2029-02-28' } },
    });
    runner.travelTo('2031-02-27T23:00:00.000Z');
    expect(recorded(runner, 'CertificateExpired')).toHaveLength(1);
  });
  it('given the decision of 29 February 2028, when the last hour of its validity has not ended, then C-03 is kept', () => {
    const runner = decidedOn('2028-02-29');
    runner.travelTo('2031-02-27T22:59:59.999Z');
    expect(recorded(runner, 'CertificateExpired')).toEqual([]);
  });
});

/** The journey granted on another day than in the case, though late. */
function decidedOn(on: string): Simulation {
  const stop = justBefore('grantCertification');
  stop.runner.travelTo(`${on}T12:00:00.000Z`);
  expect(rulesOf(stop, { on })).toEqual([]);
  return stop.runner;
}

describe('what the public is told', () => {
  /** Of each certificate, in the order of their issue. */
  const statuses = (runner: Simulation) =>
    publicEvents(runner, journey)
      .reduce<Standing | undefined>(project, undefined)
      ?.certificates.map(({ status, since }) => [status, since]);
  const day = (runner: Simulation, on: string, [command, payload]: [string, object]) => {
    runner.travelTo(`${on}T12:00:00.000Z`);
    expect(refusedBy(runner, journey, [command, { on, ...payload }])).toEqual([]);
    return statuses(runner);
  };
  const suspend: [string, object] = ['suspendCertificate', { actor: member, cause: 'overdue' }];

  it('given suspension, restoration and withdrawal, when each is decided, then R-CRT-02 is kept', () => {
    const runner = certified();
    expect(statuses(runner)).toEqual([['valid', '2027-01-22']]);
    expect(day(runner, '2027-03-01', suspend)).toEqual([['suspended', '2027-03-01']]);
    const restore: [string, object] = ['restoreCertificate', { actor: member, reason: 'done' }];
    expect(day(runner, '2027-04-01', restore)).toEqual([['valid', '2027-04-01']]);
    expect(day(runner, '2027-05-01', suspend)).toEqual([['suspended', '2027-05-01']]);
    const withdraw: [string, object] = ['withdrawCertificate', { actor: member, reasons: ['r'] }];
    expect(day(runner, '2027-06-01', withdraw)).toEqual([['withdrawn', '2027-06-01']]);
    runner.travelTo('2031-01-01T12:00:00.000Z');
    expect(statuses(runner)).toEqual([['withdrawn', '2027-06-01']]);
  });

  it.each([
    ['cancelled', 'cancelCertificate'],
    ['ended with the engagement', 'terminateEngagement'],
  ])('given a suspended certificate, when %s, then R-CRT-02 is kept', (_, command) => {
    const runner = certified();
    day(runner, '2027-03-01', suspend);
    runner.travelTo('2027-04-01T12:00:00.000Z');
    const end = { actor: client, ...(command === 'cancelCertificate' && { on: '2027-04-01' }) };
    expect(refusedBy(runner, journey, [command, end])).toEqual([]);
    expect(statuses(runner)).toEqual([['cancelled', '2027-04-01']]);
  });

  it('given a certificate that was suspended, when its last day passes, then R-CRT-02 is kept', () => {
    const runner = certified();
    day(runner, '2029-12-01', suspend);
    runner.travelTo('2030-01-20T12:00:00.000Z');
    expect(statuses(runner)).toEqual([['expired', '2030-01-20']]);
  });

  it('given another cycle, when its certificate is issued, then R-CRT-02 is kept', () => {
    const runner = certified();
    play(runner, readCase(years));
    const [first, second] = statuses(runner) ?? [];
    expect([first?.[0], second?.[0]]).toEqual(['replaced', 'valid']);
  });

  it('given a withdrawn certificate, when it is to be restored, then R-CRT-02 refuses', () => {
    const runner = certified();
    day(runner, '2027-06-01', ['withdrawCertificate', { actor: member, reasons: ['r'] }]);
    const restore = { actor: member, on: '2027-06-01', reason: 'none' };
    expect(refusedBy(runner, journey, ['restoreCertificate', restore])).toEqual([
      'COMMAND_REFUSED',
    ]);
    expect(statuses(runner)).toEqual([['withdrawn', '2027-06-01']]);
  });
});
