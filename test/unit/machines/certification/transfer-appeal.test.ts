/** An appeal against the judgement that a certificate of another body cannot be taken over. Played on `transfer-in.yaml`. */
import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../../../infra/demo/case.ts';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { begun, expectFoldEqualsState, play, readCase, refusedBy } from '../../../support/cases.ts';

const journey = 'initech-27001';
const office = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };
const reviewer = { id: 'r-1', role: 'applicationReviewer' };
const handler = { id: 'h-1', role: 'appealsHandler' };

const today = (runner: Simulation): string => runner.now().slice(0, 10);
const path = (runner: Simulation): string => stateOf(runner.state(journey));
const last = (runner: Simulation, type: string) =>
  runner.log(journey).findLast((event) => event.type === type)?.data;
const kept = (runner: Simulation): unknown => runner.state(journey).snapshot.context;

/** Gives a command today. @returns the rules that refuse it */
function ask(runner: Simulation, command: string, payload: object, to = journey): string[] {
  return refusedBy(runner, to, [command, { on: today(runner), ...payload }]);
}
/** Gives a command that carries no day. @returns the rules that refuse it */
const askUndated = (runner: Simulation, command: string, payload: object) =>
  refusedBy(runner, journey, [command, payload]);

const asked = { actor: client, decision: 'TransferEligibilityRefused', grounds: 'It is valid.' };
const refusal = { actor: reviewer, grounds: ['status'], reasons: ['It is suspended.'] };
const found = {
  ...{ actor: reviewer, status: 'valid', isMlaSignatory: true, isScopeAccredited: true },
  source: 'register of Othercert',
};

function goTo(runner: Simulation, day: string): Simulation {
  runner.travelTo(`${day}T12:00:00.000Z`);
  return runner;
}

/** A transfer that was refused, and the case up to a command after that, that command not included. */
function refusedUpTo(command: string, told: object = {}): Simulation {
  const given = readCase('transfer-in');
  const steps = given.steps
    .slice(
      0,
      given.steps.findIndex((step) => step.command === command),
    )
    .map((step) =>
      step.command === 'requestTransfer'
        ? { ...step, payload: { ...step.payload, ...told } }
        : step,
    );
  const confirm = steps.findIndex((step) => step.command === 'confirmTransferEligibility');
  const [before, after] =
    confirm < 0 ? [steps, []] : [steps.slice(0, confirm), steps.slice(confirm + 1)];
  const runner = begun(given);
  const playing = (some: Case['steps']): void => {
    play(runner, { ...given, steps: some });
  };
  playing(before);
  goTo(runner, '2028-03-08');
  expect(ask(runner, 'refuseTransferEligibility', refusal)).toEqual([]);
  playing(after);
  return runner;
}

/** The appeal, lodged and admitted today. @returns its id */
function appealed(runner: Simulation): string {
  const outcome = runner.command(journey, 'lodgeAppeal', { on: today(runner), ...asked });
  expect(outcome.kind).toBe('accepted');
  const { appeal } = last(runner, 'AppealLodged') as { appeal: string };
  const id = `${journey}/${appeal}`;
  expect(ask(runner, 'acknowledgeAppeal', { actor: office }, id)).toEqual([]);
  const handlers = { actor: office, handlers: ['h-1'] };
  expect(refusedBy(runner, id, ['assignAppealHandlers', handlers])).toEqual([]);
  expect(ask(runner, 'admitAppeal', { actor: handler }, id)).toEqual([]);
  return id;
}
function decided(runner: Simulation, command: string, more: object = {}): Simulation {
  const id = appealed(runner);
  expect(ask(runner, command, { actor: handler, reasons: ['r'], ...more }, id)).toEqual([]);
  return runner;
}

