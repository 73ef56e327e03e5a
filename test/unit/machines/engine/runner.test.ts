import { describe, expect, it } from '@jest/globals';
import {
  assign,
  createActor,
  createMachine,
  emit,
  fromCallback,
  fromPromise,
  raise,
  sendParent,
  sendTo,
  setup,
  SimulatedClock,
  spawnChild,
  stopChild,
} from 'xstate';
import {
  createRunner,
  EngineError,
  register,
  type PersistedRun,
  type Runner,
} from '../../../../machines/engine/index.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { durable } from '../../../support/small-machine.ts';

const DAY = 86_400_000;
const inline = (machine: object) => register({ machine, inline: true });
interface Counting {
  readonly n: number;
}
const run = (machine: object, input?: unknown) =>
  createRunner({ machine: inline(machine), input }).start();
const value = (runner: Runner) => runner.snapshot().value as unknown;
const context = (runner: Runner) => runner.snapshot().context as object;
const copy = (run: PersistedRun) => JSON.parse(JSON.stringify(run)) as PersistedRun;

describe('runner, a machine with a contract', () => {
  const begun = () =>
    createRunner({
      machine: order,
      machines: [parcel],
      activities: { renderInvoice: () => ({ number: 'I-1' }) },
      input: { customer: 'globex' },
    }).start();

  it('given an order, when events are sent, then the machine takes them and ignores what its state does not know', () => {
    const runner = begun();
    runner.send({ type: 'NoteAdded', text: 'x' } as never);
    runner.send({ type: 'Unheard' });
    runner.send({ type: 'InvoiceRequested' });
    expect(context(runner)).toMatchObject({ notes: 1, invoice: 'I-1', customer: 'globex' });
    expect(runner.persisted().sequence).toBe(4);
  });

  it('given an activity that gives its result later, when it comes, then the machine takes it, and one too late is dropped', async () => {
    const results: ((output: unknown) => void)[] = [];
    const renderInvoice = () => new Promise((resolve) => results.push(resolve));
    const runner = createRunner({
      ...{ machine: order, activities: { renderInvoice }, input: { customer: 'globex' } },
    }).start();
    runner.send({ type: 'InvoiceRequested' });
    expect(value(runner)).toBe('invoicing');
    results[0]?.({ number: 'I-7' });
    await Promise.resolve().then(() => undefined);
    expect(value(runner)).toBe('open');
    runner.send({ type: 'InvoiceRequested' });
    runner.send({ type: 'OrderCancelled' });
    results[1]?.({ number: 'I-8' });
    await Promise.resolve().then(() => undefined);
    expect(runner.snapshot()).toMatchObject({ value: 'cancelled', context: { invoice: 'I-7' } });
  });

  it('given a faulty input, when it starts, then INPUT_INVALID says so', () => {
    const runner = createRunner({ machine: order, input: { customer: '' } });
    expect(() => runner.start()).toThrow(EngineError);
  });

  it('given a child with a delay, when time passes in one go, then it elapses and the child says so', () => {
    const runner = begun();
    const seen: string[] = [];
    runner.onStep(({ entity, events }) =>
      seen.push(...events.map(({ type }) => `${entity} ${type}`)),
    );
    runner.send({ type: 'ParcelOrdered', parcel: 'p-1', weight: 1 } as never);
    runner.advance(31 * DAY);
    expect(seen).toEqual([
      'order ParcelOrdered',
      'order/p-1 ParcelPacked',
      'order/p-1 PatienceElapsed',
    ]);
  });

  it('given a run as JSON, when it goes on in another runner, then timers, children and numbers go on', () => {
    const clock = new SimulatedClock();
    const first = createRunner({
      machine: order,
      machines: [parcel],
      input: { customer: 'g' },
      clock,
    });
    first.start().send({ type: 'ParcelOrdered', parcel: 'p-1', weight: 1 } as never);
    clock.increment(10 * DAY);
    const persisted = copy(first.persisted());
    first.stop();
    const second = createRunner({ machine: order, machines: [parcel], snapshot: persisted, clock });
    const seen: string[] = [];
    second.onStep(({ events }) => seen.push(...events.map(({ type }) => type)));
    second.start();
    expect(second.persisted()).toEqual(persisted);
    clock.increment(20 * DAY - 1);
    expect(seen).toEqual([]);
    clock.increment(1);
    expect(seen).toEqual(['PatienceElapsed']);
    second.send({ type: 'NoteAdded', text: 'x' } as never);
    expect(second.persisted().sequence).toBe(persisted.sequence + 1);
  });
});

describe('runner, timers', () => {
  const machine = setup({ delays: { soon: 10, later: 5 } }).createMachine({
    id: 'm',
    version: '1',
    initial: 'a',
    states: { a: { after: { soon: 'b' } }, b: { after: { later: 'c' } }, c: {} },
  });
  const waiting = () =>
    createRunner({
      machine: durable(machine, { events: ['SoonElapsed', 'LaterElapsed'] }),
    }).start();

  it('given delays one behind the other, when time passes in one go, then each elapses at its own instant', () => {
    const runner = waiting();
    expect(runner.timers()).toMatchObject([{ name: 'soon', fireAt: 10 }]);
    runner.advance(14);
    expect(value(runner)).toBe('b');
    expect(runner.timers()).toMatchObject([{ name: 'later', fireAt: 15 }]);
    runner.advance(1);
    expect(value(runner)).toBe('c');
  });

  it('given a runner that was stopped, when time passes or events come, then nothing happens', () => {
    const runner = waiting();
    runner.stop();
    runner.advance(100);
    runner.send({ type: 'Any' });
    expect(runner.snapshot()).toMatchObject({ value: 'a', status: 'stopped' });
  });

  it('given an event sent before the start, when it starts, then the event is taken then', () => {
    const runner = createRunner({
      machine: inline(createMachine({ initial: 'a', states: { a: { on: { GO: 'b' } }, b: {} } })),
    });
    runner.send({ type: 'GO' });
    expect(value(runner.start())).toBe('b');
  });

  it('given an event of XState itself, when it is sent, then it is refused', () => {
    expect(() => waiting().send({ type: 'xstate.after.soon.m.a' })).toThrow('nobody may send');
  });
});

