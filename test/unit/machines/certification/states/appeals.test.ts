import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../../machines/engine/index.ts';
import {
  begun,
  counts,
  expectFoldEqualsState,
  justBefore,
  passReview,
  play,
  readCase,
  refusedBy,
  voteOf,
} from '../../../../support/cases.ts';
import { certifiedStory, suspendedStory } from '../../../../support/stories.ts';

const journey = 'globex-27001';
const admin = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };
const panel = { id: 'p-1', role: 'panelMember' };
const handler = { id: 'h-1', role: 'appealsHandler' };
const team = [{ id: 'a-1', role: 'leadAuditor', impartialityDeclared: true }];

const today = (runner: Simulation): string => runner.now().slice(0, 10);
const path = (runner: Simulation, id = ''): string => stateOf(runner.state(journey + id));
const ask = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, journey, [command, { on: today(runner), ...payload }]);
const askCase = (runner: Simulation, id: string, [command, payload]: [string, object]): string[] =>
  refusedBy(runner, `${journey}/${id}`, [command, payload]);
const appeal = (decision: string): object => ({ actor: client, decision, grounds: 'g' });
const complaint = { actor: admin, about: 'client', statement: 's', complainant: 'x-1' };
const lastOf = (runner: Simulation, type: string) =>
  runner.log(journey).findLast((event) => event.type === type);

/** A journey in which an appeal was lodged, acknowledged and admitted. */
function appealing(runner: Simulation, decision: string, id = 'appeal-1'): Simulation {
  const on = today(runner);
  expect(ask(runner, 'lodgeAppeal', appeal(decision))).toEqual([]);
  for (const step of [
    ['acknowledgeAppeal', { actor: admin, on }],
    ['assignAppealHandlers', { actor: admin, handlers: ['h-1', 'h-2'] }],
    ['admitAppeal', { actor: handler, on }],
  ] as [string, object][]) {
    expect(askCase(runner, id, step)).toEqual([]);
  }
  return runner;
}

function decided(runner: Simulation, command: string, id = 'appeal-1'): Simulation {
  const outcome = { actor: handler, on: today(runner), reasons: ['r'] };
  const extent = command === 'partlyUpholdAppeal' ? { extent: 'e' } : {};
  expect(askCase(runner, id, [command, { ...outcome, ...extent }])).toEqual([]);
  return runner;
}

function declinedStory(): Simulation {
  const { runner } = justBefore('acceptApplication');
  const reviewer = { id: 'r-1', role: 'applicationReviewer' };
  expect(
    refusedBy(runner, journey, ['declineApplication', { actor: reviewer, reasons: ['r'] }]),
  ).toEqual([]);
  return runner;
}

function withdrawnStory(): Simulation {
  const runner = certifiedStory(journey);
  expect(ask(runner, 'withdrawCertificate', { actor: panel, reasons: ['r'] })).toEqual([]);
  return runner;
}

/** The first decision is a refusal. */
function refusedStory(): Simulation {
  const { runner } = justBefore('declareImpartiality', 2);
  const decision = `${journey}/decision-1`;
  for (const id of ['p-1', 'p-2', 'p-3']) {
    expect(voteOf(runner, decision, [id, 'against'])).toEqual([]);
  }
  const refusal = { actor: panel, on: today(runner), reasons: ['r'] };
  expect(refusedBy(runner, decision, ['proposeRefusal', refusal])).toEqual([]);
  expect(refusedBy(runner, journey, ['refuseCertification', refusal])).toEqual([]);
  return runner;
}

describe('the worked case with a suspension, a withdrawal, two appeals and a complaint', () => {
  const runner = begun(readCase('worked-case'));
  play(runner, readCase('worked-case'));
  play(runner, readCase('worked-case-appeals'));

  it('given the case, when played, then the old certificate stays withdrawn and another one is issued by another decision', () => {
    expect(counts(runner)).toMatchObject({
      ...{ AppealLodged: 2, AppealUpheld: 1, AppealPartlyUpheld: 1, AppealClosed: 2 },
      ...{ CertificateWithdrawn: 1, CertificationGranted: 2, CertificateIssued: 2 },
    });
    const numbers = runner
      .log(journey)
      .flatMap(({ type, data }) => (type === 'CertificateIssued' ? [data['number']] : []));
    expect(new Set(numbers).size).toBe(2);
    expect(path(runner)).toContain('certificate/active');
    for (const id of ['/appeal-1', '/appeal-2', '/complaint-1'])
      expect(path(runner, id)).toBe('closed');
    expectFoldEqualsState(runner);
  });

  it('given the lodging, when read, then it holds rule, anchor and due date: five working days', () => {
    const lodged = runner.log(journey).find(({ type }) => type === 'AppealLodged');
    // Thursday, 3 February 2028; the weekend does not count.
    expect(lodged?.data).toMatchObject({
      on: '2028-02-03',
      acknowledgeBy: {
        ...{ rule: 'T-24', anchor: `${journey}:${String(lodged?.sequence)}` },
        ...{ due: '2028-02-10', at: '2028-02-10T23:00:00.000Z' },
      },
    });
  });

  it('given the decision was taken anew, when the journey is looked at, then nothing of it is left to do', () => {
    const { headline } = runner.machine(journey);
    const text = headline(runner.state(journey).snapshot.context as never);
    expect(text).not.toContain('appeal');
    expect(text).not.toContain('complaint');
  });
});