describe('an appeal against the judgement that a certificate cannot be taken over', () => {
  it('given the refusal, when appealed against, then the case has its clock, and who judged does not handle it', () => {
    const runner = refusedUpTo('confirmTransferEligibility');
    expect(ask(runner, 'lodgeAppeal', asked)).toEqual([]);
    // T-24: five working days after Wednesday, 8 March 2028.
    expect(last(runner, 'AppealLodged')).toMatchObject({
      ...{ decision: 'TransferEligibilityRefused', decidedOn: '2028-03-08' },
      acknowledgeBy: { rule: 'T-24', due: '2028-03-15' },
    });
    const appeal = `${journey}/appeal-1`;
    const name = (id: string) =>
      refusedBy(runner, appeal, ['assignAppealHandlers', { actor: office, handlers: [id] }]);
    expect(name('r-1')).toEqual(['SOD-06']);
    expect(name('h-1')).toEqual([]);
    expect(ask(runner, 'lodgeAppeal', asked)).toEqual(['R-APL-02']);
    goTo(runner, '2028-03-16');
    expect(runner.log(appeal).map(({ type }) => type)).toContain('AcknowledgementMissed');
    expectFoldEqualsState(runner);
  });

  it('given a transfer that nobody has refused, when appealed against, then R-APL-01 refuses', () => {
    const given = readCase('transfer-in');
    const confirm = given.steps.findIndex(
      ({ command }) => command === 'confirmTransferEligibility',
    );
    const runner = begun(given);
    play(runner, { ...given, steps: given.steps.slice(0, confirm) });
    expect(ask(runner, 'lodgeAppeal', asked)).toEqual(['R-APL-01']);
  });

  it.each([
    ['upholdAppeal', {}],
    ['partlyUpholdAppeal', { extent: 'As to one site.' }],
  ])(
    'given %s before the application is accepted, when recorded, then it is judged anew first, and its clock runs again',
    (outcome, more) => {
      const runner = decided(refusedUpTo('confirmTransferEligibility'), outcome, more);
      expect(path(runner)).toBe('application/reviewing');
      expect(kept(runner)).toMatchObject({ transfer: { status: 'requested' } });
      expect(Object.keys(runner.state(journey).timers)).not.toEqual([]);
      const given = readCase('transfer-in');
      const accept = given.steps.find(({ command }) => command === 'acceptApplication')?.payload;
      expect(askUndated(runner, 'acceptApplication', accept ?? {})).toEqual(['R-TR-07']);
      expect(ask(runner, 'confirmTransferEligibility', found)).toEqual([]);
      expect(askUndated(runner, 'acceptApplication', accept ?? {})).toEqual([]);
      const { headline } = runner.machine(journey);
      expect(headline(kept(runner) as never)).not.toContain('decided anew');
      goTo(runner, '2030-03-01');
      expect(last(runner, 'TransferLapsed')).toMatchObject({ rule: 'T-16', due: '2030-02-28' });
      expectFoldEqualsState(runner);
    },
  );

  it('given a dismissed appeal, when it has ended, then the client goes on as a new one and nothing lapses', () => {
    const runner = decided(refusedUpTo('confirmTransferEligibility'), 'dismissAppeal');
    expect(kept(runner)).toMatchObject({ transfer: { status: 'notEligible' } });
    expect(ask(runner, 'confirmTransferEligibility', found)).toEqual(['R-TR-06']);
    goTo(runner, '2030-03-01');
    expect(last(runner, 'TransferLapsed')).toBeUndefined();
  });

  it('given a body that has failed, when the appeal is upheld after its last day, then the transfer has lapsed at once', () => {
    const runner = refusedUpTo('confirmTransferEligibility', { issuerFailedOn: '2027-09-15' });
    goTo(runner, '2028-03-16');
    expect(last(runner, 'TransferLapsed')).toBeUndefined();
    decided(runner, 'upholdAppeal');
    expect(last(runner, 'TransferLapsed')).toMatchObject({ rule: 'T-19', due: '2028-03-15' });
    const told = { ...found, accreditationBodyToldOn: '2028-03-08' };
    expect(ask(runner, 'confirmTransferEligibility', told)).toEqual(['R-TR-02']);
    expect(ask(runner, 'refuseTransferEligibility', { ...refusal, grounds: ['tooLate'] })).toEqual(
      [],
    );
    // It is another decision: it can be appealed against in its turn.
    expect(ask(runner, 'lodgeAppeal', asked)).toEqual([]);
    expect(runner.entities()).toContain(`${journey}/appeal-2`);
    expectFoldEqualsState(runner);
  });

  it('given a programme as of a new client, when the appeal is upheld before it is agreed, then the review opens again and all follows from it anew', () => {
    const runner = refusedUpTo('agreeProgramme');
    expect(last(runner, 'AuditProgrammeDrafted')).toMatchObject({
      audits: [{ kind: 'stage-1' }, { kind: 'stage-2' }, {}, {}, {}],
    });
    decided(runner, 'upholdAppeal');
    expect(path(runner)).toBe('application/reviewing');
    expect(askUndated(runner, 'agreeProgramme', { actor: client })).toEqual(['COMMAND_REFUSED']);
    expect(ask(runner, 'confirmTransferEligibility', found)).toEqual([]);
    const given = readCase('transfer-in');
    const again = ['acceptApplication', 'issueQuote', 'acceptQuote', 'signAgreement'];
    for (const command of [...again, 'draftProgramme', 'agreeProgramme']) {
      const step = given.steps.find((one) => one.command === command);
      const payload = {
        ...step?.payload,
        ...(command === 'signAgreement' && { on: today(runner) }),
      };
      expect([command, ...askUndated(runner, command, payload)]).toEqual([command]);
    }
    expect(last(runner, 'AuditProgrammeDrafted')).toMatchObject({
      audits: [{ kind: 'surveillance' }, { kind: 'recertification' }],
    });
    expect(path(runner)).toContain('transfer/(work/planning');
    expectFoldEqualsState(runner);
  });

  it('given a quote as of a new client, when the appeal is upheld, then it can be accepted no more', () => {
    const runner = decided(refusedUpTo('acceptQuote'), 'upholdAppeal');
    expect(path(runner)).toBe('application/reviewing');
    expect(ask(runner, 'refuseTransferEligibility', refusal)).toEqual([]);
    const given = readCase('transfer-in');
    const accept = given.steps.find(({ command }) => command === 'acceptApplication')?.payload;
    expect(askUndated(runner, 'acceptApplication', accept ?? {})).toEqual([]);
    expect(askUndated(runner, 'acceptQuote', { actor: client })).toEqual(['T-01']);
    expectFoldEqualsState(runner);
  });

  it('given a question to the client, when the appeal is upheld, then the answer is waited for', () => {
    const runner = refusedUpTo('confirmTransferEligibility');
    const question = { actor: reviewer, questions: ['How many sites?'] };
    expect(askUndated(runner, 'requestInformation', question)).toEqual([]);
    decided(runner, 'upholdAppeal');
    expect(path(runner)).toBe('application/informing');
    expect(kept(runner)).toMatchObject({ transfer: { status: 'requested' } });
    expectFoldEqualsState(runner);
  });

  it.each(['determineAuditTime', 'acceptQuote', 'signAgreement', 'draftProgramme'])(
    'given %s is next, when the appeal is upheld, then the review opens again',
    (command) => {
      const runner = decided(refusedUpTo(command), 'upholdAppeal');
      expect(path(runner)).toBe('application/reviewing');
    },
  );

  it('given a client that has agreed to be audited as a new one, when the appeal is upheld, then that stays', () => {
    const runner = refusedUpTo('agreeProgramme');
    expect(askUndated(runner, 'agreeProgramme', { actor: client })).toEqual([]);
    decided(runner, 'upholdAppeal');
    expect(path(runner)).toBe('preAudit/offered');
    expect(kept(runner)).toMatchObject({ transfer: { status: 'notEligible' } });
    const { headline } = runner.machine(journey);
    expect(headline(kept(runner) as never)).not.toContain('decided anew');
    expectFoldEqualsState(runner);
  });

  it('given a transfer that was asked for again, when the appeal is upheld, then it changes nothing of that', () => {
    const runner = refusedUpTo('confirmTransferEligibility');
    const given = readCase('transfer-in');
    const request = given.steps.find(({ command }) => command === 'requestTransfer')?.payload ?? {};
    const id = appealed(runner);
    expect(ask(runner, 'requestTransfer', { ...request, number: 'OC-18' })).toEqual([]);
    expect(ask(runner, 'confirmTransferEligibility', found)).toEqual([]);
    expect(ask(runner, 'upholdAppeal', { actor: handler, reasons: ['r'] }, id)).toEqual([]);
    expect(kept(runner)).toMatchObject({
      transfer: { status: 'eligible', certificate: { number: 'OC-18' } },
    });
  });
});
