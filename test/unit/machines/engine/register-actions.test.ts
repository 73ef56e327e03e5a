import { describe, expect, it } from '@jest/globals';
import { emit, enqueueActions, raise } from 'xstate';
import { activity } from '../../../../machines/engine/index.ts';
import { faultsOf, graph, type Case } from './faulty-machine.ts';

describe('register, actions and states, each fault with its place and remedy', () => {
  it.each<Case>([
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
      'an emitted event the contract does not know',
      graph({ entry: emit({ type: 'Told' }) }),
      {},
      'm: the contract has no event Told, which is emitted',
    ],

    [
      'an inline action behind a guard that has to hold',
      graph(
        {
          on: {
            Go: {
              actions: enqueueActions(({ enqueue, check }) => {
                if (check('ok' as never)) enqueue(() => undefined);
              }),
            },
          },
        },
        { guards: { ok: () => false } },
      ),
      {},
      'm: an inline action has no durable meaning; use an activity',
    ],
    [
      'an inline action behind a guard that must not hold',
      graph(
        {
          on: {
            Go: {
              actions: enqueueActions(({ enqueue, check }) => {
                if (!check('ok' as never)) enqueue(() => undefined);
              }),
            },
          },
        },
        { guards: { ok: () => true } },
      ),
      {},
      'm: an inline action has no durable meaning; use an activity',
    ],
    [
      'an action nobody implements, enqueued for what no trial shows',
      graph({
        on: {
          Go: {
            actions: enqueueActions(({ context, enqueue }) => {
              if ((context as { n?: number }).n === 7) enqueue('note' as never);
            }),
          },
        },
      }),
      {},
      'm: action note is not implemented in setup()',
    ],
    [
      'an action that runs code, enqueued for its event',
      graph(
        {
          on: {
            Go: {
              actions: enqueueActions(({ event, enqueue }) => {
                if (event.type === 'Go') enqueue({ type: 'note' } as never);
              }),
            },
          },
        },
        { actions: { note: () => undefined } },
      ),
      { commands: ['Go'] },
      'm: action note runs code of its own; use assign, raise, emit … or an activity',
    ],
    [
      'an inline action when an invoked actor has answered',
      graph(
        { invoke: { src: 'job', id: 'job', onDone: { actions: () => undefined } } },
        { actors: { job: activity() } },
      ),
      {},
      'm: an inline action has no durable meaning; use an activity',
    ],
    [
      'an inline action when a delay has elapsed',
      graph({ after: { soon: { actions: () => undefined } } }, { delays: { soon: 1 } }),
      { events: ['SoonElapsed'] },
      'm: an inline action has no durable meaning; use an activity',
    ],
    [
      'an emitted event that code makes and the contract does not know',
      graph(
        { on: { Go: { actions: 'tell' } } },
        { actions: { tell: emit(() => ({ type: 'Told' })) } },
      ),
      {},
      'm: the contract has no event Told, which is emitted',
    ],
    [
      'an emitted event that is enqueued and the contract does not know',
      graph({
        on: {
          Go: {
            actions: enqueueActions(({ enqueue }) => {
              enqueue.emit({ type: 'Told' } as never);
            }),
          },
        },
      }),
      {},
      'm: the contract has no event Told, which is emitted',
    ],
    [
      'two states of one id',
      graph({ initial: 'a', states: { a: { id: 'x' }, b: { id: 'x' } } }),
      {},
      'm.b: state id x is taken; choose another',
    ],
    [
      'a circle that the machine begins in',
      graph({ initial: 'a', states: { a: { always: 'b' }, b: { always: 'a' } } }),
      {},
      expect.stringMatching(
        /^m: it cannot begin with the contract's example: Infinite loop/,
      ) as unknown as string,
    ],
  ])('given %s, when registered, then it is named', (_what, machine, small, fault) => {
    expect(faultsOf(machine, small)).toEqual([fault]);
  });

  it('given an event whose type is made of that of any event, when registered, then no made-up type counts as emitted', () => {
    const echo = emit(({ event }: { event: { type: string } }) => ({ type: `${event.type}Told` }));
    const later = raise(
      ({ event }: { event: { type: string } }) => ({ type: `${event.type}Late` }),
      {
        delay: 'soon' as never,
      },
    );
    const machine = graph(
      { initial: 'a', states: { a: { entry: [echo, later] } } },
      { delays: { soon: 1 } },
    );
    expect(faultsOf(machine)).toEqual([]);
  });
});