describe('what an appeal is against', () => {
  it('given a journey without such a decision, when appealed against, then R-APL-01 refuses', () => {
    const runner = certifiedStory(journey);
    expect(ask(runner, 'lodgeAppeal', appeal('CertificateSuspended'))).toEqual(['R-APL-01']);
    expect(ask(suspendedStory(journey), 'lodgeAppeal', appeal('CertificateSuspended'))).toEqual([]);
  });

  it('given an appeal, when the same decision is appealed against again, then R-APL-02 refuses until it is withdrawn', () => {
    const runner = appealing(suspendedStory(journey), 'CertificateSuspended');
    const again = (): string[] => ask(runner, 'lodgeAppeal', appeal('CertificateSuspended'));
    expect(again()).toEqual(['R-APL-02']);
    const withdraw: [string, object] = ['withdrawAppeal', { actor: client, on: today(runner) }];
    expect(askCase(runner, 'appeal-1', withdraw)).toEqual([]);
    expect(again()).toEqual([]);
    expect(runner.entities()).toContain(`${journey}/appeal-2`);
  });

  it('given a dismissed appeal, when the same decision is appealed against, then R-APL-02 refuses; another suspension may be', () => {
    const runner = appealing(suspendedStory(journey), 'CertificateSuspended');
    decided(runner, 'dismissAppeal');
    const again = (): string[] => ask(runner, 'lodgeAppeal', appeal('CertificateSuspended'));
    expect(again()).toEqual(['R-APL-02']);
    const reduced = { scope: 'Operation of the payment platform', sites: ['head office'] };
    expect(ask(runner, 'reduceScope', { actor: panel, reason: 'r', ...reduced })).toEqual([]);
    expect(ask(runner, 'suspendCertificate', { actor: panel, cause: 'c' })).toEqual([]);
    expect(again()).toEqual([]);
  });

  it('given a suspension of 1 February, when the appeal is dated before it or in the future, then it is refused', () => {
    const lodge = (on: string): string[] =>
      ask(suspendedStory(journey), 'lodgeAppeal', { ...appeal('CertificateSuspended'), on });
    expect(lodge('2028-01-31')).toEqual(['R-APL-03']);
    expect(lodge('2028-02-02')).toEqual(['DATE-01']);
    expect(lodge('2028-02-01')).toEqual([]);
  });
});

describe('fresh handlers', () => {
  it.each(['a-1', 't-1', 'p-1', 'p-3'])(
    'given %s, who audited, reviewed or decided, when named as a handler, then SOD-06 refuses',
    (id) => {
      const runner = suspendedStory(journey);
      expect(ask(runner, 'lodgeAppeal', appeal('CertificateSuspended'))).toEqual([]);
      const assign = (handlers: string[]): string[] =>
        askCase(runner, 'appeal-1', ['assignAppealHandlers', { actor: admin, handlers }]);
      expect(assign([id])).toEqual(['SOD-06']);
      expect(assign(['h-1'])).toEqual([]);
    },
  );

  it('given who suspended without having sat on a panel, when named as a handler, then SOD-06 refuses', () => {
    const runner = certifiedStory(journey);
    const other = { id: 'p-8', role: 'panelMember' };
    expect(ask(runner, 'suspendCertificate', { actor: other, cause: 'c' })).toEqual([]);
    expect(ask(runner, 'lodgeAppeal', appeal('CertificateSuspended'))).toEqual([]);
    const assign: [string, object] = ['assignAppealHandlers', { actor: admin, handlers: ['p-8'] }];
    expect(askCase(runner, 'appeal-1', assign)).toEqual(['SOD-06']);
  });

  it('given an appointed handler who decides on the client meanwhile, when it decides on the appeal, then SOD-06 refuses; the other may', () => {
    const runner = appealing(suspendedStory(journey), 'CertificateSuspended');
    const turned = { id: 'h-1', role: 'panelMember' };
    expect(ask(runner, 'withdrawCertificate', { actor: turned, reasons: ['r'] })).toEqual([]);
    const uphold = (id: string): string[] => {
      const payload = { actor: { id, role: 'appealsHandler' }, on: today(runner), reasons: ['r'] };
      return askCase(runner, 'appeal-1', ['upholdAppeal', payload]);
    };
    expect(uphold('h-1')).toEqual(['SOD-06']);
    expect(uphold('h-2')).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a handler, when scheduled for an audit of the client, then SOD-07 refuses', () => {
    const runner = appealing(suspendedStory(journey), 'CertificateSuspended');
    const schedule = (id: string): string[] =>
      refusedBy(runner, journey, [
        'scheduleSurveillance',
        {
          ...{ actor: admin, from: '2028-03-01', to: '2028-03-02' },
          team: team.map((member) => ({ ...member, id })),
        },
      ]);
    expect(schedule('h-2')).toEqual(['SOD-07']);
    expect(schedule('a-1')).toEqual([]);
  });
});

