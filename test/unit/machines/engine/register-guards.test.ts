import { describe, expect, it } from '@jest/globals';
import { and, enqueueActions, not, stateIn } from 'xstate';
import { activity } from '../../../../machines/engine/index.ts';
import { faultsOf, graph, type Case } from './faulty-machine.ts';

const ruled = { 'R-1': { clause: 'law 1', text: 'Never.', allows: () => true } };

describe('register, guards and rules, each fault with its place and remedy', () => {
  it.each<Case>([
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
      'a guard nobody implements, of an eventless transition',
      graph({ initial: 'a', states: { a: { always: { guard: 'isOk', target: 'b' } }, b: {} } }),
      {},
      'm.a: guard isOk is not implemented in setup()',
    ],
    [
      'a guard nobody implements, of a delay',
      graph(
        { initial: 'a', states: { a: { after: { soon: { guard: 'isOk', target: 'b' } } }, b: {} } },
        { delays: { soon: 1 } },
      ),
      { events: ['SoonElapsed'] },
      'm.a: guard isOk is not implemented in setup()',
    ],
    [
      'a guard nobody implements, of an answer',
      graph(
        { invoke: { src: 'job', id: 'job', onError: { guard: 'isOk', actions: [] } } },
        { actors: { job: activity() } },
      ),
      {},
      'm: guard isOk is not implemented in setup()',
    ],
    [
      'a guard that is named like a rule and is none',
      graph({ on: { Go: { guard: 'R-1' } } }, { guards: { 'R-1': () => true } }),
      {},
      'm: guard R-1 has no rule; register it in rules',
    ],
    [
      'a guard that is named like a rule, inside others',
      graph({ on: { Go: { guard: not('R-1') } } }, { guards: { 'R-1': () => true } }),
      {},
      'm: guard R-1 has no rule; register it in rules',
    ],
    [
      'a rule that no guard uses',
      graph({ on: { Go: { guard: 'ok' } } }, { guards: { ok: () => true, 'R-1': () => true } }),
      { rules: ruled },
      'rule R-1: no guard of the graph uses it; use it or take it out',
    ],
  ])('given %s, when registered, then it is named', (_what, machine, small, fault) => {
    expect(faultsOf(machine, small)).toEqual([fault]);
  });
});

describe('register, what asks a rule', () => {
  const guards = { 'R-1': () => true, named: and(['R-1', 'ok']), ok: () => true };
  it.each<[string, object]>([
    ['a guard by its name', { on: { Go: { guard: 'R-1' } } }],
    ['a guard with params', { on: { Go: { guard: { type: 'R-1', params: {} } } } }],
    ['a composite guard', { on: { Go: { guard: and(['ok', not('R-1')]) } } }],
    ['a composite guard by its name', { on: { Go: { guard: 'named' } } }],
    ['a circle of guards', { on: { Go: { guard: 'R-1' }, Come: { guard: and(['named', 'ok']) } } }],
    [
      'an eventless transition',
      { initial: 'a', states: { a: { always: { guard: 'R-1', target: 'b' } }, b: {} } },
    ],
    [
      'enqueueActions',
      {
        on: {
          Go: {
            actions: enqueueActions(({ check }) => {
              check('R-1' as never);
            }),
          },
        },
      },
    ],
  ])('given %s, when registered, then the rule is no dead one', (_what, config) => {
    expect(faultsOf(graph(config, { guards }), { rules: ruled })).toEqual([]);
  });

  it('given a guard about the state with a name, when registered, then there is no fault', () => {
    const machine = graph({ on: { Go: { guard: 'isIn' } } }, { guards: { isIn: stateIn('a') } });
    expect(faultsOf(machine)).toEqual([]);
  });
});
