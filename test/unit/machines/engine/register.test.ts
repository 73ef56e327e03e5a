import { describe, expect, it } from '@jest/globals';
import {
  and,
  createMachine,
  emit,
  enqueueActions,
  fromCallback,
  fromPromise,
  not,
  raise,
  sendTo,
  setup,
  spawnChild,
  type AnyStateMachine,
} from 'xstate';
import {
  activity,
  childMachine,
  EngineError,
  register,
} from '../../../../machines/engine/index.ts';
import { order } from '../../../support/order-machine.ts';
import { contractOf, durable, type Small } from './small-machine.ts';

/** A graph that is faulty on purpose, so its types are forgotten. */
function graph(config: object, implementations: object = {}): AnyStateMachine {
  const machine: AnyStateMachine = createMachine({ id: 'm', version: '1', ...config });
  return machine.provide(implementations as never);
}

function faultsOf(machine: AnyStateMachine, small: Small = {}): readonly string[] {
  try {
    durable(machine, small);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.code).toBe('MACHINE_INVALID');
    const { faults } = error.details as { faults: readonly string[] };
    for (const fault of faults) expect(error.message).toContain(`\n- ${fault}`);
    return faults;
  }
  return [];
}
const job = { actors: { job: activity() } };
const soon = { delays: { soon: 1 } };