describe('runner, implementations written in place', () => {
  it('given actions and guards in place, when they run, then once each, in order, with what they wrote', () => {
    const told: unknown[] = [];
    const runner = run(
      createMachine({
        types: { context: {} as Counting },
        context: ({ input }) => ({ n: input as unknown as number }),
        initial: 'a',
        entry: () => told.push('begun'),
        states: {
          a: {
            on: {
              UP: {
                actions: [
                  assign({ n: ({ context }) => context.n + 1 }),
                  ({ context }) => told.push(context.n),
                ],
              },
              GO: {
                guard: ({ event }) => (event as unknown as { really: boolean }).really,
                target: 'b',
              },
            },
          },
          b: {
            entry: [emit({ type: 'arrived' }), ({ self }) => self.send({ type: 'ON' })],
            on: { ON: 'c' },
          },
          c: { type: 'final' },
        },
      }),
      4,
    );
    runner.onEmit((event) => told.push(event));
    runner.send({ type: 'UP' });
    runner.send({ type: 'GO', really: false } as never);
    runner.send({ type: 'GO', really: true } as never);
    expect(told).toEqual(['begun', 5, { type: 'arrived' }]);
    expect(runner.snapshot()).toMatchObject({ value: 'c', status: 'done' });
  });

  it('given an event, when an action in place sees it, then as it was sent', () => {
    const seen: unknown[] = [];
    const runner = run(
      createMachine({ on: { '*': { actions: ({ event }) => seen.push(event) } } }),
    );
    runner.send({ type: 'foo.bar', value: 1 } as never);
    expect(seen).toEqual([{ type: 'foo.bar', value: 1 }]);
  });

  it('given numeric delays, when time passes, then they elapse as in XState', () => {
    const machine = createMachine({
      initial: 'a',
      states: {
        a: { after: { 10: 'b' } },
        b: { entry: raise({ type: 'ON' }, { delay: 5 }), on: { ON: 'c' } },
        c: {},
      },
    });
    const clock = new SimulatedClock();
    const actor = createActor(machine, { clock }).start();
    const runner = run(machine);
    for (let ms = 0; ms < 20; ms += 1) {
      clock.increment(1);
      runner.advance(1);
      expect(value(runner)).toEqual(actor.getSnapshot().value);
    }
    expect(value(runner)).toBe('c');
  });

  it('given a machine in place as a child, when both talk, then as in XState', () => {
    const child = createMachine({
      types: { context: {} as Counting },
      context: ({ input }) => ({ n: input as unknown as number }),
      initial: 'up',
      states: {
        up: {
          entry: sendParent(({ context }) => ({ type: 'HELLO', n: context.n })),
          on: { END: 'end' },
        },
        end: { type: 'final' },
      },
      output: ({ context }) => context.n * 2,
    });
    const machine = createMachine({
      context: { heard: 0, output: 0 },
      initial: 'a',
      invoke: {
        src: child,
        id: 'kid',
        input: 3,
        onDone: {
          actions: assign({ output: ({ event }) => event.output as number }),
          target: '.b',
        },
      },
      on: {
        HELLO: { actions: assign({ heard: ({ event }) => (event as unknown as { n: number }).n }) },
      },
      states: { a: { on: { STOP: { actions: sendTo('kid', { type: 'END' }) } } }, b: {} },
    });
    const actor = createActor(machine).start();
    const runner = run(machine);
    actor.send({ type: 'STOP' });
    runner.send({ type: 'STOP' });
    expect(runner.snapshot()).toMatchObject({ value: 'b', context: { heard: 3, output: 6 } });
    expect(context(runner)).toEqual(actor.getSnapshot().context);
  });

  it('given a spawned machine in place, when it is stopped, then it hears nothing any more', () => {
    const heard: unknown[] = [];
    const child = createMachine({ on: { HEY: { actions: () => heard.push('hey') } } });
    const runner = run(
      createMachine({
        entry: spawnChild(child, { id: 'kid' }),
        on: {
          HEY: { actions: sendTo('kid', { type: 'HEY' }) },
          STOP: { actions: stopChild('kid') },
        },
      }),
    );
    runner.send({ type: 'HEY' });
    runner.send({ type: 'STOP' });
    expect(heard).toEqual(['hey']);
    expect(runner.persisted().children).toBeUndefined();
  });

  it('given a promise in place, when it resolves or rejects, then the machine goes on', async () => {
    const machine = (give: () => Promise<unknown>) =>
      createMachine({
        initial: 'a',
        states: {
          a: { invoke: { src: fromPromise(give), onDone: 'b', onError: 'c' } },
          b: {},
          c: {},
        },
      });
    const good = run(machine(() => Promise.resolve(1)));
    const bad = run(machine(() => Promise.reject(new Error('no'))));
    await new Promise((resolve) => setImmediate(resolve));
    expect([value(good), value(bad)]).toEqual(['b', 'c']);
  });

  it('given a callback in place, when it would run, then it is refused', () => {
    const machine = createMachine({ invoke: { id: 'c', src: fromCallback(() => undefined) } });
    expect(() => run(machine)).toThrow('a callback ends with the process');
  });
});
