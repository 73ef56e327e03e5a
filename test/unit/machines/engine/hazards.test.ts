import { describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createEmptyActor, fromPromise, setup, spawnChild } from 'xstate';
import {
  childMachine,
  decide,
  dehydrate,
  fold,
  hydrate,
  register,
  type Input,
  type PersistedState,
} from '../../../../machines/engine/index.ts';
import { after, begin, live, stored } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { durable } from '../../../support/small-machine.ts';

const customer = { customer: 'globex' };
const through = (state: PersistedState): PersistedState =>
  JSON.parse(JSON.stringify(state)) as PersistedState;

describe('XState run by the engine', () => {
  it('given the version of XState, when it could change by itself, then it does not: it is pinned', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(manifest.dependencies['xstate']).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('given a restored machine, when its delay is due, then it is not silently dead', () => {
    const one = begin(parcel, { weight: 1 }, { entity: 'j/p', startedBy: 'j:2' });
    const again = live(parcel, hydrate(parcel, through(dehydrate(parcel, one.state))));
    const { events } = again.take([], 30 * 86_400_000);
    expect(events.map(({ type }) => type)).toEqual(['PatienceElapsed']);
    expect(again.state.snapshot.value).toBe('late');
  });

  it('given a restored machine, when one of its children is known no more, then it says so instead of dropping it', () => {
    const one = begin(order, customer);
    one.command('orderParcel', { weight: 2 });
    const state = through(dehydrate(order, one.state));
    const children = { 'parcel-1': 'pallet' };
    expect(() => hydrate(order, { ...state, snapshot: { ...state.snapshot, children } })).toThrow(
      'actor parcel-1: the machine has no pallet',
    );
  });

  it('given session ids that count on per process, when a machine runs twice, then no id depends on them', () => {
    const spawning = durable(
      setup({ actors: { child: childMachine<object | undefined>() } }).createMachine({
        id: 'm',
        version: '1',
        entry: spawnChild('child', { id: 'c' }),
      }),
    );
    const first = JSON.stringify(dehydrate(spawning, begin(spawning).state));
    createEmptyActor();
    expect(JSON.stringify(dehydrate(spawning, begin(spawning).state))).toBe(first);
    expect(first).not.toMatch(/"x:\d/);
  });

  it('given actors that XState names itself, when other actors are made in between, then their names depend on the instance alone', () => {
    const naming = register({
      machine: setup({ actors: { job: fromPromise(() => Promise.resolve()) } }).createMachine({
        id: 'm',
        on: { Go: { actions: spawnChild('job') } },
      }),
      inline: true,
    });
    const go = (id: string): Input => ({ cause: 'event', id, event: { type: 'Go' } });
    const named = (isCarried: boolean): string[] => {
      let one = begin(naming);
      one.take([go('1')]);
      createEmptyActor();
      if (isCarried) one = live(naming, hydrate(naming, through(dehydrate(naming, one.state))));
      one.take([go('2')]);
      return Object.keys(one.state.actors);
    };
    expect(named(false)).toEqual(['j:0', 'j:1']);
    expect(named(true)).toEqual(named(false));
  });

  it('given more commands than are remembered, when the state is carried, then it stays far below what a payload may hold', () => {
    const one = begin(order, customer);
    for (let count = 0; count < 1100; count += 1) {
      const via = count % 2 === 0 ? 'signal' : 'update';
      one.command('addNote', { text: String(count) }, { id: `c-${String(count)}`, via });
    }
    const carried = dehydrate(order, one.state);
    expect(Object.keys(carried.seen)).toHaveLength(1024);
    expect(JSON.stringify(carried).length).toBeLessThan(256 * 1024);
  });

  it('given another time zone of the host, when a log is folded, then the state is the same', () => {
    const one = begin(parcel, { weight: 1 }, { entity: 'j/p', startedBy: 'j:2' });
    one.take([], 30 * 86_400_000);
    const zone = process.env.TZ;
    process.env.TZ = 'Pacific/Kiritimati';
    try {
      const state = fold(parcel, stored(one.log));
      expect(dehydrate(parcel, state)).toEqual(dehydrate(parcel, one.state));
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('given an activity that runs while the state is carried, when it answers, then its result is not lost', () => {
    const one = begin(order, customer);
    one.command('requestInvoice');
    const again = live(order, hydrate(order, through(dehydrate(order, one.state))));
    const result = { output: { number: 'I-1' } };
    again.take([{ cause: 'actor', actorId: 'invoice', generation: 1, result }]);
    expect(again.state.snapshot.context).toMatchObject({ invoice: 'I-1' });
  });

  it('given delays, when they are armed and elapse, then no timer of the host is set', () => {
    const set = jest.spyOn(globalThis, 'setTimeout');
    const one = begin(parcel, { weight: 1 }, { entity: 'j/p', startedBy: 'j:2' });
    one.take([], 30 * 86_400_000);
    expect(set).not.toHaveBeenCalled();
    set.mockRestore();
  });

  it('given names of commands that nobody knows, when they come, then XState never hears of them', () => {
    const one = begin(order, customer);
    const heard = jest.spyOn(order.logic, 'transition');
    for (const via of ['update', 'signal'] as const) one.command('noSuchThing', {}, { via });
    expect(heard).not.toHaveBeenCalled();
    heard.mockRestore();
  });

  it('given a result that comes twice, when it is decided, then the second is dropped', () => {
    const one = begin(order, customer);
    one.command('requestInvoice');
    const result = { output: { number: 'I-1' } };
    const answer = { cause: 'actor', actorId: 'invoice', generation: 1, result } as const;
    const { outcomes } = decide(order, one.state, {
      inputs: [answer, answer],
      now: { ms: Date.parse(after(1)) },
    });
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'dropped']);
  });

  it('given a state, when it is carried, then it says of which machine and version it is', () => {
    const { machine } = dehydrate(order, begin(order, customer).state);
    expect(machine).toEqual({ id: 'order', version: '1.0.0', hash: order.hash });
  });
});
