/** The life of a certificate after its issue, on the worked case: decided 20 January 2027, valid to 19 January 2030. */
import { describe, expect, it } from '@jest/globals';
import { agenda } from '../../../../../machines/audit/audit-schema.ts';
import { addDays, parseLocalDate } from '../../../../../machines/calendar/index.ts';
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
const years = 'worked-case-years';
const panel = { id: 'p-1', role: 'panelMember' };
const office = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };
const lead = { id: 'a-1', role: 'leadAuditor' };
const reviewer = { id: 'r-1', role: 'applicationReviewer' };
const scope = 'Development and operation of the payment platform';

function certified(startsOn?: string): Simulation {
  const worked = readCase('worked-case', startsOn);
  const runner = begun(worked);
  play(runner, worked);
  return runner;
}
function goTo(runner: Simulation, day: string): Simulation {
  runner.travelTo(`${day}T12:00:00.000Z`);
  return runner;
}
/** Gives a command today. @returns the rules that refuse it */
function ask(runner: Simulation, command: string, payload: object, to = ''): string[] {
  const on = runner.now().slice(0, 10);
  return refusedBy(runner, `${journey}${to}`, [command, { on, ...payload }]);
}
const given = (...asked: Parameters<typeof ask>) => {
  expect(ask(...asked)).toEqual([]);
};
const path = (runner: Simulation): string => stateOf(runner.state(journey));
const types = (runner: Simulation): string[] => runner.log(journey).map(({ type }) => type);
const last = (runner: Simulation, type: string) =>
  runner.log(journey).findLast((event) => event.type === type)?.data;

/** A surveillance or special audit from its opening to its recommendation, in one day, with the standing agenda. */
function audited(runner: Simulation, id: string, more: readonly [string, object][] = []): void {
  const to = `/${id}`;
  const requirements = ['9.2.1', '9.2.2', '9.3.1', '9.3.2', '9.3.3', '10.2'];
  const seen = { kind: 'record', title: 'Reports', version: '1', requirements };
  const review = { conclusions: 'Effective.', followUp: 'None.', programme: 'confirmed' };
  const by = { actor: lead };
  given(runner, 'holdOpeningMeeting', by, to);
  for (const [command, payload] of [
    ['recordEvidence', seen] as const,
    ...more,
    ['reviewFindings', review] as const,
  ]) {
    expect(refusedBy(runner, `${journey}/${id}`, [command, { ...by, ...payload }])).toEqual([]);
  }
  given(runner, 'holdClosingMeeting', by, to);
  given(runner, 'issueAuditReport', { ...by, daysUsed: 5, agenda: [...agenda] }, to);
}
function recommended(runner: Simulation, id: string, recommendation = 'recommend'): void {
  const payload = { actor: lead, recommendation };
  expect(refusedBy(runner, `${journey}/${id}`, ['makeRecommendation', payload])).toEqual([]);
}
const team = [{ id: 'a-1', role: 'leadAuditor', impartialityDeclared: true }];
function scheduled(runner: Simulation, command: string, more: object = {}): string {
  const day = runner.now().slice(0, 10);
  const plan = { actor: office, from: day, to: day, team, ...more };
  const outcome = runner.command(journey, command, plan);
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  const answers = outcome.answer.answers as { audit: string };
  const waive = { actor: client, reason: 'today' };
  const to = `${journey}/${answers.audit}`;
  const { kind } = runner.state(to).snapshot.context as { kind: string };
  if (kind === 'short-notice') return answers.audit;
  refusedBy(runner, to, ['sendAuditPlan', { actor: lead, on: day }]);
  refusedBy(runner, to, ['agreeAuditPlan', { actor: client }]);
  refusedBy(runner, to, ['waiveNotice', waive]);
  return answers.audit;
}

