import { describe, expect, it } from '@jest/globals';
import { faultsOf, graph } from './faulty-machine.ts';

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
