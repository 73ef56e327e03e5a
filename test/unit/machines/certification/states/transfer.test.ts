/** Transfers between bodies: what is not in the scenarios `transfer-*.yaml`, played on the first of them. */
import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../../../../infra/demo/case.ts';
import { stateOf, type Simulation } from '../../../../../machines/engine/index.ts';
import { certification } from '../../../../../machines/certification/index.ts';
import { speak } from '../../../../../machines/text/index.ts';
import {
  begun,
  expectFoldEqualsState,
  passReview,
  play,
  readCase,
  refusedBy,
  voteOf,
} from '../../../../support/cases.ts';

const journey = 'initech-27001';
const office = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };
const reviewer = { id: 'r-1', role: 'applicationReviewer' };
const chair = { id: 'p-1', role: 'panelMember' };

/** What the client tells of its certificate, and the review finds of its surveillances. */
interface Told {
  readonly told?: object;
  readonly surveillances?: readonly string[];
  readonly input?: object;
}

function changed(given: Case, { told = {}, surveillances, input = {} }: Told): Case {
  const held = surveillances && { surveillances };
  const changes: Readonly<Record<string, object>> = {
    requestTransfer: { ...told, ...held },
    completePreTransferReview: { ...held },
  };
  return {
    ...given,
    input: { ...given.input, ...input },
    steps: given.steps.map((step) => ({
      ...step,
      payload: { ...step.payload, ...changes[step.command] },
    })),
  };
}
/** The transfer up to a command, that command not included, on its day. */
function upTo(command: string, told: Told = {}): Simulation {
  const given = changed(readCase('transfer-in'), told);
  const end = given.steps.findIndex((step) => step.command === command);
  const runner = begun(given);
  play(runner, { ...given, steps: given.steps.slice(0, end) });
  runner.travelTo(`${given.steps[end]?.date ?? ''}T12:00:00.000Z`);
  return runner;
}
function goTo(runner: Simulation, day: string): Simulation {
  runner.travelTo(`${day}T12:00:00.000Z`);
  return runner;
}
/** Gives a command today. @returns the rules that refuse it */
function ask(runner: Simulation, command: string, payload: object): string[] {
  return refusedBy(runner, journey, [command, { on: runner.now().slice(0, 10), ...payload }]);
}
const give = (runner: Simulation, command: string, payload: object) => {
  expect(refusedBy(runner, journey, [command, payload])).toEqual([]);
};
const path = (runner: Simulation): string => stateOf(runner.state(journey));
const last = (runner: Simulation, type: string) =>
  runner.log(journey).findLast((event) => event.type === type)?.data;
const known = (runner: Simulation): unknown => runner.state(journey).snapshot.context;
const programme = { actor: office, note: 'As of a new client.' };

/** Review and panel come to an end with votes against. */
function voted(runner: Simulation, vote: string): void {
  const decision = `${journey}/decision-1`;
  expect(passReview(runner, decision)).toEqual([]);
  const members = ['p-1', 'p-2', 'p-3'];
  expect(refusedBy(runner, decision, ['convenePanel', { actor: office, members }])).toEqual([]);
  for (const id of members) expect(voteOf(runner, decision, [id, vote])).toEqual([]);
}
function refused(): Simulation {
  const runner = upTo('completeDecisionFile');
  expect(ask(runner, 'completeDecisionFile', { actor: office })).toEqual([]);
  voted(runner, 'against');
  const on = runner.now().slice(0, 10);
  const propose = { actor: chair, on, reasons: ['The scope is not covered.'] };
  expect(refusedBy(runner, `${journey}/decision-1`, ['proposeRefusal', propose])).toEqual([]);
  expect(ask(runner, 'refuseCertification', { actor: chair, reasons: ['r'] })).toEqual([]);
  return runner;
}