describe('T-18, a suspension', () => {
  function suspended(): Simulation {
    const runner = goTo(certified(), '2027-08-31');
    given(runner, 'suspendCertificate', { actor: panel, cause: 'mark misuse' });
    return runner;
  }

  it('given 31 August 2027, when suspended, then people decide again by the end of February, and no clock withdraws', () => {
    const runner = suspended();
    expect(last(runner, 'CertificateSuspended')).toMatchObject({
      suspensionLimit: { rule: 'T-18', due: '2028-02-29', at: '2028-02-29T23:00:00.000Z' },
    });
    runner.travelTo('2028-02-29T22:59:59.999Z');
    expect(path(runner)).toContain('certificate/suspended/resolving');
    runner.travelTo('2028-02-29T23:00:00.000Z');
    expect(path(runner)).toContain('certificate/suspended/overdue');
    expect(runner.state(journey).snapshot.tags.has('overdue')).toBe(true);
    goTo(runner, '2028-12-01');
    expect(types(runner)).not.toContain('CertificateWithdrawn');
    expectFoldEqualsState(runner);
  });

  it.each([
    ['withdrawCertificate', { reasons: ['r'] }, 'withdrawn'],
    ['reduceScope', { scope: 'Operation', sites: ['head office'], reason: 'r' }, 'active/outdated'],
    ['restoreCertificate', { reason: 'r' }, 'active/current'],
  ] as const)(
    'given a suspension that lasts too long, when a person gives %s, then that holds',
    (command, payload, state) => {
      const runner = goTo(suspended(), '2028-01-15');
      given(runner, command, { actor: panel, ...payload });
      expect(path(runner)).toContain(state);
      goTo(runner, '2028-03-15');
      expect(types(runner)).not.toContain('SuspensionLimitElapsed');
      expect(last(runner, 'CertificationGranted')).toMatchObject({ expiry: { due: '2030-01-19' } });
    },
  );

  it('given a suspension, when the limit would be after the expiry, then the expiry ends both', () => {
    const runner = goTo(certified(), '2029-12-01');
    given(runner, 'suspendCertificate', { actor: panel, cause: 'overdue' });
    goTo(runner, '2030-07-01');
    expect(types(runner)).toContain('CertificateExpired');
    expect(types(runner)).not.toContain('SuspensionLimitElapsed');
  });

  it('given an auditor or an administrator, when it suspends, then it is refused', () => {
    const runner = goTo(certified(), '2027-08-31');
    const cause = { cause: 'mark misuse' };
    expect(ask(runner, 'suspendCertificate', { actor: office, ...cause })[0]).toBe(
      'ROLE_NOT_ALLOWED',
    );
    const auditor = { id: 'a-1', role: 'panelMember' };
    expect(ask(runner, 'suspendCertificate', { actor: auditor, ...cause })).toContain('R-DEC-01');
  });
});

describe('a first surveillance in month 13', () => {
  it('given a suspension for it, when the audit is done, then it may be restored, and the expiry is what it was', () => {
    const runner = goTo(certified(), '2028-02-01');
    expect(path(runner)).toContain('surveillance/overdue');
    given(runner, 'suspendCertificate', { actor: panel, cause: 'no surveillance' });
    expect(ask(runner, 'restoreCertificate', { actor: panel, reason: 'promised' })).toEqual([
      'R-CRT-05',
    ]);
    goTo(runner, '2028-02-14');
    const audit = scheduled(runner, 'scheduleSurveillance');
    audited(runner, audit);
    recommended(runner, audit);
    given(runner, 'restoreCertificate', { actor: panel, reason: 'audited' });
    expect(path(runner)).toContain('certificate/active/current');
    expect(runner.state(journey).snapshot.context).toMatchObject({ expiry: { due: '2030-01-19' } });
    expectFoldEqualsState(runner);
  });
});