describe('what an appeal does', () => {
  it('given an appeal, when it is pending, then suspension and expiry go on', () => {
    const runner = appealing(suspendedStory(journey), 'CertificateSuspended');
    expect(path(runner)).toContain('certificate/suspended');
    runner.travelTo('2030-02-01T12:00:00.000Z');
    expect(path(runner)).toBe('expired/restorable/scheduling');
    decided(runner, 'upholdAppeal');
    expect(path(runner)).toBe('expired/restorable/scheduling');
  });

  it.each(['upholdAppeal', 'partlyUpholdAppeal'])(
    'given %s against a suspension, when told, then a person has to decide anew and does',
    (command) => {
      const runner = appealing(suspendedStory(journey), 'CertificateSuspended');
      decided(runner, command);
      const headline = (): string =>
        runner.machine(journey).headline(runner.state(journey).snapshot.context as never);
      expect(path(runner)).toContain('certificate/suspended');
      expect(headline()).toContain('CertificateSuspended to be decided anew');
      expect(ask(runner, 'restoreCertificate', { actor: panel, reason: 'r' })).toEqual([]);
      expect(path(runner)).toContain('certificate/active');
      expect(headline()).not.toContain('to be decided anew');
    },
  );

  it.each([
    ['a refusal', refusedStory, 'CertificationRefused', 'refused', 'reopened/completing'],
    ['a withdrawal', withdrawnStory, 'CertificateWithdrawn', 'withdrawn', 'reopened/completing'],
    [
      ...(['a declined application', declinedStory, 'ApplicationDeclined'] as const),
      ...(['declined', 'application/reviewing'] as const),
    ],
  ] as const)(
    'given an appeal against %s, when dismissed nothing changes; when upheld the way is open to another decision',
    (_, story, decision, before, after) => {
      const dismissed = appealing(story(), decision);
      expect(path(decided(dismissed, 'dismissAppeal'))).toBe(before);
      for (const command of ['upholdAppeal', 'partlyUpholdAppeal']) {
        const upheld = appealing(story(), decision);
        expect(path(upheld)).toBe(before);
        expect(path(decided(upheld, command))).toBe(after);
        expectFoldEqualsState(upheld);
      }
    },
  );

  it('given a reduction, when the appeal against it is upheld, then what was taken out comes back without another audit', () => {
    const runner = certifiedStory(journey);
    const full = { scope: 'Development and operation of the payment platform' };
    const sites = ['head office'];
    const decide = (command: string, payload: object): string[] =>
      ask(runner, command, { actor: panel, reason: 'r', sites, ...payload });
    expect(decide('reduceScope', { scope: 'Operation' })).toEqual([]);
    expect(decide('extendScope', full)).toEqual(['R-SPC-01']);
    appealing(runner, 'CertificateScopeReduced');
    expect(decide('extendScope', full)).toEqual(['R-SPC-01']);
    decided(runner, 'upholdAppeal');
    expect(decide('extendScope', { scope: 'Everything' })).toEqual(['R-SPC-01']);
    expect(decide('extendScope', full)).toEqual([]);
    expect(decide('extendScope', { scope: 'Operation' })).toEqual(['R-SPC-01']);
    expectFoldEqualsState(runner);
  });

  it('given a withdrawal after a suspension, when the appeal against the suspension is upheld, then the withdrawal stands', () => {
    const runner = appealing(suspendedStory(journey), 'CertificateSuspended');
    expect(ask(runner, 'withdrawCertificate', { actor: panel, reasons: ['r'] })).toEqual([]);
    decided(runner, 'upholdAppeal');
    expect(path(runner)).toBe('withdrawn');
  });

  it('given a refusal taken anew, when the panel refuses again, then that can be appealed against', () => {
    const runner = decided(appealing(refusedStory(), 'CertificationRefused'), 'upholdAppeal');
    expect(ask(runner, 'completeDecisionFile', { actor: admin })).toEqual([]);
    const members = ['p-1', 'p-2', 'p-3'];
    const on = today(runner);
    const inDecision = (command: string, payload: object): void => {
      expect(askCase(runner, 'decision-2', [command, payload])).toEqual([]);
    };
    expect(passReview(runner, `${journey}/decision-2`)).toEqual([]);
    inDecision('convenePanel', { actor: admin, members });
    for (const id of members)
      expect(voteOf(runner, `${journey}/decision-2`, [id, 'against'])).toEqual([]);
    inDecision('proposeRefusal', { actor: panel, on, reasons: ['r'] });
    expect(ask(runner, 'refuseCertification', { actor: panel, reasons: ['r'] })).toEqual([]);
    expect(path(runner)).toBe('refused');
    expect(ask(runner, 'lodgeAppeal', appeal('CertificationRefused'))).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given the way to another decision and an impartiality case, when the file is handed over, then R-IMP-01 refuses', () => {
    const runner = decided(appealing(refusedStory(), 'CertificationRefused'), 'upholdAppeal');
    const open = {
      actor: admin,
      ...runner.machine(journey).contract.commands['openImpartialityCase']?.example,
    };
    expect(refusedBy(runner, journey, ['openImpartialityCase', open])).toEqual([]);
    expect(ask(runner, 'completeDecisionFile', { actor: admin })).toEqual(['R-IMP-01']);
  });
});

