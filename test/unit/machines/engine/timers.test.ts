import { describe, expect, it } from '@jest/globals';
import { assign, cancel, raise, sendTo, setup } from 'xstate';
import { decide, timerKey, until, type DueDate } from '../../../../machines/engine/index.ts';
import { after, begin, command, given, START } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { durable } from '../../../support/small-machine.ts';

const DAY = 86_400_000;
const due = (ms: number): DueDate => ({
  rule: 'T-01',
  anchor: 'j:1',
  due: after(ms).slice(0, 10),
  at: after(ms),
});

interface Context {
  readonly due: DueDate;
  readonly heard: readonly string[];
}
const heard = (name: string) =>
  assign<Context, { type: string }, undefined, { type: string }, never>({
    heard: ({ context }) => [...context.heard, name],
  });
const graph = setup({
  types: { context: {} as Context, events: {} as { type: string }, input: {} as { due: DueDate } },
  actions: { a: heard('a'), b: heard('b'), nag: heard('nag') },
  delays: {
    short: 10,
    long: 50,
    none: 0,
    half: 10.4,
    dueDate: until(({ context }: { context: Context }) => context.due),
    odd: () => Number.NaN,
    endless: () => Number.POSITIVE_INFINITY,
    millennium: () => 1000 * 365 * DAY,
  },
});
const clockwork = graph.createMachine({
  id: 'clockwork',
  version: '1',
  context: ({ input }) => ({ due: input.due, heard: [] }),
  initial: 'idle',
  on: {
    Nag: { actions: 'nag' },
    NagShort: { actions: raise({ type: 'Nag' }, { delay: 'short', id: 'nag' }) },
    NagLong: { actions: raise({ type: 'Nag' }, { delay: 'long', id: 'nag' }) },
    NagUnnamed: { actions: raise({ type: 'Nag' }, { delay: 'short' }) },
    NagSelf: { actions: sendTo(({ self }) => self, { type: 'Nag' }, { delay: 'short' }) },
    NagDue: { actions: raise({ type: 'Nag' }, { delay: 'dueDate', id: 'nag' }) },
    NagHush: { actions: cancel('nag') },
  },
  states: {
    idle: { on: { Wait: 'waiting', WaitDue: 'waitingDue', Odd: 'odd', Endless: 'endless' } },
    waiting: {
      after: { short: { target: 'second', actions: 'a' }, long: { actions: 'b' } },
      on: { Leave: 'idle', Again: { target: 'waiting', reenter: true } },
    },
    second: { after: { short: { target: 'idle', actions: 'b' } } },
    waitingDue: { after: { dueDate: { target: 'idle', actions: 'a' } }, on: { Leave: 'idle' } },
    odd: { after: { odd: 'idle' } },
    endless: { after: { endless: 'idle' }, on: { Millennium: 'millennium' } },
    millennium: { after: { millennium: 'idle' } },
  },
});
const timed = durable(clockwork, {
  commands: [
    ...['Wait', 'WaitDue', 'Leave', 'Again', 'Odd', 'Endless'],
    ...['NagShort', 'NagLong', 'NagUnnamed', 'NagSelf', 'NagDue', 'NagHush'],
  ],
  events: ['ShortElapsed', 'LongElapsed', 'DueDateElapsed', 'NagElapsed', 'OddElapsed'].concat([
    'EndlessElapsed',
    'MillenniumElapsed',
  ]),
});
const start = (ms = 40) => begin(timed, { due: due(ms) });
const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);
const context = ({ state }: ReturnType<typeof start>) => state.snapshot.context as Context;