describe('the scope of a certificate', () => {
  it('given a certificate, when its scope is reduced, then the document is to be revised, and a second person does', () => {
    const runner = goTo(certified(), '2027-08-31');
    const reduce = (payload: object) =>
      ask(runner, 'reduceScope', { actor: panel, reason: 'sold', ...payload });
    expect(reduce({ scope, sites: ['head office'] })).toEqual(['R-CRT-06']);
    expect(reduce({ scope: 'Operation', sites: ['head office', 'other'] })).toEqual(['R-CRT-06']);
    expect(reduce({ scope: 'Operation', sites: [] })).toEqual(['R-CRT-06']);
    expect(reduce({ scope: 'Operation', sites: ['head office'] })).toEqual([]);
    expect(path(runner)).toContain('certificate/active/outdated');
    given(runner, 'reissueCertificate', { actor: { id: 'o-2', role: 'cbAdmin' }, reason: 'scope' });
    expect(last(runner, 'CertificateReissued')).toMatchObject({ scope: 'Operation', revision: 2 });
    expect(last(runner, 'CertificateSuperseded')).toEqual({
      ...{ number: 'globex-27001-1', revision: 1 },
      by: { number: 'globex-27001-1', revision: 2 },
    });
    expect(path(runner)).toContain('certificate/active/current');
  });

  it('given a client that tells of another site, when a special audit has looked at it, then the scope may grow', () => {
    const runner = goTo(certified(), '2027-08-31');
    const sites = [
      { site: 'head office', address: 'Berlin', kind: 'physical', persons: 50 },
      { site: 'lab', address: 'Ulm', kind: 'physical', persons: 5 },
    ];
    const extend = (payload: object = {}) =>
      ask(runner, 'extendScope', {
        ...{ actor: panel, reason: 'lab', scope, sites: ['head office', 'lab'], ...payload },
      });
    expect(extend()).toEqual(['R-CRT-07', 'R-SPC-01']);
    given(runner, 'reportChange', { actor: client, sites });
    const judgement = {
      ...{ business: { type: 2, processes: 2, maturity: 2 }, adjustment: 0 },
      ...{ technology: { infrastructure: 2, outsourcing: 2, development: 2 }, reason: 'lab' },
    };
    const time = refusedBy(runner, journey, [
      'redetermineAuditTime',
      { actor: reviewer, ...judgement },
    ]);
    expect(time).toEqual([]);
    expect(extend()).toEqual(['R-SPC-01']);
    const order = { actor: office, purpose: 'scopeExtension', reason: 'lab' };
    given(runner, 'orderSpecialAudit', { ...order, requirements: ['A.7.1'] });
    const audit = scheduled(runner, 'scheduleSpecialAudit', { special: 'special-1' });
    expect(audit).toBe('special-1');
    expect(path(runner)).toContain('surveillance1/scheduling');
    const seen = { kind: 'record', title: 'Doors', version: '1', requirements: ['A.7.1'] };
    audited(runner, audit, [['recordEvidence', seen]]);
    expect(extend()).toEqual(['R-SPC-01']);
    recommended(runner, audit);
    expect(last(runner, 'SpecialAuditCompleted')).toMatchObject({ special: 'special-1' });
    expect(extend({ sites: ['lab', 'plant'] })).toEqual(['R-CRT-07']);
    expect(extend()).toEqual([]);
    expect(extend({ scope: 'More' })).toEqual(['R-SPC-01']);
    expect(path(runner)).toContain('certificate/active/outdated');
    expect(path(runner)).toContain('surveillance1/scheduling');
    expectFoldEqualsState(runner);
  });

  it('given a scope extension that was ordered, when a surveillance takes it up, then one audit does both', () => {
    const runner = goTo(certified(), '2027-08-31');
    const order = { actor: office, purpose: 'scopeExtension', reason: 'lab' };
    given(runner, 'orderSpecialAudit', { ...order, requirements: ['A.7.1'] });
    const audit = scheduled(runner, 'scheduleSurveillance', { takesUp: ['special-1'] });
    const again = { actor: office, from: '2027-08-31', to: '2027-08-31', team };
    expect(
      refusedBy(runner, journey, ['scheduleSpecialAudit', { ...again, special: 'special-1' }]),
    ).toEqual(['R-SPC-02']);
    const seen = { kind: 'record', title: 'Doors', version: '1', requirements: ['A.7.1'] };
    audited(runner, audit, [['recordEvidence', seen]]);
    recommended(runner, audit);
    expect(last(runner, 'SpecialAuditCompleted')).toMatchObject({ special: 'special-1' });
    given(runner, 'extendScope', {
      ...{ actor: panel, reason: 'shops', scope: `${scope}, and shops`, sites: ['head office'] },
    });
    expect(path(runner)).toContain('surveillance1/concluding');
    expectFoldEqualsState(runner);
  });

  it('given a surveillance that takes up an order, when it ends early, then the order waits again', () => {
    const runner = goTo(certified(), '2027-08-31');
    const order = { actor: office, purpose: 'followUp', reason: 'r', requirements: ['A.7.1'] };
    given(runner, 'orderSpecialAudit', order);
    const audit = scheduled(runner, 'scheduleSurveillance', { takesUp: ['special-1'] });
    given(runner, 'holdOpeningMeeting', { actor: lead }, `/${audit}`);
    const review = { conclusions: 'c', followUp: 'f', programme: 'confirmed', actor: lead };
    const standing = ['9.2.1', '9.2.2', '9.3.1', '9.3.2', '9.3.3', '10.2'];
    const seen = { kind: 'record', title: 't', version: '1', requirements: standing, actor: lead };
    for (const step of [
      ['recordEvidence', seen],
      ['reviewFindings', review],
    ] as [string, object][])
      expect(refusedBy(runner, `${journey}/${audit}`, step)).toEqual([]);
    expect(ask(runner, 'holdClosingMeeting', { actor: lead }, `/${audit}`)).toEqual(['COV-02']);
    const end = { cause: 'immediateRisk', reason: 'r', informed: ['client', 'certificationBody'] };
    given(runner, 'terminateAudit', { actor: lead, ...end }, `/${audit}`);
    expect(scheduled(runner, 'scheduleSpecialAudit', { special: 'special-1' })).toBe('special-1');
  });

  it('given a certified client, when somebody looks at it between the audits, then that takes the place of none', () => {
    const runner = goTo(certified(), '2027-08-31');
    const before = runner.state(journey).timers;
    const seen = { means: 'publicClaims', outcome: 'The mark is used as agreed.' };
    given(runner, 'recordSurveillanceActivity', { actor: office, ...seen });
    expect(runner.state(journey).timers).toEqual(before);
    expect(path(runner)).toContain('surveillance1/scheduling');
  });

  it('given an order for another site, when the audit does not look at what was asked, then COV-02 refuses its end', () => {
    const runner = goTo(certified(), '2027-08-31');
    const order = { actor: office, purpose: 'followUp', reason: 'r', requirements: ['A.7.1'] };
    given(runner, 'orderSpecialAudit', order);
    const audit = scheduled(runner, 'scheduleSpecialAudit', { special: 'special-1' });
    given(runner, 'holdOpeningMeeting', { actor: lead }, `/${audit}`);
    const review = { conclusions: 'c', followUp: 'f', programme: 'confirmed', actor: lead };
    expect(refusedBy(runner, `${journey}/${audit}`, ['reviewFindings', review])).toEqual([]);
    expect(ask(runner, 'holdClosingMeeting', { actor: lead }, `/${audit}`)).toEqual(['COV-02']);
  });

  it('given an audit at short notice, when it begins, then there is neither plan nor objection', () => {
    const runner = goTo(certified(), '2027-08-31');
    given(runner, 'orderSpecialAudit', { actor: panel, purpose: 'shortNotice', reason: 'r' });
    const again = { actor: office, from: '2027-08-31', to: '2027-08-31', team };
    const unknown = { ...again, special: 'special-9' };
    expect(refusedBy(runner, journey, ['scheduleSpecialAudit', unknown])).toEqual(['R-SPC-02']);
    const audit = scheduled(runner, 'scheduleSpecialAudit', { special: 'special-1' });
    const objection = { actor: client, member: 'a-1', reason: 'r' };
    expect(refusedBy(runner, `${journey}/${audit}`, ['objectToMember', objection])).not.toEqual([]);
    given(runner, 'holdOpeningMeeting', { actor: lead }, `/${audit}`);
    given(runner, 'suspendCertificate', { actor: panel, cause: 'what was seen' });
    expect(ask(runner, 'restoreCertificate', { actor: panel, reason: 'r' })).toEqual(['R-CRT-05']);
  });
});