describe('a transfer in, its place in the cycle', () => {
  it('given no surveillance yet, when accepted, then the first one is due on the day of the other body', () => {
    const told = { originallyOn: '2027-06-01', grantedOn: '2027-06-01', validUntil: '2030-05-31' };
    const runner = upTo('acceptTransfer', { told, surveillances: [] });
    expect(ask(runner, 'acceptTransfer', { actor: chair })).toEqual([]);
    expect(last(runner, 'TransferAccepted')).toMatchObject({
      surveillanceDue: { rule: 'T-13', due: '2028-06-01' },
      validUntil: '2030-05-31',
    });
    expect(path(runner)).toContain('cycle/surveillance1/scheduling');
    goTo(runner, '2028-06-02');
    expect(path(runner)).toContain('surveillance/overdue');
    expectFoldEqualsState(runner);
  });

  it('given a later cycle whose surveillances were held, when accepted, then recertification is next, and past reminders are told once', () => {
    const told = {
      ...{ originallyOn: '2022-09-01', grantedOn: '2025-08-28', validUntil: '2028-08-31' },
      cycle: 2,
    };
    const surveillances = ['2026-05-04', '2027-05-03'];
    const runner = upTo('acceptTransfer', { told, surveillances });
    expect(ask(runner, 'acceptTransfer', { actor: chair })).toEqual([]);
    expect(last(runner, 'TransferAccepted')).toMatchObject({
      ...{ surveillanceDue: null, cycle: 2, originallyOn: '2022-09-01' },
      recertificationReminder: { rule: 'T-15', due: '2028-04-30' },
      furtherReminders: [{ due: '2028-05-31' }],
    });
    expect(path(runner)).toContain('cycle/recertification');
    expect(known(runner)).toMatchObject({ cycle: 2, firstGrantedOn: '2022-09-01' });
    expect(ask(runner, 'recordPreviousEnd', previousEnd)).toEqual([]);
    const issued = runner.command(journey, 'issueCertificate', { actor: office, on: '2028-04-20' });
    expect(issued).toMatchObject({ answer: { answers: { number: 'initech-27001-2' } } });
  });

  const previousEnd = { actor: office, endsOn: '2028-04-20', confirmedBy: 'accreditationBody' };

  it('given a surveillance that became overdue meanwhile, when accepted, then R-TR-03 refuses', () => {
    const told = { originallyOn: '2027-04-15', grantedOn: '2027-04-15', validUntil: '2030-04-14' };
    const runner = upTo('acceptTransfer', { told, surveillances: [] });
    expect(ask(runner, 'acceptTransfer', { actor: chair })).toEqual(['R-TR-03']);
  });

  it('given what the other body has covered, when accepted, then the last surveillance has to cover the rest', () => {
    const runner = upTo('issueCertificate');
    const { surveyed, surveillances } = known(runner) as {
      surveyed: string[];
      surveillances: number;
    };
    expect(surveillances).toBe(1);
    expect(surveyed).toContain('9.3.2');
    expect(surveyed).not.toContain('8.1');
  });
});

describe('a certificate that was taken over, after its end', () => {
  it('given six months since its expiry, when Stage 2 is authorised, then R-TR-10 refuses: there was no Stage 1 here', () => {
    const runner = upTo('acceptTransfer');
    expect(ask(runner, 'acceptTransfer', { actor: chair })).toEqual([]);
    goTo(runner, '2030-08-29');
    expect(path(runner)).toBe('expired/lapsed');
    const authorise = { actor: reviewer, justification: 'Ready.' };
    expect(ask(runner, 'authoriseStage2', authorise)).toEqual(['R-TR-10']);
    const repeat = { actor: reviewer, part: 'all', reason: 'The first one here.' };
    expect(ask(runner, 'repeatStage1', repeat)).toEqual([]);
    expect(path(runner)).toBe('stage1/scheduling');
    expectFoldEqualsState(runner);
  });
});