describe('register, every fault with its place and remedy', () => {
  it.each<[string, AnyStateMachine, Small, string]>([
    [
      'another id than the contract',
      graph({}),
      { contract: { id: 'other' } },
      "machine id m: set id to the contract's, other",
    ],
    [
      'another version',
      graph({}),
      { contract: { version: '2' } },
      "machine version 1: set version to the contract's, 2",
    ],
    [
      'an unknown start',
      graph({}),
      { contract: { starts: 'Begun' } },
      'starts: the contract has no event Begun',
    ],
    [
      'an unknown cancellation',
      graph({}),
      { contract: { cancelledBy: 'Gone' } },
      'cancelledBy: the contract has no event Gone',
    ],
    [
      'a command that records nothing known',
      graph({}),
      {
        contract: {
          commands: { go: { records: 'Went', roles: [], description: '', example: {} } },
        },
      },
      'command go: the contract has no event Went',
    ],
    [
      'a report of nothing known',
      graph({}),
      { contract: { reports: ['Went'] } },
      'reports: the contract has no event Went',
    ],
    [
      "a name of the engine's own events",
      graph({}),
      { events: ['Stopped'] },
      'event Stopped: the engine records this name itself; choose another',
    ],
    [
      'a promise as an actor',
      graph({}, { actors: { job: fromPromise(() => Promise.resolve()) } }),
      {},
      'actor job: declare it with activity() or childMachine()',
    ],
    [
      'a callback as an actor',
      graph({}, { actors: { job: fromCallback(() => undefined) } }),
      {},
      'actor job: declare it with activity() or childMachine()',
    ],
    [
      'a machine as an actor',
      graph({}, { actors: { child: graph({}) } }),
      {},
      'actor child: declare it with activity() or childMachine()',
    ],
    [
      'a wildcard at the root',
      graph({ on: { '*': {} } }),
      {},
      "m: name the events instead of '*' at the root",
    ],
    [
      'an inline action at an entry',
      graph({ entry: () => undefined }),
      {},
      'm: an inline action has no durable meaning; use an activity',
    ],
    [
      'an inline action at an exit',
      graph({ initial: 'a', states: { a: { exit: () => undefined } } }),
      {},
      'm.a: an inline action has no durable meaning; use an activity',
    ],
    [
      'an inline action of a transition',
      graph({ on: { Go: { actions: () => undefined } } }),
      {},
      'm: an inline action has no durable meaning; use an activity',
    ],
    [
      'an inline action of an eventless transition',
      graph({
        initial: 'a',
        states: { a: { always: { actions: () => undefined, target: 'b' } }, b: {} },
      }),
      {},
      'm.a: an inline action has no durable meaning; use an activity',
    ],
    [
      'an inline action of an initial transition',
      graph({ initial: { target: 'a', actions: () => undefined }, states: { a: {} } }),
      {},
      'm: an inline action has no durable meaning; use an activity',
    ],
    [
      'an action nobody implements',
      graph({ on: { Go: { actions: 'note' } } }),
      {},
      'm: action note is not implemented in setup()',
    ],
    [
      'an action that runs code',
      graph(
        { on: { Go: { actions: { type: 'note', params: {} } } } },
        { actions: { note: () => undefined } },
      ),
      {},
      'm: action note runs code of its own; use assign, raise, emit … or an activity',
    ],
    [
      'an inline guard',
      graph({ on: { Go: { guard: () => true, actions: [] } } }),
      {},
      'm: an inline guard cannot be cited; name it in setup()',
    ],
    [
      'an inline guard of an eventless transition',
      graph({
        initial: 'a',
        states: { a: { always: { guard: () => false, target: 'b' } }, b: {} },
      }),
      {},
      'm.a: an inline guard cannot be cited; name it in setup()',
    ],
    [
      'an inline guard inside others',
      graph(
        { on: { Go: { guard: and(['ok', not(() => true)]) } } },
        { guards: { ok: () => true } },
      ),
      {},
      'm: an inline guard cannot be cited; name it in setup()',
    ],
    [
      'a guard nobody implements',
      graph({ on: { Go: { guard: 'isOk' } } }),
      {},
      'm: guard isOk is not implemented in setup()',
    ],
    [
      'a guard nobody implements, inside a named one',
      graph({ on: { Go: { guard: 'both' } } }, { guards: { both: and(['isOk', 'isOk']) } }),
      {},
      'm: guard isOk is not implemented in setup()',
    ],
    [
      'a delay that is a number',
      graph({ initial: 'a', states: { a: { after: { 1000: 'b' } }, b: {} } }),
      {},
      'm.a: delay 1000 is a number; name it in setup({ delays })',
    ],
    [
      'a delay nobody implements',
      graph({ initial: 'a', states: { a: { after: { soon: 'b' } }, b: {} } }),
      { events: ['SoonElapsed'] },
      'm.a: delay soon is not implemented in setup()',
    ],
    [
      'a delay the contract does not know',
      graph({ initial: 'a', states: { a: { after: { soon: 'b' } }, b: {} } }, soon),
      {},
      'm.a: the contract has no event SoonElapsed for delay soon',
    ],
    [
      'a later event with a number',
      graph({ entry: raise({ type: 'Nag' }, { delay: 5 }) }),
      { events: ['NagElapsed'] },
      'm: delay 5 of a later event; name it in setup({ delays })',
    ],
    [
      'a later event with an unknown delay, which XState would raise at once',
      graph({ entry: raise({ type: 'Nag' }, { delay: 'soon' as never }) }),
      { events: ['NagElapsed'] },
      'm: delay soon of a later event; name it in setup({ delays })',
    ],
    [
      'a later event whose delay is code',
      graph({ entry: sendTo('c', { type: 'Nag' }, { delay: () => 5 }) }),
      { events: ['NagElapsed'] },
      'm: delay in code of a later event; name it in setup({ delays })',
    ],
    [
      'a later event the contract does not know as elapsed',
      graph(
        { entry: 'nag' },
        { ...soon, actions: { nag: raise({ type: 'Nag' }, { delay: 'soon' as never }) } },
      ),
      {},
      'm: the contract has no event NagElapsed for a later Nag',
    ],
    [
      'an emitted event the contract does not know',
      graph({ entry: emit({ type: 'Told' }) }),
      {},
      'm: the contract has no event Told, which is emitted',
    ],
    [
      'an invoked actor nobody declares',
      graph({ invoke: { src: 'job', id: 'job' } }),
      {},
      'm: invoke: actor job is not in setup({ actors })',
    ],
    [
      'an invoked actor without an id',
      graph({ invoke: { src: 'job' } }, job),
      {},
      'm: invoke: job needs an id of its own',
    ],
    [
      'an invoked actor that is logic',
      graph({ invoke: { src: activity(), id: 'job' } }),
      {},
      'm: invoke: refer to an actor by its name in setup({ actors })',
    ],
    [
      'an invoked actor with a systemId',
      graph({ invoke: { src: 'job', id: 'job', systemId: 'job' } }, job),
      {},
      'm: invoke: job has a systemId, which no other workflow knows; use its id',
    ],
    [
      'an invoked actor whose snapshots are followed',
      graph({ invoke: { src: 'job', id: 'job', onSnapshot: { actions: [] } } }, job),
      {},
      'm: invoke: the snapshots of job are not followed; let it report events',
    ],
    [
      'a spawned actor without an id',
      graph({ entry: spawnChild('job' as never) }, job),
      {},
      'm: spawnChild: job needs an id of its own',
    ],
    [
      'a spawned actor whose snapshots are followed',
      graph({ entry: spawnChild('job' as never, { id: 'job', syncSnapshot: true }) }, job),
      {},
      'm: spawnChild: the snapshots of job are not followed; let it report events',
    ],
    [
      'a spawned actor that is logic, behind a name',
      graph({ entry: 'start' }, { actions: { start: spawnChild(activity(), { id: 'job' }) } }),
      {},
      'm: spawnChild: refer to an actor by its name in setup({ actors })',
    ],
  ])('given %s, when registered, then it is named', (_what, machine, small, fault) => {
    expect(faultsOf(machine, small)).toEqual([fault]);
  });

  it('given many faults, when registered, then all are named at once', () => {
    const machine = graph({
      id: 'n',
      initial: 'a',
      on: { Go: { guard: 'isOk', actions: 'note' } },
      states: {
        a: { after: { soon: 'b' }, invoke: { src: 'job' } },
        b: { entry: () => undefined },
      },
    });
    expect(faultsOf(machine, { contract: { id: 'm', starts: 'Begun' } })).toHaveLength(8);
  });
});

