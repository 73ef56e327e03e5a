import { describe, expect, it } from '@jest/globals';
import { assign, createMachine, raise, sendTo, setup } from 'xstate';
import {
  activity,
  canonicalJson,
  childMachine,
  createSimulation,
  dehydrate,
  EngineError,
  fold,
  type FakeActivity,
} from '../../../../machines/engine/index.ts';
import { after, START, stored } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { contractOf, durable } from '../../../support/small-machine.ts';

const DAY = 86_400_000;
const clerk = { actor: { id: 'a-1', role: 'clerk' } };
const carrier = { actor: { id: 'a-9', role: 'carrier' } };

function world(renderInvoice: FakeActivity = () => ({ number: 'I-1' })) {
  const runner = createSimulation({
    machines: [order, parcel],
    activities: { renderInvoice },
    at: START,
  });
  runner.start('order', 'j', { customer: 'globex' });
  return runner;
}
type World = ReturnType<typeof world>;
const value = (runner: World, entity: string) => runner.state(entity).snapshot.value as unknown;
const types = (runner: World, entity?: string) => runner.log(entity).map(({ type }) => type);
const context = (runner: World, entity: string) => runner.state(entity).snapshot.context as object;

describe('runner, one instance', () => {
  it('given an input, when an instance starts, then with its defaults and under its id', () => {
    const runner = world();
    expect(context(runner, 'j')).toMatchObject({ customer: 'globex', limit: 5 });
    expect(runner.log()).toMatchObject([{ type: 'OrderPlaced', at: START, runId: 'run-of-j' }]);
    expect(runner.entities()).toEqual(['j']);
    expect(runner.machine('j')).toBe(order);
    expect(runner.now()).toBe(START);
  });

  it('given a faulty input, when an instance would start, then INPUT_INVALID tells every fault and nothing exists', () => {
    const runner = world();
    const start = () => runner.start('order', 'k', { customer: '', limit: 0 });
    expect(start).toThrow(EngineError);
    expect(start).toThrow(/order: customer: .*; limit: /);
    expect(runner.entities()).toEqual(['j']);
  });

  it('given unknown names, when used, then the message says which', () => {
    const runner = world();
    expect(() => runner.start('other', 'k', {})).toThrow('no machine other');
    expect(() => runner.state('k')).toThrow('no instance k');
    expect(() => runner.command('k', 'addNote', {})).toThrow('no instance k');
    expect(() => runner.machine('k')).toThrow('no instance k');
  });

  it('given a command with an id, when it comes twice, then it counts once; without one, each counts', () => {
    const runner = world();
    const note = { ...clerk, text: 'x' };
    runner.command('j', 'addNote', { ...note, commandId: 'c-1' });
    runner.command('j', 'addNote', { ...note, commandId: 'c-1' });
    runner.command('j', 'addNote', note);
    runner.command('j', 'addNote', note);
    expect(context(runner, 'j')).toMatchObject({ notes: 3 });
  });

  it('given a refused command, when it is given, then the outcome says so and nothing is recorded', () => {
    const runner = world();
    expect(runner.command('j', 'addNote', clerk)).toMatchObject({ kind: 'refused' });
    expect(types(runner)).toEqual(['OrderPlaced']);
  });
});

describe('runner, activities', () => {
  it('given an activity, when a state invokes it, then it gets the input and its result arrives at once', () => {
    const inputs: unknown[] = [];
    const runner = world((input) => {
      inputs.push(input);
      return { number: `I-${String(inputs.length)}` };
    });
    runner.command('j', 'requestInvoice', clerk);
    expect(inputs).toEqual([{ customer: 'globex' }]);
    expect(types(runner)).toEqual(['OrderPlaced', 'InvoiceRequested', 'RenderInvoiceDone']);
    runner.command('j', 'requestInvoice', clerk);
    expect(context(runner, 'j')).toMatchObject({ invoice: 'I-2' });
    expect(inputs).toHaveLength(2);
  });

  it('given an activity that throws, when it is invoked, then the machine gets its error as data', () => {
    const runner = world(() => {
      throw Object.assign(new TypeError('no paper'), { type: 'PRINTER_EMPTY' });
    });
    runner.command('j', 'requestInvoice', clerk);
    expect(runner.log().at(-1)).toMatchObject({
      type: 'RenderInvoiceFailed',
      data: { error: { name: 'TypeError', message: 'no paper', type: 'PRINTER_EMPTY' } },
    });
    expect(value(runner, 'j')).toBe('open');
  });

  it('given an activity nobody plays, when it is invoked, then that is an error of the test, not a failure', () => {
    const runner = createSimulation({ machines: [order], at: START });
    runner.start('order', 'j', { customer: 'globex' });
    expect(() => runner.command('j', 'requestInvoice', clerk)).toThrow('no activity renderInvoice');
  });
});