describe('a transfer in that comes to nothing', () => {
  it('given a review that wants an initial audit, when a programme is drafted, then the client is a new one and what was taken over ends', () => {
    const runner = upTo('completePreTransferReview');
    const step = readCase('transfer-in').steps.find(
      ({ command }) => command === 'completePreTransferReview',
    );
    give(runner, 'completePreTransferReview', { ...step?.payload, outcome: 'newClient' });
    expect(path(runner)).toContain('work/rejected');
    give(runner, 'draftProgramme', programme);
    expect(path(runner)).toBe('application/programmed');
    expect(last(runner, 'AuditProgrammeDrafted')).toMatchObject({
      audits: [{ kind: 'stage-1' }, { kind: 'stage-2' }, {}, {}, {}],
    });
    expect(known(runner)).toMatchObject({ findings: {}, transfer: { status: 'over' } });
    give(runner, 'agreeProgramme', { actor: client });
    expect(path(runner)).toBe('preAudit/offered');
    goTo(runner, '2030-04-01');
    expect(last(runner, 'TransferLapsed')).toBeUndefined();
    expectFoldEqualsState(runner);
  });

  it('given a panel that refuses, when it is recorded, then the client is a new one, or an upheld appeal opens the decision again', () => {
    const runner = refused();
    expect(path(runner)).toContain('work/refused');
    give(runner, 'draftProgramme', programme);
    expect(path(runner)).toBe('application/programmed');

    const appealing = refused();
    const lodged = { actor: client, decision: 'CertificationRefused', grounds: 'It is covered.' };
    expect(ask(appealing, 'lodgeAppeal', lodged)).toEqual([]);
    expect(known(appealing)).toMatchObject({ appeals: { 'appeal-1': { outcome: 'open' } } });
  });

  it('given a file that lapses before the decision is recorded, when the decision was in time, then it counts; a later one is refused', () => {
    const told = { issuerFailedOn: '2027-10-21' };
    const given = changed(readCase('transfer-in'), { told });
    const steps = given.steps.map((step) =>
      step.command === 'confirmTransferEligibility'
        ? { ...step, payload: { ...step.payload, accreditationBodyToldOn: '2028-03-08' } }
        : step,
    );
    const end = steps.findIndex(({ command }) => command === 'acceptTransfer');
    const runner = begun(given);
    play(runner, { ...given, steps: steps.slice(0, end) });
    goTo(runner, '2028-04-22');
    expect(last(runner, 'TransferLapsed')).toMatchObject({ rule: 'T-19', due: '2028-04-21' });
    expect(path(runner)).toContain('window/lapsed');
    expect(ask(runner, 'acceptTransfer', { actor: chair })).toEqual(['R-TR-02']);
    give(runner, 'acceptTransfer', { actor: chair, on: '2028-04-21' });
    expect(last(runner, 'TransferAccepted')).toMatchObject({ recordedAfterLapse: true });
    expect(path(runner)).toContain('certificate/granted');
    expectFoldEqualsState(runner);
  });

  it('given a transfer that lapses before the programme, when it is drafted, then it is that of a new client', () => {
    const told = { issuerFailedOn: '2027-09-09', surveillances: ['2028-01-18'] };
    const given = changed(readCase('transfer-in'), { told });
    const runner = begun(given);
    const end = given.steps.findIndex(({ command }) => command === 'confirmTransferEligibility');
    const accept = given.steps.slice(0, end);
    play(runner, { ...given, steps: accept });
    goTo(runner, '2028-03-10');
    expect(last(runner, 'TransferLapsed')).toMatchObject({ due: '2028-03-09' });
    const found = {
      ...{ actor: reviewer, status: 'valid', isMlaSignatory: true, isScopeAccredited: true },
      ...{ source: 'register', accreditationBodyToldOn: '2028-03-08' },
    };
    expect(ask(runner, 'confirmTransferEligibility', found)).toEqual(['R-TR-02']);
    const no = { actor: reviewer, grounds: ['tooLate'], reasons: ['Six months have passed.'] };
    expect(ask(runner, 'refuseTransferEligibility', no)).toEqual([]);
    expect(known(runner)).toMatchObject({ transfer: { status: 'notEligible' } });
  });

  it('given an engagement that ends, when the last day passes, then nothing is recorded of it', () => {
    const runner = upTo('planPreTransferReview');
    give(runner, 'terminateEngagement', { actor: client });
    goTo(runner, '2030-03-02');
    expect(last(runner, 'TakeoverLimitElapsed')).toBeUndefined();
  });
});

