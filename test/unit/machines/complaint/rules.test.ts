import { describe, expect, it } from '@jest/globals';
import { createSimulation, stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { expectFoldEqualsState, refusedBy } from '../../../support/cases.ts';

const entity = 'globex-27001/complaint-1';
const admin = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };
const handler = { id: 'h-1', role: 'appealsHandler' };
const on = '2028-02-03';
const input = {
  ...{ about: 'client', statement: 's', complainant: 'x-1', persons: ['a-7'] },
  ...{ isCertified: true, receivedOn: on, involved: ['a-1', 'a-7'], barred: [] as object[] },
  acknowledgeBy: {
    ...{ rule: 'T-24', anchor: 'globex-27001:181' },
    ...{ due: '2028-02-10', at: '2028-02-10T23:00:00.000Z' },
  },
  policy: { zone: 'Europe/Berlin', staff: [] as object[] },
};
const resolution = {
  ...{ actor: handler, on, outcome: 'justified', reasons: ['r'] },
  ...{ effectiveness: 'e', followUp: 'shortNoticeAudit' },
};

function received(change: object = {}): Simulation {
  const runner = createSimulation({ machines, at: `${on}T12:00:00.000Z` });
  runner.start('complaint', entity, { ...input, ...change });
  return runner;
}
const ask = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, entity, [command, payload]);
const path = (runner: Simulation): string => stateOf(runner.state(entity));
const types = (runner: Simulation): string[] => runner.log(entity).map(({ type }) => type);

/** A complaint that is acknowledged and has a handler. */
function acknowledged(change: object = {}): Simulation {
  const runner = received(change);
  expect(ask(runner, 'acknowledgeComplaint', { actor: admin, on })).toEqual([]);
  expect(ask(runner, 'assignComplaintHandlers', { actor: admin, handlers: ['h-1'] })).toEqual([]);
  return runner;
}

/** A complaint that is investigated. */
function admitted(change: object = {}): Simulation {
  const runner = acknowledged(change);
  expect(ask(runner, 'admitComplaint', { actor: handler, on })).toEqual([]);
  return runner;
}

/** A complaint whose client is to answer by 17 February. */
function referred(): Simulation {
  const runner = admitted();
  expect(ask(runner, 'referComplaint', { actor: handler, on, answerBy: '2028-02-17' })).toEqual([]);
  return runner;
}

describe('a complaint', () => {
  it('given a complaint about a client, when referred, answered and resolved, then it is told and closed', () => {
    const runner = referred();
    expect(path(runner)).toBe('open/referred');
    expect(ask(runner, 'resolveComplaint', resolution)).toEqual(['COMMAND_REFUSED']);
    expect(ask(runner, 'answerComplaint', { actor: client, on, answer: 'a' })).toEqual([]);
    expect(ask(runner, 'resolveComplaint', resolution)).toEqual([]);
    expect(ask(runner, 'closeComplaint', { actor: admin, on })).toEqual(['COMMAND_REFUSED']);
    expect(ask(runner, 'notifyComplaintOutcome', { actor: admin, on })).toEqual([]);
    expect(ask(runner, 'closeComplaint', { actor: admin, on })).toEqual([]);
    expect(path(runner)).toBe('closed');
    expectFoldEqualsState(runner);
  });

  it('given a complaint that has nothing to do with certification, when found so, then it is not investigated', () => {
    const runner = acknowledged();
    const found = { actor: handler, on, reasons: ['r'] };
    expect(ask(runner, 'findComplaintUnrelated', found)).toEqual([]);
    expect(path(runner)).toBe('notifying');
    expect(ask(runner, 'resolveComplaint', resolution)).toEqual(['COMMAND_REFUSED']);
  });
});

