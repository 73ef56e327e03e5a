import { describe, expect, it } from '@jest/globals';
import { assign, createMachine, setup, spawnChild, stopChild, type AnyActorRef } from 'xstate';
import {
  activity,
  canonicalJson,
  childMachine,
  dehydrate,
  EngineError,
  hydrate,
  type DurableMachine,
} from '../../../../machines/engine/index.ts';
import { begin, live, type Instance } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';
import { durable } from '../../../support/small-machine.ts';

/** The instance as another process has it, which was handed nothing but JSON. */
function carried({ machine, state, log }: Instance): Instance {
  const text = JSON.stringify(dehydrate(machine, state));
  return live(machine, hydrate(machine, JSON.parse(text) as never), [...log]);
}
const plain = ({ machine, state }: Instance) => canonicalJson(dehydrate(machine, state));

describe('persist, the shape', () => {
  it('given a state, when it is made plain, then JSON holds all of it, by name', () => {
    const one = begin(order, { customer: 'globex' });
    one.command('orderParcel', { weight: 2 }, { id: 'c-1' });
    const persisted = dehydrate(order, one.state);
    expect(JSON.parse(JSON.stringify(persisted))).toEqual(persisted);
    expect(persisted).toMatchObject({
      entity: 'j',
      machine: { id: 'order', version: '1.0.0' },
      snapshot: {
        status: 'active',
        value: 'open',
        context: { customer: 'globex', parcels: { 'parcel-1': 'open' } },
        historyValue: {},
        children: { 'parcel-1': 'parcel' },
      },
      seen: {
        'c-1': { sequence: 2, event: 'ParcelOrdered', answers: { parcel: 'parcel-1' } },
      },
      sequence: 2,
      step: 2,
    });
    expect(Object.keys(persisted.snapshot).sort()).toEqual(
      ['children', 'context', 'historyValue', 'status', 'value'].sort(),
    );
  });

  it('given ids that look like numbers, when the state goes through JSON, then their age is still known', () => {
    const one = begin(order, { customer: 'globex' });
    const ids = Array.from({ length: 1_068 }, (_, index) => String(9_000 - index));
    ids.slice(0, 1_024).forEach((id) => one.command('addNote', { text: id }, { id }));
    const other = carried(one);
    for (const id of ids.slice(1_024)) {
      one.command('addNote', { text: id }, { id });
      other.command('addNote', { text: id }, { id });
    }
    expect(plain(other)).toBe(plain(one));
    expect(Object.keys(dehydrate(order, one.state).seen).sort()).toEqual(ids.slice(44).sort());
  });

  it('given a state that this version of the machine does not have, when it is read, then MACHINE_STATE_UNKNOWN says so', () => {
    const one = begin(order, { customer: 'globex' });
    const persisted = dehydrate(order, one.state);
    const foreign = { ...persisted, snapshot: { ...persisted.snapshot, value: 'elsewhere' } };
    expect(() => hydrate(order, foreign)).toThrow(EngineError);
    expect(() => hydrate(order, foreign)).toThrow(
      'machine order 1.0.0 cannot go on from the state of j:\n- state elsewhere does not exist',
    );
  });

  it('given plain JSON, when a state is made of it, then the JSON stays as it was', () => {
    const one = begin(order, { customer: 'globex' });
    const persisted = dehydrate(order, one.state);
    const text = JSON.stringify(persisted);
    const state = hydrate(order, persisted);
    (state.snapshot.context as { customer: string }).customer = 'changed';
    Object.assign(state.senders, { somebody: 1 });
    expect(JSON.stringify(persisted)).toBe(text);
  });
});

