import { describe, expect, it } from '@jest/globals';
import { createSimulation, stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { expectFoldEqualsState, refusedBy } from '../../../support/cases.ts';

const entity = 'globex-27001/appeal-1';
const admin = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-1', role: 'client' };
const handler = { id: 'h-1', role: 'appealsHandler' };
const input = {
  ...{ decision: 'CertificateSuspended', event: 'globex-27001:180', decidedOn: '2028-02-01' },
  ...{ grounds: 'g', lodgedBy: 'c-1', lodgedOn: '2028-02-03', involved: ['a-1', 'p-1'] },
  barred: [{ id: 'h-9', until: '2028-02-03' }],
  acknowledgeBy: {
    ...{ rule: 'T-24', anchor: 'globex-27001:181' },
    ...{ due: '2028-02-10', at: '2028-02-10T23:00:00.000Z' },
  },
  policy: { zone: 'Europe/Berlin', staff: [] as object[] },
};

function lodged(change: object = {}): Simulation {
  const runner = createSimulation({ machines, at: '2028-02-03T12:00:00.000Z' });
  runner.start('appeal', entity, { ...input, ...change });
  return runner;
}
const ask = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, entity, [command, payload]);
const path = (runner: Simulation): string => stateOf(runner.state(entity));
const types = (runner: Simulation): string[] => runner.log(entity).map(({ type }) => type);
const context = (runner: Simulation) =>
  runner.state(entity).snapshot.context as { missed: unknown; outcome: unknown };

/** An appeal that was acknowledged, and waits for its handler. */
function acknowledged(handlers = ['h-1'], change: object = {}): Simulation {
  const runner = lodged(change);
  expect(ask(runner, 'acknowledgeAppeal', { actor: admin, on: '2028-02-03' })).toEqual([]);
  expect(ask(runner, 'assignAppealHandlers', { actor: admin, handlers })).toEqual([]);
  return runner;
}

/** An appeal that is investigated. */
function admitted(): Simulation {
  const runner = acknowledged();
  expect(ask(runner, 'admitAppeal', { actor: handler, on: '2028-02-03' })).toEqual([]);
  return runner;
}

const outcomes = [
  ['upholdAppeal', 'upheld', {}],
  ['partlyUpholdAppeal', 'partlyUpheld', { extent: 'e' }],
  ['dismissAppeal', 'dismissed', {}],
] as const;

describe('an appeal', () => {
  it.each(outcomes)(
    'given an admitted appeal, when %s is given, then it is told, closed and %s',
    (command, outcome, more) => {
      const runner = admitted();
      const on = '2028-02-03';
      const decide = { actor: handler, on, reasons: ['r'], ...more };
      const tell = { actor: admin, on };
      expect(ask(runner, 'notifyAppealOutcome', tell)).toEqual(['COMMAND_REFUSED']);
      expect(ask(runner, command, { ...decide, reasons: [] })).not.toEqual([]);
      expect(ask(runner, command, decide)).toEqual([]);
      expect(path(runner)).toBe('notifying');
      expect(context(runner).outcome).toBe(outcome);
      expect(ask(runner, command, decide)).toEqual(['COMMAND_REFUSED']);
      expect(ask(runner, 'withdrawAppeal', { actor: client, on })).toEqual(['COMMAND_REFUSED']);
      expect(ask(runner, 'closeAppeal', tell)).toEqual(['COMMAND_REFUSED']);
      expect(ask(runner, 'notifyAppealOutcome', tell)).toEqual([]);
      expect(ask(runner, 'closeAppeal', tell)).toEqual([]);
      expect(path(runner)).toBe('closed');
      expect(ask(runner, 'closeAppeal', tell)).not.toEqual([]);
      expectFoldEqualsState(runner);
    },
  );

  it('given an appeal without grounds, when found inadmissible, then it is not investigated and the client is told', () => {
    const runner = acknowledged();
    const found = { actor: handler, on: '2028-02-03', reasons: ['r'] };
    expect(ask(runner, 'findAppealInadmissible', found)).toEqual([]);
    expect(path(runner)).toBe('notifying');
    expect(ask(runner, 'upholdAppeal', found)).toEqual(['COMMAND_REFUSED']);
  });

  it('given an open appeal, when the client takes it back, then it has ended; nobody else can', () => {
    const runner = admitted();
    const withdraw = (actor: object): string[] =>
      ask(runner, 'withdrawAppeal', { actor, on: '2028-02-03' });
    expect(withdraw(handler)).toContain('ROLE_NOT_ALLOWED');
    expect(withdraw(client)).toEqual([]);
    expect(path(runner)).toBe('withdrawn');
    expectFoldEqualsState(runner);
  });
});