describe('complaint rules', () => {
  it('given who is complained of or took part in the case, when named as a handler, then SOD-06 refuses', () => {
    const runner = received();
    const assign = (handlers: string[]): string[] =>
      ask(runner, 'assignComplaintHandlers', { actor: admin, handlers });
    expect(assign(['a-7'])).toEqual(['SOD-06']);
    expect(assign(['a-1', 'h-1'])).toEqual(['SOD-06']);
    expect(assign(['h-1'])).toEqual([]);
  });

  it('given a person in its cooling-off, when named, then SOD-03 refuses', () => {
    const barred = [{ id: 'h-1', until: on }];
    const assign = { actor: admin, handlers: ['h-1'] };
    expect(ask(received({ barred }), 'assignComplaintHandlers', assign)).toEqual(['SOD-03']);
  });

  it('given somebody who was not appointed, when it acts as a handler, then ROLE-05 refuses; an office without staff list may refer', () => {
    const stranger = { id: 'h-7', role: 'appealsHandler' };
    expect(ask(acknowledged(), 'admitComplaint', { actor: stranger, on })).toEqual(['ROLE-05']);
    const refer = { on, answerBy: '2028-02-17' };
    expect(ask(admitted(), 'referComplaint', { actor: stranger, ...refer })).toEqual(['ROLE-05']);
    expect(ask(admitted(), 'referComplaint', { actor: admin, ...refer })).toEqual([]);
    expect(ask(admitted(), 'resolveComplaint', { ...resolution, actor: stranger })).toEqual([
      'ROLE-05',
    ]);
  });

  it('given a complaint about the certification body, or a day that is over, when referred to the client, then R-CPL-02 refuses', () => {
    const refer = { actor: handler, on, answerBy: '2028-02-17' };
    const body = { about: 'certificationBody' };
    expect(ask(admitted(body), 'referComplaint', refer)).toEqual(['R-CPL-02']);
    expect(ask(admitted(), 'referComplaint', { ...refer, answerBy: '2028-02-02' })).toEqual([
      'R-CPL-02',
    ]);
    expect(ask(admitted(), 'referComplaint', { ...refer, answerBy: on })).toEqual([]);
  });

  it.each([
    [{}, ['R-CPL-03']],
    [{ isCertified: false }, []],
    [{ about: 'certificationBody' }, []],
  ])(
    'given %j, when resolved without a word on effectiveness, then it is refused by %j',
    (change, rules) => {
      const { effectiveness: _left, ...short } = resolution;
      const resolve = { ...short, followUp: 'nextAudit' };
      expect(ask(admitted(change), 'resolveComplaint', resolve)).toEqual(rules);
    },
  );

  it.each([
    [{}, []],
    [{ isCertified: false }, ['R-CPL-04']],
    [{ about: 'certificationBody' }, ['R-CPL-04']],
  ])(
    'given %j, when a short-notice audit is to follow, then it is refused by %j',
    (change, rules) => {
      expect(ask(admitted(change), 'resolveComplaint', resolution)).toEqual(rules);
    },
  );

  it('given a staff list, or another day, when a step is recorded, then ROLE-02, DATE-01 or DATE-02 refuses', () => {
    const staff = [{ id: 'h-1', roles: ['appealsHandler'] }];
    const runner = received({ policy: { zone: 'Europe/Berlin', staff } });
    const acknowledge = (day: string): string[] =>
      ask(runner, 'acknowledgeComplaint', { actor: admin, on: day });
    expect(acknowledge(on)).toEqual(['ROLE-02']);
    const other = received();
    expect(ask(other, 'acknowledgeComplaint', { actor: admin, on: '2028-02-02' })).toEqual([
      'DATE-02',
    ]);
    expect(ask(other, 'acknowledgeComplaint', { actor: admin, on: '2028-02-04' })).toEqual([
      'DATE-01',
    ]);
  });
});

describe('the clocks of a complaint', () => {
  it('given nobody acknowledges, when the day is over, then the lapse is recorded; late recording clears it', () => {
    const runner = received();
    runner.travelTo('2028-02-10T23:00:00.000Z');
    expect(types(runner).slice(1)).toEqual(['AcknowledgementDueElapsed', 'AcknowledgementMissed']);
    expect(path(runner)).toBe('open/unacknowledged');
    expect(ask(runner, 'acknowledgeComplaint', { actor: admin, on: '2028-02-10' })).toEqual([]);
    expect(runner.log(entity).at(-1)?.data).toEqual({ on: '2028-02-10', recordedAfterLapse: true });
    expect(runner.state(entity).snapshot.context).toMatchObject({ missed: [] });
  });

  it('given a referral, when its event is read, then it holds rule, anchor, due date and instant', () => {
    const runner = referred();
    const { data, sequence } = runner.log(entity).at(-1) ?? {};
    expect(data?.['answerDue']).toEqual({
      ...{ rule: 'R-CPL-02', anchor: `${entity}:${String(sequence)}` },
      ...{ due: '2028-02-17', at: '2028-02-17T23:00:00.000Z' },
    });
  });

  it('given no answer, when the day is over, then the lapse is recorded and the complaint can be resolved without one', () => {
    const runner = referred();
    runner.travelTo('2028-02-18T12:00:00.000Z');
    expect(types(runner).slice(-2)).toEqual(['ClientAnswerDueElapsed', 'ClientAnswerMissed']);
    expect(path(runner)).toBe('open/unanswered');
    expect(ask(runner, 'resolveComplaint', { ...resolution, on: '2028-02-18' })).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it.each([
    ['2028-02-17', { recordedAfterLapse: true }, 0],
    ['2028-02-18', {}, 1],
  ])('given a lapse, when an answer of %s comes, then %j', (day, more, missed) => {
    const runner = referred();
    runner.travelTo('2028-02-18T12:00:00.000Z');
    expect(ask(runner, 'answerComplaint', { actor: client, on: day, answer: 'a' })).toEqual([]);
    expect(runner.log(entity).at(-1)?.data).toEqual({ on: day, answer: 'a', ...more });
    expect(runner.state(entity).snapshot.context).toHaveProperty('missed.length', missed);
    expect(path(runner)).toBe('open/investigating');
  });

  it('given an answer in time, when the day passes, then nothing lapses, and it can be referred again', () => {
    const runner = referred();
    expect(ask(runner, 'answerComplaint', { actor: client, on, answer: 'a' })).toEqual([]);
    runner.travelTo('2028-02-18T12:00:00.000Z');
    expect(types(runner)).not.toContain('ClientAnswerMissed');
    const refer = { actor: handler, on: '2028-02-18', answerBy: '2028-02-20' };
    expect(ask(runner, 'referComplaint', refer)).toEqual([]);
    runner.travelTo('2028-02-21T12:00:00.000Z');
    expect(types(runner).at(-1)).toBe('ClientAnswerMissed');
  });
});