describe('register, what a parent has to handle', () => {
  const children = { contract: { children: { child: { reports: ['Heard'] } } } };
  const states = { a: { on: { Go: 'b' } }, b: { on: { Heard: {} } } };
  const missing = ['m: Heard of a child is not handled in every state'];
  it.each<[string, object, readonly string[]]>([
    ['the root', { on: { Heard: {} }, initial: 'a', states }, []],
    ['one state of two', { initial: 'a', states }, missing],
    [
      'every state',
      { initial: 'b', states: { b: { on: { Heard: {} } }, z: { type: 'final' } } },
      [],
    ],
    ['a guarded transition', { on: { Heard: { guard: 'ok', actions: [] } } }, missing],
    [
      'a guarded transition and one for the rest',
      { on: { Heard: [{ guard: 'ok', actions: [] }, { actions: [] }] } },
      [],
    ],
    ['one of two regions', { type: 'parallel', states }, []],
    ['no region', { type: 'parallel', states: { a: {}, b: {} } }, missing],
    [
      'inner states all',
      { initial: 'a', states: { a: { initial: 'x', states: { x: { on: { Heard: {} } } } } } },
      [],
    ],
    [
      'inner states but one',
      {
        initial: 'a',
        states: { a: { initial: 'x', states: { x: { on: { Heard: {} } }, y: {} } } },
      },
      missing,
    ],
    [
      'a history state beside',
      { initial: 'a', states: { a: { on: { Heard: {} } }, h: { type: 'history' } } },
      [],
    ],
  ])(
    'given a child that reports and %s handles it, when registered, then that is judged on the graph',
    (_what, config, faults) => {
      expect(faultsOf(graph(config, { guards: { ok: () => true } }), children)).toEqual(faults);
    },
  );
});

describe('register, what is fine', () => {
  it('given everything that is durable, when registered, then there is no fault', () => {
    const machine = setup({
      actors: { job: activity<object, unknown>(), child: childMachine<object>() },
      delays: { soon: 5 },
      guards: { ok: () => true },
      actions: {
        all: enqueueActions(({ enqueue }) => {
          enqueue.emit({ type: 'Told' } as never);
        }),
      },
    }).createMachine({
      id: 'm',
      version: '1',
      initial: 'a',
      states: {
        a: {
          entry: ['all', spawnChild('child', { id: () => 'c', input: {} })],
          invoke: { src: 'job', id: 'job', input: {}, onDone: 'b', onError: { actions: 'all' } },
          after: { soon: { guard: and(['ok', not('ok')]), target: 'b' } },
        },
        b: {
          entry: raise({ type: 'Nag' }, { delay: 'soon' }),
          always: { guard: 'ok', target: 'a' },
        },
      },
    });
    expect(faultsOf(machine, { events: ['Told', 'SoonElapsed', 'NagElapsed'] })).toEqual([]);
  });

  it('given a definition with nothing optional, when registered, then there are defaults', () => {
    const machine = graph({});
    expect(register({ contract: contractOf(machine), machine, rules: {} })).toMatchObject({
      enrich: {},
      start: undefined,
      rules: {},
    });
    const made = durable(machine);
    expect([made.attributes({}), made.headline({})]).toEqual([{}, '']);
  });

  it('given two graphs, when they are equal, then so are their hashes, and every difference shows', () => {
    const states = { a: { on: { Go: 'b' } }, b: {} };
    const guards = { guards: { x: () => true, y: () => true } };
    const hash = (config: object) =>
      durable(graph({ initial: 'a', states, ...config }, guards)).hash;
    expect(hash({})).toMatch(/^[0-9a-f]{16}$/);
    expect(hash({})).toBe(hash({}));
    const others = [
      { initial: 'b' },
      { states: { ...states, c: {} } },
      { states: { a: { on: { Go: 'a' } }, b: {} } },
      { states: { a: { on: { Go: { target: 'b', guard: 'x' } } }, b: {} } },
      { states: { a: { on: { Go: { target: 'b', guard: 'y' } } }, b: {} } },
      { states: { a: { on: { Go: { target: 'b', guard: and(['x', 'y']) } } }, b: {} } },
      { states: { a: { on: { Go: { target: 'b', guard: and(['y', 'x']) } } }, b: {} } },
      { states: { a: { on: { Go: 'b' }, always: { guard: 'x', target: 'b' } }, b: {} } },
      { states: { a: { on: { Go: 'b' }, entry: raise({ type: 'Go' }) }, b: {} } },
      { states: { a: { on: { Go: 'b' }, entry: raise({ type: 'Come' }) }, b: {} } },
    ];
    const hashes = [{}, ...others].map(hash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(order.hash).toMatch(/^[0-9a-f]{16}$/);
  });
});
