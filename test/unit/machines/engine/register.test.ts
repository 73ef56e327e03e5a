import { describe, expect, it } from '@jest/globals';
import { and, enqueueActions, not, raise, setup, spawnChild } from 'xstate';
import { activity, childMachine, register } from '../../../../machines/engine/index.ts';
import { order } from '../../../support/order-machine.ts';
import { faultsOf, graph, type Case } from './faulty-machine.ts';
import { contractOf, durable } from '../../../support/small-machine.ts';

describe('register, every fault with its place and remedy', () => {
  it.each<Case>([
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
      'no id',
      graph({ id: undefined }),
      { contract: { id: 'm' } },
      "machine id (machine): set id to the contract's, m",
    ],
    [
      'no version',
      graph({ version: undefined }),
      { contract: { version: '1' } },
      "machine version undefined: set version to the contract's, 1",
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