describe('delays, arming', () => {
  it('given a state with delays, when it is entered, then both are armed from the instant of the event', () => {
    const one = start();
    one.command('doWait', {}, { at: 5 });
    expect(one.state.timers).toEqual({
      'xstate.after.short.clockwork.waiting': {
        name: 'short',
        event: { type: 'xstate.after.short.clockwork.waiting' },
        fireAt: Date.parse(after(15)),
        armedBy: 'j:2',
      },
      'xstate.after.long.clockwork.waiting': {
        name: 'long',
        event: { type: 'xstate.after.long.clockwork.waiting' },
        fireAt: Date.parse(after(55)),
        armedBy: 'j:2',
      },
    });
  });

  it('given a state with delays, when it is left in time, then nothing elapses', () => {
    const one = start();
    one.command('doWait');
    one.command('doLeave', {}, { at: 9 });
    expect(one.state.timers).toEqual({});
    expect(one.take([], 1000).events).toEqual([]);
  });

  it('given a state with delays, when it is entered again, then they count anew', () => {
    const one = start();
    one.command('doWait');
    one.command('doAgain', {}, { at: 9 });
    expect(one.take([], 18).events).toEqual([]);
    expect(types(one.take([], 19).events)).toEqual(['ShortElapsed']);
  });

  it('given a delayed raise, when it is given again under its id, then both come, and only the later can be cancelled', () => {
    const [both, hushed, late] = [start(), start(), start()];
    for (const one of [both, hushed, late]) {
      one.command('doNagShort');
      one.command('doNagLong');
    }
    expect(types(both.take([], 10).events)).toEqual(['NagElapsed']);
    expect(types(both.take([], 50).events)).toEqual(['NagElapsed']);
    expect(context(both).heard).toEqual(['nag', 'nag']);
    hushed.command('doNagHush', {}, { at: 3 });
    hushed.take([], 50);
    expect(context(hushed).heard).toEqual(['nag']);
    // Once the earlier has elapsed XState finds neither by the id.
    late.take([], 10);
    late.command('doNagHush', {}, { at: 12 });
    late.take([], 50);
    expect(context(late).heard).toEqual(['nag', 'nag']);
  });

  it('given a delayed raise, when it is cancelled, then it never comes', () => {
    const one = start();
    one.command('doNagShort');
    one.command('doNagHush', {}, { at: 3 });
    expect(one.take([], 1000).events).toEqual([]);
  });

  it.each(['doNagUnnamed', 'doNagSelf'])(
    'given %s twice without an id, when both delays elapse, then both events come',
    (name) => {
      const one = start();
      one.command(name);
      one.command(name, {}, { at: 4 });
      expect(Object.keys(one.state.timers)).toHaveLength(2);
      expect(types(one.take([], 10).events)).toEqual(['NagElapsed']);
      expect(types(one.take([], 14).events)).toEqual(['NagElapsed']);
      expect(context(one).heard).toEqual(['nag', 'nag']);
    },
  );

  it.each([
    ['doOdd', 'delay odd gives NaN'],
    ['doEndless', 'delay endless gives Infinity'],
  ])('given %s, when its delay is no instant, then it is thrown', (name, message) => {
    expect(() => start().command(name)).toThrow(message);
  });

  it('given a delay beyond a hundred years, when it would be armed, then it is thrown', () => {
    const long = graph.createMachine({
      id: 'long',
      version: '1',
      context: { due: due(0), heard: [] },
      initial: 'a',
      states: { a: { after: { millennium: 'b' } }, b: {} },
    });
    const machine = durable(long, { events: ['MillenniumElapsed'] });
    expect(() => begin(machine)).toThrow('no instant within 100 years');
  });

  it('given a delay with a fraction, when it elapses, then not before its instant in whole milliseconds', () => {
    const halves = graph.createMachine({
      id: 'halves',
      version: '1',
      context: { due: due(0), heard: [] },
      initial: 'a',
      states: { a: { after: { half: 'b' } }, b: {} },
    });
    const one = begin(durable(halves, { events: ['HalfElapsed'] }));
    expect(one.take([], 10).events).toEqual([]);
    expect(one.take([], 11).events).toMatchObject([{ data: { at: after(11) }, at: after(11) }]);
  });
});

