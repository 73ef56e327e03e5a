import { describe, expect, it } from '@jest/globals';
import { assign, sendParent } from 'xstate';
import { activity } from '../../../../machines/engine/index.ts';
import { faultsOf, graph } from './faulty-machine.ts';

class Money {
  readonly cents = 5;
}
const circle: Record<string, unknown> = {};
circle['again'] = [circle];

describe('register, the context with which a machine begins', () => {
  it.each<[unknown, string]>([
    [new Date(0), 'is a Date, which becomes a string; keep the ISO-8601 string'],
    [new Map(), 'is a Map, which becomes {}; keep a record'],
    [new Set(), 'is a Set, which becomes {}; keep an array'],
    [5n, 'is a BigInt, which JSON does not know; keep a number or a string'],
    [() => 5, 'is a function, which JSON leaves out; implement it in setup()'],
    [Symbol('s'), 'is a symbol, which JSON leaves out; keep a string'],
    [Number.NaN, 'is NaN, which becomes null; use null'],
    [Number.POSITIVE_INFINITY, 'is Infinity, which becomes null; use null'],
    [new Money(), 'is an instance of Money, which loses its class; keep plain data'],
    [
      new (class {
        readonly n = 5;
      })(),
      'is an instance of a class, which loses its class; keep plain data',
    ],
    [/x/, 'is an instance of RegExp, which loses its class; keep plain data'],
    [new Error('x'), 'is an instance of Error, which loses its class; keep plain data'],
  ])('given %p in it, when registered, then its place and the remedy are named', (value, what) => {
    const context = { a: { list: ['x', value] } };
    expect(faultsOf(graph({ context }))).toEqual([`m: context.a.list[1] ${what}`]);
    expect(faultsOf(graph({ context: () => context }))).toEqual([`m: context.a.list[1] ${what}`]);
  });

  it('given undefined, when registered, then it is named in a list and left out of a record', () => {
    expect(faultsOf(graph({ context: { list: ['x', undefined] } }))).toEqual([
      'm: context.list[1] is undefined, which becomes null; use null',
    ]);
    const sparse: number[] = [];
    sparse[1] = 5;
    expect(faultsOf(graph({ context: { sparse } }))).toEqual([
      'm: context.sparse[0] is undefined, which becomes null; use null',
    ]);
    expect(faultsOf(graph({ context: { none: undefined } }))).toEqual([]);
  });

  it('given a context that holds itself, when registered, then that is named', () => {
    expect(faultsOf(graph({ context: circle }))).toEqual([
      'm: context.again[0] holds itself; keep a tree of plain data',
    ]);
  });

  it('given one record in two places, when registered, then there is no fault', () => {
    const part = { n: [1, null, 'x', true, Object.create(null) as object] };
    expect(faultsOf(graph({ context: { one: part, two: [part, part] } }))).toEqual([]);
  });

  it('given the machine itself in the context, when registered, then the remedy is its id', () => {
    const context = ({ self }: { self: unknown }) => ({ self });
    expect(faultsOf(graph({ context }))).toEqual([
      'm: context.self is a reference to an actor; keep its id',
    ]);
  });

  it('given a child that greets its parent at once, when registered, then its context is looked at like any other', () => {
    const entry = sendParent({ type: 'Hello' });
    expect(faultsOf(graph({ entry, context: { at: new Date(0) } }))).toEqual([
      'm: context.at is a Date, which becomes a string; keep the ISO-8601 string',
    ]);
    expect(faultsOf(graph({ entry, context: { at: null } }))).toEqual([]);
  });

  it('given an entry that assigns a Date, when registered, then that is named', () => {
    const machine = graph({
      context: {},
      initial: 'a',
      states: { a: { entry: assign({ at: () => new Date(0) }) } },
    });
    expect(faultsOf(machine)).toEqual([
      'm: context.at is a Date, which becomes a string; keep the ISO-8601 string',
    ]);
  });

  it('given assigns that change the context in place, when registered, then each is named and spoils no other', () => {
    const seen = new Set<string>();
    const spoil = (name: string) =>
      assign(({ context, event }) => {
        seen.add(JSON.stringify(context));
        if (event.type === 'Go') (context as { list: string[] }).list.push(name);
        return {};
      });
    const machine = graph({
      context: { list: [] },
      initial: 'a',
      on: { Go: { actions: spoil('x') } },
      states: { a: { exit: spoil('y') } },
    });
    expect(faultsOf(machine, { commands: ['Stay', 'Go', 'Come'] })).toEqual([
      'm: assign changes the context in place; return what changes',
      'm.a: assign changes the context in place; return what changes',
    ]);
    expect([...seen]).toEqual(['{"list":[]}']);
  });

  it('given a context that cannot be made, when registered, then the reason is named, unless something else is faulty', () => {
    const context = () => {
      throw new Error('no context');
    };
    expect(faultsOf(graph({ context }))).toEqual([
      "m: it cannot begin with the contract's example: no context; make it begin with every valid input",
    ]);
    expect(faultsOf(graph({ context, entry: 'note' }))).toEqual([
      'm: action note is not implemented in setup()',
    ]);
  });

  it('given a context full of faults and a faulty graph, when registered, then all are named at once', () => {
    const machine = graph(
      {
        context: { at: new Date(0), all: new Set() },
        invoke: { src: 'job' },
        on: { Go: { actions: assign({ ref: ({ spawn }) => spawn('job' as never) }) } },
      },
      { actors: { job: activity() } },
    );
    expect(faultsOf(machine, { events: ['a b'] })).toHaveLength(5);
  });
});