describe('runner, children', () => {
  it('given a machine that spawns, when it does, then the child runs under its parent and knows who started it', () => {
    const runner = world();
    runner.command('j', 'orderParcel', { ...clerk, weight: 2 });
    expect(runner.entities()).toEqual(['j', 'j/parcel-1']);
    expect(runner.log('j/parcel-1')).toMatchObject([
      { type: 'ParcelPacked', data: { weight: 2 }, causationId: 'j:2' },
    ]);
    expect(runner.state('j/parcel-1').parent).toBe('j');
  });

  it('given a child, when it reports and ends, then the parent takes both, in order', () => {
    const runner = world();
    runner.command('j', 'orderParcel', { ...clerk, weight: 2 });
    runner.command('j/parcel-1', 'weighParcel', { ...carrier, weight: 3 });
    runner.command('j/parcel-1', 'deliverParcel', { ...carrier, to: 'door' });
    expect(types(runner, 'j')).toEqual([
      'OrderPlaced',
      'ParcelOrdered',
      'ParcelWeighed',
      'ParcelDelivered',
      'ParcelDone',
    ]);
    expect(context(runner, 'j')).toMatchObject({
      parcels: { 'parcel-1': 'delivered' },
      weighed: [3],
    });
    expect(runner.command('j', 'closeOrder', clerk)).toMatchObject({ kind: 'accepted' });
  });

  it('given a parent, when it tells a child, then the child takes it', () => {
    const runner = world();
    runner.command('j', 'orderParcel', { ...clerk, weight: 2 });
    runner.command('j', 'hurryParcel', { ...clerk, parcel: 'parcel-1' });
    expect(context(runner, 'j/parcel-1')).toMatchObject({ hurried: 1 });
  });

  it('given a command for a child, when the parent gets it, then the child decides it', () => {
    const runner = world();
    runner.command('j', 'orderParcel', { ...clerk, weight: 2 });
    const command = { ...carrier, parcel: 'parcel-1', to: 'door', commandId: 'c-7' };
    expect(runner.command('j', 'deliverParcel', command)).toMatchObject({ kind: 'accepted' });
    expect(runner.log('j/parcel-1').at(-1)).toMatchObject({
      type: 'ParcelDelivered',
      causationId: 'c-7',
    });
    expect(context(runner, 'j')).toMatchObject({ parcels: { 'parcel-1': 'delivered' } });
  });

  it('given a parent that ends, when its children run, then they are stopped', () => {
    const runner = world();
    runner.command('j', 'orderParcel', { ...clerk, weight: 2 });
    runner.command('j', 'cancelOrder', clerk);
    expect(runner.state('j/parcel-1').snapshot.status).toBe('stopped');
    runner.travelTo(after(40 * DAY));
    expect(types(runner, 'j/parcel-1')).toEqual(['ParcelPacked', 'Stopped']);
  });

  it('given a child whose input is faulty, when it would start, then that is an error', () => {
    const parent = setup({ actors: { parcel: childMachine<object>() } }).createMachine({
      id: 'm',
      version: '1',
      invoke: { src: 'parcel', id: 'p', input: { weight: -1 } },
    });
    const runner = createSimulation({ machines: [durable(parent), parcel], at: START });
    expect(() => runner.start('m', 'j', {})).toThrow('parcel: weight: ');
  });

  it('given a state that is entered again, when its child starts again, then under an id of its own', () => {
    const child = createMachine({ id: 'child', version: '1', initial: 'a', states: { a: {} } });
    const parent = setup({ actors: { helper: childMachine<object>() } }).createMachine({
      id: 'm',
      version: '1',
      initial: 'a',
      states: {
        a: {
          entry: sendTo('h', { type: 'Hello' }),
          invoke: { src: 'helper', id: 'h', input: {} },
          on: { Again: { target: 'a', reenter: true } },
        },
      },
    });
    const made = durable(child);
    const children = { helper: contractOf(child) };
    const runner = createSimulation({
      machines: [durable(parent, { commands: ['Again'], contract: { children } }), made],
      at: START,
    });
    runner.start('m', 'j', {});
    runner.command('j', 'doAgain', clerk);
    expect(runner.entities()).toEqual(['j', 'j/h', 'j/h~2']);
    expect(types(runner, 'j/h')).toEqual(['Started', 'Hello', 'Stopped']);
    expect(types(runner, 'j/h~2')).toEqual(['Started', 'Hello']);
  });
});