describe('how a certificate ends', () => {
  it.each([
    ['cancelled', 'cancelCertificate', { actor: client }],
    ['withdrawn', 'withdrawCertificate', { actor: panel, reasons: ['r'] }],
  ] as const)(
    'given a certificate that is %s, when audits or decisions are asked for, then nothing of that is possible',
    (state, command, payload) => {
      const runner = goTo(certified(), '2027-08-31');
      const audit = scheduled(runner, 'scheduleSurveillance');
      given(runner, command, payload);
      expect(path(runner)).toBe(state);
      expect(runner.state(`${journey}/${audit}`).snapshot.status).not.toBe('active');
      const on = '2027-08-31';
      const plan = { actor: office, from: '2027-09-01', to: '2027-09-01', team };
      for (const [asked, data] of [
        ['scheduleSurveillance', plan],
        ['planRecertification', plan],
        ['suspendCertificate', { actor: panel, on, cause: 'c' }],
        ['restoreCertificate', { actor: panel, on, reason: 'r' }],
        ['orderSpecialAudit', { actor: office, on, purpose: 'followUp', reason: 'r' }],
        ['reduceScope', { actor: panel, on, scope: 's', sites: [], reason: 'r' }],
      ] as const) {
        const refused = refusedBy(runner, journey, [asked, data]);
        expect([asked, refused]).toEqual([asked, ['COMMAND_REFUSED']]);
      }
      goTo(runner, '2031-01-01');
      expect(types(runner)).not.toContain('CertificateExpired');
      given(runner, 'lodgeComplaint', {
        ...{ actor: office, about: 'client', statement: 's', complainant: 'x-1' },
      });
      expect(refusedBy(runner, journey, ['terminateEngagement', { actor: office }])).toEqual([]);
      expectFoldEqualsState(runner);
    },
  );
});