describe('delays, elapsing', () => {
  it('given a duration, when it elapses late, then the event tells its instant and is recorded now', () => {
    const one = begin(parcel, { weight: 1 }, { entity: 'j/p', startedBy: 'j:2' });
    const { events } = one.take([], 31 * DAY);
    expect(events).toMatchObject([
      {
        cause: 'timer',
        type: 'PatienceElapsed',
        data: { at: after(30 * DAY) },
        at: after(31 * DAY),
        causationId: 'j/p:1',
        correlationId: 'j/p:1',
        sendId: 'xstate.after.patience.parcel.packed',
      },
    ]);
    expect(one.state.snapshot.value).toBe('late');
    expect(one.state.timers).toEqual({});
  });

  it('given an instance without delays, when time passes, then nothing is recorded', () => {
    const placed = { type: 'OrderPlaced', data: { customer: 'globex', limit: 5 } };
    given(order, [placed])
      .whenTimePasses(9999 * DAY)
      .thenNothing();
    const packed = { type: 'ParcelPacked', data: { weight: 1 } };
    given(parcel, [packed])
      .whenTimePasses(30 * DAY)
      .then('PatienceElapsed');
    given(parcel, [packed])
      .whenTimePasses(30 * DAY - 1)
      .thenNothing();
  });

  it('given an instant, when exactly it comes, then the delay elapses, and not a millisecond before', () => {
    const one = start();
    one.command('doWait');
    expect(one.take([], 9).events).toEqual([]);
    expect(types(one.take([], 10).events)).toEqual(['ShortElapsed']);
  });

  it('given several delays that are overdue, when time is told, then each elapses in turn, from the earliest on', () => {
    const one = start();
    one.command('doNagLong');
    one.command('doWait');
    const { events } = one.take([], 100);
    expect(events.map(({ type, at }) => [type, at])).toEqual([
      ['ShortElapsed', after(100)],
      ['NagElapsed', after(100)],
    ]);
    // The delay of the second state counts from the instant of recording.
    expect(types(one.take([], 109).events)).toEqual([]);
    expect(types(one.take([], 110).events)).toEqual(['ShortElapsed']);
    expect(context(one).heard).toEqual(['a', 'nag', 'b']);
  });

  it.each([
    [
      ['doNagShort', 'doWait'],
      ['nag', 'a'],
    ],
    [
      ['doWait', 'doNagShort'],
      ['a', 'nag'],
    ],
  ])(
    'given two delays of one instant armed by %s, when it comes, then the first armed is first',
    (names, order) => {
      const one = start();
      names.forEach((name) => one.command(name));
      one.take([], 10);
      expect(context(one).heard).toEqual(order);
    },
  );

  it('given a delay that was armed anew, when another of its instant was armed in between, then that one is first', () => {
    const one = start();
    one.command('doNagLong');
    one.command('doWait', {}, { at: 40 });
    one.command('doNagHush', {}, { at: 20 });
    one.command('doNagShort', {}, { at: 40 });
    one.take([], 50);
    expect(context(one).heard).toEqual(['a', 'nag']);
  });

  it('given a timer that is known to have fired, when the clock is behind it, then it elapses at its instant', () => {
    const one = start();
    one.command('doWait');
    const [[id, timer] = ['', undefined]] = Object.entries(one.state.timers);
    const fired = new Set([timerKey(id, timer ?? { armedBy: '', fireAt: 0 })]);
    const now = { ms: Date.parse(after(8)), fired };
    const { events } = decide(timed, one.state, { inputs: [], now });
    expect(events).toMatchObject([{ type: 'ShortElapsed', at: after(10) }]);
  });

  it('given a timer that fired before it was armed again, when time is told, then it does not elapse', () => {
    const one = start();
    one.command('doWait');
    const [[id, timer] = ['', undefined]] = Object.entries(one.state.timers);
    const fired = new Set([timerKey(id, timer ?? { armedBy: '', fireAt: 0 })]);
    one.command('doAgain', {}, { at: 5 });
    const now = { ms: Date.parse(after(12)), fired };
    expect(decide(timed, one.state, { inputs: [], now }).events).toEqual([]);
  });

  it('given an instance that has ended, when its delays would elapse, then nothing is recorded', () => {
    const ending = graph.createMachine({
      id: 'ending',
      version: '1',
      context: { due: due(0), heard: [] },
      initial: 'a',
      states: { a: { on: { End: 'end' } }, end: { type: 'final' } },
      entry: raise({ type: 'Nag' }, { delay: 'short', id: 'nag' }),
    });
    const one = begin(durable(ending, { commands: ['End'], events: ['NagElapsed'] }));
    one.command('doEnd');
    expect(one.state.snapshot.status).toBe('done');
    expect(one.take([], 100).events).toEqual([]);
  });

  it('given delays that arm each other without a pause, when time is told, then it ends with an error', () => {
    const whirling = graph.createMachine({
      id: 'whirling',
      version: '1',
      context: { due: due(0), heard: [] },
      initial: 'a',
      states: { a: { after: { none: 'b' } }, b: { after: { none: 'a' } } },
    });
    expect(() => begin(durable(whirling, { events: ['NoneElapsed'] }))).toThrow(
      'whirling: delays elapse without end',
    );
  });
});