describe('a transfer in under an accreditation gate', () => {
  it('given a body that asks the accreditation body, when the panel has proposed, then the file is forwarded first', () => {
    const runner = upTo('acceptTransfer', { input: { policy: 'demonstration' } });
    expect(path(runner)).toContain('work/accreditation/forwarding');
    expect(ask(runner, 'acceptTransfer', { actor: chair })).toEqual(['R-AB-02']);
    expect(ask(runner, 'forwardFile', { actor: office })).toEqual([]);
    const body = { id: 'ab-1', role: 'accreditationBody' };
    expect(ask(runner, 'concur', { actor: body })).toEqual([]);
    expect(ask(runner, 'acceptTransfer', { actor: chair })).toEqual([]);
  });
  it('given a reviewer of the transfer, when it sits on the panel or decides, then R-DEC-01 refuses', () => {
    const runner = upTo('acceptTransfer');
    const actor = { id: 'a-1', role: 'panelMember' };
    expect(ask(runner, 'acceptTransfer', { actor })).toEqual(['R-DEC-01', 'ROLE-03']);
  });
});

describe('a transfer out', () => {
  const certified = (): Simulation => {
    const runner = begun(readCase('worked-case'));
    play(runner, readCase('worked-case'));
    return goTo(runner, '2027-08-02');
  };
  const to = (runner: Simulation, command: string, payload: object) =>
    refusedBy(runner, 'globex-27001', [command, { on: runner.now().slice(0, 10), ...payload }]);
  const announced = (): Simulation => {
    const runner = certified();
    const going = { actor: client, acceptingBody: 'Othercert' };
    expect(to(runner, 'requestTransferOut', going)).toEqual([]);
    return runner;
  };
  const suspend = { actor: chair, cause: 'The client goes.' };
  const headline = (runner: Simulation) =>
    certification.headline(runner.state('globex-27001').snapshot.context as never);

  it('given a client that goes, when it stays after all, then it can be suspended as before', () => {
    const runner = announced();
    expect(headline(runner)).toContain('goes to Othercert: records to be handed over');
    expect(to(runner, 'suspendCertificate', suspend)).toEqual(['R-TR-05']);
    expect(to(runner, 'abandonTransferOut', { actor: client })).toEqual([]);
    expect(headline(runner)).not.toContain('Othercert');
    expect(to(runner, 'suspendCertificate', suspend)).toEqual([]);
  });

  it('given another language, when a client that goes is looked at, then it is said in that', () => {
    const runner = announced();
    const texts = { 'certification.goes': '{to}, {records, select, owed {offen} other {da}}' };
    speak({ language: 'xx', texts });
    try {
      expect(headline(runner)).toContain('Othercert, offen');
      expect(headline(runner)).not.toContain('goes to');
    } finally {
      speak();
    }
  });

  it('given a surveillance that is overdue, when a client that goes is suspended, then it is, and nobody takes the certificate over', () => {
    const runner = goTo(announced(), '2028-02-01');
    const documents = [{ title: 'Report of Stage 2', version: '1' }];
    expect(to(runner, 'handOverRecords', { actor: office, documents })).toEqual([]);
    expect(to(runner, 'suspendCertificate', suspend)).toEqual([]);
    expect(to(runner, 'recordTransferOut', { actor: office })).toEqual(['R-TR-01']);
    expect(to(runner, 'withdrawCertificate', { actor: chair, reasons: ['r'] })).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a body that lost its accreditation, when another takes the certificate over after six months, then R-TR-02 refuses', () => {
    const runner = announced();
    const loss = { actor: office, reason: 'withdrawn' };
    expect(to(runner, 'recordAccreditationLoss', loss)).toEqual([]);
    const documents = [{ title: 'Report of Stage 2', version: '1' }];
    expect(to(runner, 'handOverRecords', { actor: office, documents })).toEqual([]);
    goTo(runner, '2028-02-03');
    expect(to(runner, 'recordTransferOut', { actor: office })).toEqual(['R-TR-02']);
    expect(to(runner, 'recordTransferOut', { actor: office, on: '2028-02-02' })).toEqual([]);
    expect(stateOf(runner.state('globex-27001'))).toBe('transferredOut');
    expectFoldEqualsState(runner);
  });
});