describe('recertification after the expiry', () => {
  it('given case B, when the certificate expires with a decision under way, then the case goes on and is restored on the old grid', () => {
    const waiting = justBefore('passTechnicalReview', 1, years);
    const { runner } = waiting;
    runner.travelTo('2030-01-19T23:00:00.000Z');
    expect(path(runner)).toBe('expired/restorable/decision/technicalReview');
    goTo(runner, '2030-06-10');
    expect(rulesOf(waiting)).toEqual([]);
    const to = `${journey}/decision-2`;
    const by = (id: string) => ({ actor: { id, role: 'panelMember' } });
    const steps: [string, string, object][] = [
      [to, 'convenePanel', { actor: office, members: ['p-1', 'p-2', 'p-3'] }],
      ...['p-1', 'p-2', 'p-3'].flatMap((id): [string, string, object][] => [
        [to, 'declareImpartiality', by(id)],
        [to, 'castVote', { ...by(id), vote: 'for' }],
      ]),
      [to, 'proposeCertification', { ...by('p-1'), on: '2030-06-10' }],
      [journey, 'forwardFile', { actor: office, on: '2030-06-10' }],
      [journey, 'concur', { actor: { id: 'ab-1', role: 'accreditationBody' }, on: '2030-06-10' }],
    ];
    for (const [entity, command, payload] of steps)
      expect([command, refusedBy(runner, entity, [command, payload])]).toEqual([command, []]);
    expect(ask(runner, 'grantRecertification', { actor: panel })).toEqual(['R-RC-05']);
    expect(ask(runner, 'restoreCertification', { actor: panel, on: '2030-01-19' })).toContain(
      'R-RC-06',
    );
    goTo(runner, '2030-07-19');
    expect(ask(runner, 'restoreCertification', { actor: panel })).toEqual([]);
    // Case C: the grid of 19 January stays; the next calendar year owes a surveillance; the gap shows.
    expect(last(runner, 'CertificationRestoredAfterExpiry')).toMatchObject({
      ...{ on: '2030-07-19', validUntil: '2033-01-19', notValidFrom: '2030-01-20', cycle: 2 },
      surveillanceDue: { rule: 'T-14', due: '2031-12-31' },
      restorationWindow: { rule: 'T-17', due: '2033-07-19' },
    });
    given(runner, 'issueCertificate', { actor: office });
    expect(types(runner)).not.toContain('CertificateSuperseded');
    expectFoldEqualsState(runner);
  });

  it('given a flood after the expiry, when a second person moves the end of the restoration, then what was begun goes on until then, once', () => {
    const { runner } = justBefore('passTechnicalReview', 1, years);
    const move = (until: string) =>
      ask(runner, 'extendDeadline', { actor: panel, until, reason: 'logs were reviewed' });
    goTo(runner, '2030-01-19');
    given(runner, 'declareExtraordinaryEvent', { actor: office, reason: 'flood' });
    goTo(runner, '2030-07-19');
    expect(path(runner)).toBe('expired/restorable/decision/technicalReview');
    expect(move('2031-01-20')).toEqual(['T-20']);
    expect(move('2031-01-19')).toEqual([]);
    expect(last(runner, 'DeadlineExtended')).toMatchObject({
      restorationWindow: { rule: 'T-20', due: '2031-01-19' },
    });
    expect(path(runner)).toBe('expired/restorable/decision/technicalReview');
    runner.travelTo('2031-01-19T22:59:59.999Z');
    expect(path(runner)).toBe('expired/restorable/decision/technicalReview');
    given(runner, 'declareExtraordinaryEvent', { actor: office, reason: 'flood' });
    expect(move('2031-07-19')).toEqual(['T-20']);
    runner.travelTo('2031-01-19T23:00:00.000Z');
    expect(path(runner)).toBe('expired/lapsed');
    expect(last(runner, 'RestorationWindowElapsed')).toMatchObject({ due: '2031-01-19' });
    expect(move('2031-07-19')).toEqual(['T-20']);
    expectFoldEqualsState(runner);
  });

  it('given case D, when more than six months have passed, then only Stage 2 leads to another certificate', () => {
    const runner = goTo(certified(), '2030-07-20');
    expect(path(runner)).toBe('expired/lapsed');
    const plan = { actor: office, from: '2030-07-21', to: '2030-07-21', team };
    expect(refusedBy(runner, journey, ['planRecertification', plan])).toEqual(['COMMAND_REFUSED']);
    given(runner, 'authoriseStage2', { actor: reviewer, justification: 'Nothing has changed.' });
    expect(path(runner)).toBe('stage2/scheduling');
    expect(last(runner, 'Stage2Authorised')).toMatchObject({ openBy: '2031-01-20' });
    expect(refusedBy(runner, journey, ['scheduleStage2', plan])).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a certificate that is suspended, when renewed, then R-CRT-08 refuses; restored, it may be', () => {
    const waiting = justBefore('grantRecertification', 1, years);
    const { runner } = waiting;
    given(runner, 'suspendCertificate', { actor: panel, cause: 'mark misuse' });
    expect(rulesOf(waiting)).toEqual(['R-CRT-08']);
    given(runner, 'restoreCertificate', { actor: panel, reason: 'mended' });
    expect(rulesOf(waiting)).toEqual([]);
    expect(path(runner)).toContain('certified/(certificate/granted');
  });
});