describe('appeal rules', () => {
  it.each(['a-1', 'p-1'])(
    'given %s, who took part in the case, when named as a handler, then SOD-06 refuses',
    (id) => {
      const runner = lodged();
      const assign = (handlers: string[]): string[] =>
        ask(runner, 'assignAppealHandlers', { actor: admin, handlers });
      expect(assign(['h-1', id])).toEqual(['SOD-06']);
      expect(assign(['h-1', 'h-2'])).toEqual([]);
    },
  );

  it('given a person in its cooling-off, when named, then SOD-03 refuses on its last day and no more after it', () => {
    const assign = (runner: Simulation): string[] =>
      ask(runner, 'assignAppealHandlers', { actor: admin, handlers: ['h-9'] });
    expect(assign(lodged())).toEqual(['SOD-03']);
    expect(assign(lodged({ barred: [{ id: 'h-9', until: '2028-02-02' }] }))).toEqual([]);
  });

  it('given somebody who was not appointed, when it acts as a handler, then ROLE-05 refuses', () => {
    const stranger = { id: 'h-7', role: 'appealsHandler' };
    const runner = acknowledged();
    const admit = (actor: object): string[] =>
      ask(runner, 'admitAppeal', { actor, on: '2028-02-03' });
    expect(admit(stranger)).toEqual(['ROLE-05']);
    expect(admit(admin)).toContain('ROLE_NOT_ALLOWED');
    expect(admit(handler)).toEqual([]);
    const report = (actor: object): string[] =>
      ask(runner, 'reportAppealProgress', { actor, on: '2028-02-03', progress: 'p' });
    expect(report(stranger)).toEqual(['ROLE-05']);
    expect(report(handler)).toEqual([]);
    expect(report(admin)).toEqual([]);
  });

  it('given a staff list, when somebody acts in an office it does not hold, then ROLE-02 refuses', () => {
    const staff = [{ id: 'o-1', roles: ['cbAdmin'] }];
    const runner = acknowledged(['h-1'], { policy: { zone: 'Europe/Berlin', staff } });
    expect(ask(runner, 'admitAppeal', { actor: handler, on: '2028-02-03' })).toEqual(['ROLE-02']);
  });

  it('given an appeal of 3 February, when a step is dated before or in the future, then it is refused', () => {
    const acknowledge = (on: string): string[] =>
      ask(lodged(), 'acknowledgeAppeal', { actor: admin, on });
    expect(acknowledge('2028-02-02')).toEqual(['DATE-02']);
    expect(acknowledge('2028-02-04')).toEqual(['DATE-01']);
    expect(acknowledge('2028-02-03')).toEqual([]);
  });

  it('given an appeal nobody acknowledged, when it is admitted, then the state refuses', () => {
    const runner = lodged();
    ask(runner, 'assignAppealHandlers', { actor: admin, handlers: ['h-1'] });
    expect(ask(runner, 'admitAppeal', { actor: handler, on: '2028-02-03' })).toEqual([
      'COMMAND_REFUSED',
    ]);
  });
});

describe('the clock of an appeal', () => {
  it('given the last day, when acknowledged before it ends, then nothing lapses', () => {
    const runner = lodged();
    runner.travelTo('2028-02-10T22:59:59.999Z');
    expect(ask(runner, 'acknowledgeAppeal', { actor: admin, on: '2028-02-10' })).toEqual([]);
    runner.travelTo('2028-03-10T12:00:00.000Z');
    expect(types(runner)).toEqual(['AppealOpened', 'AppealAcknowledged']);
  });

  it('given the end of the last day, when nobody acknowledged, then the lapse is recorded once and the appeal goes on', () => {
    const runner = lodged();
    runner.travelTo('2028-02-10T23:00:00.000Z');
    expect(path(runner)).toBe('open/unacknowledged');
    expect(types(runner).slice(1)).toEqual(['AcknowledgementDueElapsed', 'AcknowledgementMissed']);
    expect(runner.log(entity).at(-1)?.data).toEqual(input.acknowledgeBy);
    expect(ask(runner, 'acknowledgeAppeal', { actor: admin, on: '2028-02-11' })).toEqual([]);
    expect(runner.log(entity).at(-1)?.data).toEqual({ on: '2028-02-11' });
    expect(context(runner).missed).not.toBeNull();
    expectFoldEqualsState(runner);
  });

  it('given a lapse, when an acknowledgement within the time is recorded late, then it says so and clears the task', () => {
    const runner = lodged();
    runner.travelTo('2028-02-12T12:00:00.000Z');
    expect(ask(runner, 'acknowledgeAppeal', { actor: admin, on: '2028-02-10' })).toEqual([]);
    expect(runner.log(entity).at(-1)?.data).toEqual({ on: '2028-02-10', recordedAfterLapse: true });
    expect(context(runner).missed).toBeNull();
  });

  it('given an appeal taken back, when its day passes, then no lapse is recorded', () => {
    const runner = lodged();
    expect(ask(runner, 'withdrawAppeal', { actor: client, on: '2028-02-03' })).toEqual([]);
    runner.travelTo('2028-03-10T12:00:00.000Z');
    expect(types(runner)).toEqual(['AppealOpened', 'AppealWithdrawn']);
  });
});