describe('complaints in a journey', () => {
  it('given no certification body yet, when complained, then R-CPL-01 refuses; afterwards it is taken', () => {
    const before = begun(readCase('worked-case'));
    expect(ask(before, 'lodgeComplaint', complaint)).toEqual(['R-CPL-01']);
    expect(ask(declinedStory(), 'lodgeComplaint', complaint)).toEqual([]);
  });

  it.each([
    ['a certified client', () => certifiedStory(journey), true],
    ['a suspended one', () => suspendedStory(journey), true],
    ['one whose certificate was withdrawn', withdrawnStory, false],
    ['a refused one', refusedStory, false],
  ])(
    'given a complaint about %s, when opened, then it knows whether that is certified',
    (_, story, is) => {
      const runner = story();
      expect(ask(runner, 'lodgeComplaint', complaint)).toEqual([]);
      expect(runner.state(`${journey}/complaint-1`).snapshot.context).toMatchObject({
        isCertified: is,
        involved: expect.arrayContaining(['a-1', 'x-1']),
      });
    },
  );

  it('given a complaint that asks for a short-notice audit, when resolved, then the journey says so until it is closed', () => {
    const runner = certifiedStory(journey);
    const on = today(runner);
    expect(ask(runner, 'lodgeComplaint', complaint)).toEqual([]);
    const resolution = {
      ...{ actor: handler, on, outcome: 'justified', reasons: ['r'] },
      ...{ effectiveness: 'e', followUp: 'shortNoticeAudit' },
    };
    for (const step of [
      ['acknowledgeComplaint', { actor: admin, on }],
      ['assignComplaintHandlers', { actor: admin, handlers: ['h-1'] }],
      ['admitComplaint', { actor: handler, on }],
      ['resolveComplaint', resolution],
    ] as [string, object][]) {
      expect(askCase(runner, 'complaint-1', step)).toEqual([]);
    }
    const { headline } = runner.machine(journey);
    expect(headline(runner.state(journey).snapshot.context as never)).toContain(
      'complaint-1 asks for shortNoticeAudit',
    );
  });
});

describe('an engagement that has ended', () => {
  it('given an appeal and a complaint, when the engagement is terminated, then they go on, and others can be lodged', () => {
    const runner = appealing(suspendedStory(journey), 'CertificateSuspended');
    expect(ask(runner, 'lodgeComplaint', complaint)).toEqual([]);
    expect(refusedBy(runner, journey, ['terminateEngagement', { actor: admin }])).toEqual([]);
    expect(path(runner)).toBe('terminated');
    expect(path(runner, '/appeal-1')).toBe('open/investigating');
    decided(runner, 'upholdAppeal');
    expect(path(runner)).toBe('terminated');
    expect(ask(runner, 'lodgeComplaint', complaint)).toEqual([]);
    expect(path(runner, '/complaint-2')).toBe('open/received');
    runner.travelTo('2028-02-20T12:00:00.000Z');
    expect(lastOf(runner, 'AppealUpheld')?.cause).toBe('child');
    expect(path(runner, '/complaint-2')).toBe('open/unacknowledged');
    expectFoldEqualsState(runner);
  });
});