describe('persist, a later step after a round trip', () => {
  /** Plays moves on an instance that is never carried, on one carried before each move, and compares. */
  function compare(
    machine: DurableMachine,
    moves: readonly ((one: Instance) => unknown)[],
  ): Instance {
    const steady = begin(machine);
    let moved = begin(machine);
    for (const move of moves) {
      move(steady);
      moved = carried(moved);
      move(moved);
      expect(plain(moved)).toBe(plain(steady));
      expect(moved.log).toEqual(steady.log);
    }
    return steady;
  }
  const tell =
    (name: string, at = 0) =>
    (one: Instance) =>
      one.command(name, {}, { id: `${name}-${String(one.log.length)}`, at });

  it('given history states, when the state was carried, then they still lead back', () => {
    const region = {
      initial: 'a',
      states: {
        a: { on: { Next: 'b' } },
        b: { initial: 'x', states: { x: { on: { Next: 'y' } }, y: {} } },
        shallow: { type: 'history' as const },
        deep: { type: 'history' as const, history: 'deep' as const },
      },
      on: { Leave: 'away' },
    };
    const machine = createMachine({
      id: 'm',
      version: '1',
      initial: 'work',
      states: { work: region, away: { on: { Back: 'work.shallow', Deep: 'work.deep' } } },
    });
    const commands = ['Next', 'Leave', 'Back', 'Deep'];
    const moves = ['Next', 'Next', 'Leave', 'Deep', 'Leave', 'Back', 'Leave', 'Deep'];
    const one = compare(
      durable(machine, { commands }),
      moves.map((name) => tell(`do${name}`)),
    );
    expect(one.state.snapshot.value).toEqual({ work: { b: 'x' } });
  });

  const family = setup({
    types: { context: {} as { ref: AnyActorRef | null; done: number } },
    actors: { child: childMachine<object | undefined>(), job: activity<undefined, number>() },
    delays: { soon: 10 },
  }).createMachine({
    id: 'family',
    version: '1',
    context: { ref: null, done: 0 },
    initial: 'a',
    on: {
      Spawn: { actions: spawnChild('child', { id: 'c' }) },
      Stop: { actions: stopChild('c') },
      'xstate.done.actor.job': {
        actions: assign({ done: ({ event }) => Number(event['output']) }),
      },
    },
    states: {
      a: { on: { Next: 'b' } },
      b: { invoke: { src: 'job', id: 'job' }, after: { soon: 'a' }, on: { Next: 'a' } },
    },
  });
  const parts = { commands: ['Spawn', 'Stop', 'Next'], events: ['SoonElapsed'] };
  const answer = (generation: number) => (one: Instance) =>
    one.take([{ cause: 'actor', actorId: 'job', generation, result: { output: 7 } }]);

  it('given children that run, end, are stopped and start again, when the state was carried, then all goes on', () => {
    const one = compare(durable(family, parts), [
      tell('doSpawn'),
      tell('doNext'),
      answer(1),
      tell('doStop'),
      tell('doSpawn'),
      tell('doNext'),
      tell('doNext', 20),
      (each) => each.take([], 29),
      (each) => each.take([], 30),
      answer(1),
      answer(2),
    ]);
    expect(one.state.snapshot.context).toEqual({ ref: null, done: 7 });
    expect(one.state).toMatchObject({
      snapshot: { value: 'a' },
      actors: { c: { generation: 2 } },
      generations: { c: 2, job: 2 },
    });
  });

  it('given a reference to a child in the context, when the state was carried, then it is a reference again', () => {
    const machine = setup({
      types: { context: {} as { ref: AnyActorRef | null } },
      actors: { child: childMachine<object | undefined>() },
    }).createMachine({
      id: 'm',
      version: '1',
      context: { ref: null },
      entry: spawnChild('child', { id: 'c' }),
    });
    const one = begin(durable(machine));
    const ref = (one.state.snapshot.children as Record<string, AnyActorRef>)['c'] ?? null;
    Object.assign(one.state.snapshot.context as object, { ref });
    const persisted = dehydrate(one.machine, one.state);
    expect(persisted.snapshot.context).toEqual({ ref: { xstate$$type: 1, id: 'c' } });
    const { snapshot } = carried(one).state;
    expect((snapshot.context as { ref: AnyActorRef }).ref).toBe(
      (snapshot.children as Record<string, AnyActorRef>)['c'],
    );
  });

  it('given an instance that ended in an error, when it was carried, then it still has', () => {
    const machine = setup({ actors: { job: activity<undefined, unknown>() } }).createMachine({
      id: 'm',
      version: '1',
      invoke: { src: 'job', id: 'job' },
    });
    const error = { name: 'Error', message: 'broken', type: null };
    const one = compare(durable(machine, { commands: ['Go'] }), [
      (each) => each.take([{ cause: 'actor', actorId: 'job', generation: 1, result: { error } }]),
      tell('doGo'),
    ]);
    expect(carried(one).state.snapshot).toMatchObject({ status: 'error', error });
  });

  it('given an instance that is done, when it was carried, then output and status are there', () => {
    const machine = createMachine({
      id: 'm',
      version: '1',
      initial: 'a',
      states: { a: { on: { Go: 'b' } }, b: { type: 'final' } },
      output: { answer: 42 },
    });
    const one = compare(durable(machine, { commands: ['Go'] }), [tell('doGo'), tell('doGo')]);
    expect(carried(one).state.snapshot).toMatchObject({ status: 'done', output: { answer: 42 } });
  });

  it('given parallel states with tags, when the state was carried, then value and tags are there', () => {
    const region = {
      initial: 'a',
      states: { a: { tags: 'low', on: { Go: 'b' } }, b: { tags: 'high' } },
    };
    const machine = createMachine({
      id: 'm',
      version: '1',
      type: 'parallel',
      states: { left: region, right: region },
    });
    const one = compare(durable(machine, { commands: ['Go'] }), [tell('doGo')]);
    expect([...carried(one).state.snapshot.tags]).toEqual(['high']);
  });
});