describe('circumstances beyond client and case', () => {
  it('given a flood, when a second person moves the first surveillance, then it is due later, once, and the expiry stays', () => {
    const runner = goTo(certified(), '2028-01-22');
    expect(path(runner)).toContain('surveillance/overdue');
    const move = (id: string, until: string) =>
      ask(runner, 'extendDeadline', { actor: { id, role: 'panelMember' }, until, reason: 'r' });
    expect(move('p-1', '2028-06-30')).toEqual(['T-20']);
    given(runner, 'declareExtraordinaryEvent', { actor: office, reason: 'flood' });
    expect(move('o-1', '2028-06-30')).toEqual(['SOD-09']);
    expect(move('p-1', '2028-07-21')).toEqual(['T-20']);
    expect(move('p-1', '2028-06-30')).toEqual([]);
    expect(last(runner, 'DeadlineExtended')).toMatchObject({
      surveillanceDue: { rule: 'T-20', due: '2028-06-30' },
    });
    expect(path(runner)).toContain('surveillance1/scheduling,surveillance/inTime');
    runner.travelTo('2028-06-30T22:00:00.000Z');
    expect(path(runner)).toContain('surveillance/overdue');
    expect(types(runner).filter((type) => type === 'SurveillanceOverdue')).toHaveLength(2);
    expect(runner.state(journey).snapshot.context).toMatchObject({ expiry: { due: '2030-01-19' } });
    expectFoldEqualsState(runner);
  });

  it('given a flood before the first certificate, when a second person moves the verification of majors, then Stage 2 is not done again', () => {
    const { runner, step } = justBefore('verifyCorrectiveAction');
    goTo(runner, '2027-06-05');
    expect(path(runner)).toBe('correctiveAction/reauditRequired');
    given(runner, 'declareExtraordinaryEvent', { actor: office, reason: 'flood' });
    given(runner, 'extendDeadline', { actor: panel, until: '2027-07-31', reason: 'r' });
    expect(last(runner, 'DeadlineExtended')).toMatchObject({
      majorClosure: { rule: 'T-20', due: '2027-07-31' },
    });
    expect(path(runner)).toBe('correctiveAction/majorsOpen');
    runner.travelTo('2027-07-31T12:00:00.000Z');
    expect(rulesOf({ runner, step }, { on: '2027-07-31' })).toEqual([]);
    expect(path(runner)).toBe('correctiveAction/fileComplete');
    expect(ask(runner, 'completeDecisionFile', { actor: office })).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a surveillance that has dates, when a flood keeps it from taking place, then its day is moved all the same', () => {
    const runner = goTo(certified(), '2027-12-20');
    scheduled(runner, 'scheduleSurveillance');
    given(runner, 'declareExtraordinaryEvent', { actor: office, reason: 'flood' });
    given(runner, 'extendDeadline', { actor: panel, until: '2028-06-30', reason: 'r' });
    expect(path(runner)).toContain('surveillance1/planned,surveillance/inTime');
    runner.travelTo('2028-06-30T21:59:59.999Z');
    expect(types(runner)).not.toContain('SurveillanceOverdue');
    runner.travelTo('2028-06-30T22:00:00.000Z');
    expect(last(runner, 'SurveillanceOverdue')).toMatchObject({ rule: 'T-20', due: '2028-06-30' });
    expectFoldEqualsState(runner);
  });

  it('given a first surveillance that was moved beyond the end of a year, when it is held long before that, then the year owes another one', () => {
    const { startsOn } = readCase('worked-case');
    const runner = certified(addDays(parseLocalDate(startsOn), 280));
    expect(last(runner, 'CertificationGranted')).toMatchObject({
      ...{ on: '2027-10-27', surveillanceDue: { rule: 'T-13', due: '2028-10-27' } },
      surveillanceYears: [{ due: '2028-12-31' }, { due: '2029-12-31' }],
    });
    goTo(runner, '2027-12-01');
    given(runner, 'declareExtraordinaryEvent', { actor: office, reason: 'flood' });
    given(runner, 'extendDeadline', { actor: panel, until: '2029-04-27', reason: 'r' });
    audited(runner, scheduled(runner, 'scheduleSurveillance'));
    runner.travelTo('2028-12-31T22:59:59.999Z');
    expect(types(runner)).not.toContain('SurveillanceOverdue');
    runner.travelTo('2028-12-31T23:00:00.000Z');
    expect(last(runner, 'SurveillanceOverdue')).toMatchObject({ rule: 'T-14', due: '2028-12-31' });
    expectFoldEqualsState(runner);
  });

  it('given a body without accreditation, when it grants, renews or extends, then R-AB-03 refuses', () => {
    const loss = { actor: office, reason: 'withdrawn' };
    const granting = justBefore('grantCertification');
    given(granting.runner, 'recordAccreditationLoss', loss);
    expect(last(granting.runner, 'AccreditationLost')).toMatchObject({ transferBy: null });
    expect(rulesOf(granting)).toEqual(['R-AB-03']);
    given(granting.runner, 'recordAccreditation', { actor: office });
    expect(ask(granting.runner, 'recordAccreditation', { actor: office })).toEqual(['R-AB-04']);
    expect(rulesOf(granting)).toEqual([]);
    const renewing = justBefore('grantRecertification', 1, years);
    given(renewing.runner, 'recordAccreditationLoss', loss);
    // Six months after 29 November 2029 the certificate has expired.
    expect(last(renewing.runner, 'AccreditationLost')).toMatchObject({
      transferBy: { rule: 'T-19', due: '2030-01-19' },
    });
    expect(rulesOf(renewing)).toEqual(['R-AB-03']);
    expectFoldEqualsState(renewing.runner);
  });
});