describe('delays that end at a due date', () => {
  it('given `after` until a due date, when the state is entered, then the timer holds the instant and why', () => {
    const one = start(40);
    one.command('doWaitDue', {}, { at: 7 });
    expect(Object.values(one.state.timers)).toEqual([
      {
        name: 'dueDate',
        event: { type: 'xstate.after.dueDate.clockwork.waitingDue' },
        fireAt: Date.parse(after(40)),
        dueDate: due(40),
        armedBy: 'j:2',
      },
    ]);
    expect(one.take([], 39).events).toEqual([]);
    expect(one.take([], 44).events).toMatchObject([
      { type: 'DueDateElapsed', data: due(40), at: after(44) },
    ]);
  });

  it('given a due date that has passed, when the state is entered, then the delay elapses at once', () => {
    const one = start(-DAY);
    const { events } = one.take([command('doWaitDue')], 3);
    expect(events.map(({ type, at, data }) => [type, at, data['at']])).toEqual([
      ['WaitDue', after(3), undefined],
      ['DueDateElapsed', after(3), after(-DAY)],
    ]);
    expect(one.state.snapshot.value).toBe('idle');
  });

  it('given a raise until a due date, when it is given, then it comes at that instant and tells only the instant', () => {
    const one = start(40);
    one.command('doNagDue', {}, { at: 7 });
    expect(one.state.timers['nag']).toEqual({
      name: 'Nag',
      event: { type: 'Nag' },
      fireAt: Date.parse(after(40)),
      armedBy: 'j:2',
    });
    expect(one.take([], 40).events).toMatchObject([
      { type: 'NagElapsed', data: { at: after(40) } },
    ]);
  });

  it('given a due date that is no instant, when it would be armed, then it is thrown', () => {
    const one = begin(timed, { due: { ...due(0), at: 'tomorrow' } });
    expect(() => one.command('doWaitDue')).toThrow('delay dueDate gives NaN');
  });
});

describe('delays and other inputs', () => {
  it('given a delay that is overdue, when a command comes, then the delay is recorded first and the command judged after it', () => {
    const one = start();
    one.command('doWait');
    const { events, outcomes } = one.take([command('doLeave')], 10);
    expect(types(events)).toEqual(['ShortElapsed']);
    expect(outcomes).toMatchObject([{ kind: 'refused', refusal: { state: 'second' } }]);
  });

  it('given a delay a millisecond away, when a command comes, then the command is in time', () => {
    const one = start();
    one.command('doWait');
    const { events, outcomes } = one.take([command('doLeave')], 9);
    expect(types(events)).toEqual(['Leave']);
    expect(outcomes).toMatchObject([{ kind: 'accepted' }]);
  });

  it('given commands in one batch, when the first leads to a delay that is past, then it elapses before the second', () => {
    const one = start(-1);
    const { events } = one.take([command('doWaitDue'), command('doWait')], 5);
    expect(types(events)).toEqual(['WaitDue', 'DueDateElapsed', 'Wait']);
  });

  it('given a start whose first delay is past, when it is decided, then the delay elapses with it', () => {
    const born = graph.createMachine({
      id: 'born',
      version: '1',
      context: ({ input }) => ({ due: input.due, heard: [] }),
      initial: 'a',
      states: { a: { after: { dueDate: 'b' } }, b: {} },
    });
    const one = begin(
      durable(born, { events: ['DueDateElapsed'], contract: { example: { due: due(0) } } }),
      { due: due(-DAY) },
    );
    expect(one.log.map(({ type, at }) => [type, at])).toEqual([
      ['Started', START],
      ['DueDateElapsed', START],
    ]);
  });
});