describe('runner, time', () => {
  it('given delays of several instances, when time passes, then each elapses at its own instant, in order', () => {
    const runner = world();
    runner.command('j', 'orderParcel', { ...clerk, weight: 2 });
    runner.travelTo(after(DAY));
    runner.command('j', 'orderParcel', { ...clerk, weight: 3 });
    runner.travelTo(after(30 * DAY - 1));
    expect(types(runner)).not.toContain('PatienceElapsed');
    runner.travelTo(after(60 * DAY));
    const elapsed = runner.log().filter(({ type }) => type === 'PatienceElapsed');
    expect(elapsed.map(({ entity, at }) => [entity, at])).toEqual([
      ['j/parcel-1', after(30 * DAY)],
      ['j/parcel-2', after(31 * DAY)],
    ]);
    expect(runner.now()).toBe(after(60 * DAY));
  });

  it('given delays that arm others, when much time passes at once, then each counts from the one before', () => {
    const machine = setup({
      types: { context: {} as { n: number } },
      delays: { hour: 3_600_000 },
      actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
    }).createMachine({
      id: 'm',
      version: '1',
      context: { n: 0 },
      initial: 'a',
      states: { a: { after: { hour: { target: 'a', reenter: true, actions: 'count' } } } },
    });
    const runner = createSimulation({
      machines: [durable(machine, { events: ['HourElapsed'] })],
      at: START,
    });
    runner.start('m', 'j', {});
    runner.travelTo(after(DAY));
    expect(context(runner, 'j')).toEqual({ n: 24 });
    expect(runner.log('j').at(-1)?.at).toBe(after(DAY));
  });

  it('given a delay that ends in a message to another instance, when it elapses, then that one hears it at the same instant', () => {
    const child = createMachine({ id: 'child', version: '1', on: { Hello: {} } });
    const parent = setup({
      actors: { child: childMachine<object>(), job: activity() },
      delays: { soon: 10 },
    }).createMachine({
      id: 'm',
      version: '1',
      invoke: { src: 'child', id: 'c', input: {} },
      entry: raise({ type: 'Tell' }, { delay: 'soon' }),
      on: { Tell: { actions: sendTo('c', { type: 'Hello' }) } },
    });
    const runner = createSimulation({
      machines: [durable(parent, { events: ['TellElapsed'] }), durable(child)],
      at: START,
    });
    runner.start('m', 'j', {});
    runner.travelTo(after(DAY));
    expect(runner.log('j/c').at(-1)).toMatchObject({ type: 'Hello', at: after(10) });
  });

  it('given an instant of the past, when time would travel there, then it stays', () => {
    const runner = world();
    runner.travelTo(after(5));
    runner.travelTo(after(1));
    expect(runner.now()).toBe(after(5));
  });
});

describe('runner and fold', () => {
  it('given a world with children and delays, when each log is folded, then each state comes out', () => {
    const runner = world();
    runner.command('j', 'orderParcel', { ...clerk, weight: 2 });
    runner.command('j', 'orderParcel', { ...clerk, weight: 3 });
    runner.command('j', 'requestInvoice', clerk);
    runner.travelTo(after(40 * DAY));
    runner.command('j/parcel-2', 'deliverParcel', { ...carrier, to: 'door' });
    runner.command('j', 'cancelOrder', clerk);
    for (const entity of runner.entities()) {
      const machine = runner.machine(entity);
      const folded = dehydrate(machine, fold(machine, stored(runner.log(entity))));
      const state = dehydrate(machine, runner.state(entity));
      expect(canonicalJson({ ...folded, outbox: {} })).toBe(
        canonicalJson({ ...state, outbox: {} }),
      );
    }
  });
});
