import { describe, expect, it } from '@jest/globals';
import {
  assign,
  cancel,
  enqueueActions,
  forwardTo,
  fromCallback,
  fromEventObservable,
  fromObservable,
  fromPromise,
  fromTransition,
  sendTo,
  spawnChild,
  stopChild,
} from 'xstate';
import { activity } from '../../../../machines/engine/index.ts';
import { faultsOf, graph, type Case } from './faulty-machine.ts';

type Spawner = Record<string, (src: string, options: object) => unknown>;
const job = { actors: { job: activity() } };
const one = { src: 'job', id: 'job' };
const nothing = { subscribe: () => ({ unsubscribe: () => undefined }) };
const hidden = 'm: spawn inside assign leaves nothing durable; use spawnChild';
const word = ['sp', 'awn'].join('');
/** Spawns where the text of the caller does not show it. */
const helper = (args: Spawner) => ({ ref: args[word]?.('job', {}) });
interface Deep {
  readonly a: { readonly b: { readonly c: string } };
}

describe('register, actors and what is sent to them, each fault with its place and remedy', () => {
  it.each<Case>([
    [
      'a promise as an actor',
      graph({}, { actors: { job: fromPromise(() => Promise.resolve()) } }),
      {},
      'actor job: a promise ends with the process; declare it with activity() or childMachine()',
    ],
    [
      'a callback as an actor',
      graph({}, { actors: { job: fromCallback(() => undefined) } }),
      {},
      'actor job: a callback ends with the process; declare it with activity() or childMachine()',
    ],
    [
      'a machine as an actor',
      graph({}, { actors: { child: graph({}) } }),
      {},
      'actor child: a machine ends with the process; declare it with activity() or childMachine()',
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

    [
      'an observable as an actor',
      graph({}, { actors: { job: fromObservable(() => nothing) } }),
      {},
      'actor job: an observable ends with the process; declare it with activity() or childMachine()',
    ],
    [
      'an observable of events as an actor',
      graph({}, { actors: { job: fromEventObservable(() => nothing) } }),
      {},
      'actor job: an observable ends with the process; declare it with activity() or childMachine()',
    ],
    [
      'transition logic as an actor',
      graph({}, { actors: { job: fromTransition((state: object) => state, {}) } }),
      {},
      'actor job: transition logic ends with the process; declare it with activity() or childMachine()',
    ],
    [
      'something else as an actor',
      graph({}, { actors: { job: {} } }),
      {},
      'actor job: logic of its own ends with the process; declare it with activity() or childMachine()',
    ],
    [
      'an invoked actor without src',
      graph({ invoke: { id: 'job' } }),
      {},
      'm: invoke: src is missing; name an actor of setup({ actors })',
    ],
    [
      'an invoked actor in an inner state without an id',
      graph(
        {
          initial: 'a',
          states: { a: { initial: 'b', states: { b: { invoke: { src: 'job' } } } } },
        },
        job,
      ),
      {},
      'm.a.b: invoke: job needs an id of its own',
    ],
    [
      'two invokes of one id in one state',
      graph({ invoke: [one, one] }, job),
      {},
      'm: invoke: id job is taken in m; choose another',
    ],
    [
      'an invoke of an id that a state around it invokes',
      graph(
        {
          invoke: one,
          initial: 'a',
          states: { a: { initial: 'b', states: { b: { invoke: one } } } },
        },
        job,
      ),
      {},
      'm.a.b: invoke: id job is taken in m; choose another',
    ],
    [
      'invokes of one id in two regions',
      graph(
        {
          type: 'parallel',
          states: { a: { initial: 'x', states: { x: { invoke: one } } }, b: { invoke: one } },
        },
        job,
      ),
      {},
      'm.b: invoke: id job is taken in m.a.x; choose another',
    ],
    [
      'a spawned actor with a systemId',
      graph({ entry: spawnChild('job' as never, { id: 'job', systemId: 'job' }) }, job),
      {},
      'm: spawnChild: job has a systemId, which no other workflow knows; use its id',
    ],
    [
      'a spawned actor that is enqueued and followed',
      graph(
        {
          entry: enqueueActions(({ enqueue }) => {
            enqueue.spawnChild('job' as never, { id: 'job', syncSnapshot: true });
          }),
        },
        job,
      ),
      {},
      'm: spawnChild: the snapshots of job are not followed; let it report events',
    ],
    [
      'an event for an id that nothing starts',
      graph({ on: { Go: { actions: sendTo('nobody', { type: 'Hello' }) } } }),
      {},
      'm: it sends to nobody, which nothing starts; use the id of an invoke or spawn',
    ],
    [
      'what is forwarded to an id that nothing starts',
      graph({ on: { Go: { actions: 'pass' } } }, { actions: { pass: forwardTo('nobody') } }),
      {},
      'm: it sends to nobody, which nothing starts; use the id of an invoke or spawn',
    ],
    [
      'the end of an id that nothing starts',
      graph({ on: { Go: { actions: stopChild('nobody') } } }),
      {},
      'm: it stops nobody, which nothing starts; use the id of an invoke or spawn',
    ],
    [
      'a child that the context spawns',
      graph(
        { context: ({ spawn }: Spawner) => ({ child: String(spawn?.('job', { id: 'job' })) }) },
        job,
      ),
      {},
      'm: spawn inside context leaves nothing durable; use spawnChild',
    ],
    [
      'a child that the context spawns without saying so',
      graph(
        { context: (args: Spawner) => ({ child: String(args[word]?.('job', { id: 'job' })) }) },
        job,
      ),
      {},
      'm: spawn in code starts job and leaves nothing durable; use spawnChild',
    ],
    [
      'spawn inside assign',
      graph(
        { on: { Go: { actions: 'hide' } } },
        { ...job, actions: { hide: assign(({ spawn }) => ({ ref: spawn('job' as never) })) } },
      ),
      {},
      hidden,
    ],
    [
      'spawn inside a part of assign',
      graph(
        { on: { Go: { actions: assign({ n: 1, ref: (args) => args.spawn('job' as never) }) } } },
        job,
      ),
      {},
      hidden,
    ],
    [
      'spawn under another name',
      graph(
        { on: { Go: { actions: assign(({ spawn: start }) => ({ ref: start('job' as never) })) } } },
        job,
      ),
      {},
      hidden,
    ],
    [
      'spawn in code that assign is handed',
      graph({ on: { Go: { actions: assign((args) => helper(args as unknown as Spawner)) } } }, job),
      { commands: ['Go'] },
      hidden,
    ],
    [
      'spawn for one event of many',
      graph(
        {
          on: {
            Go: {
              actions: assign((args) =>
                args.event.type === 'Go' ? helper(args as unknown as Spawner) : {},
              ),
            },
          },
        },
        job,
      ),
      { commands: ['Stay', 'Go'] },
      hidden,
    ],
    [
      'spawn inside an assign that is enqueued',
      graph(
        {
          on: {
            Go: {
              actions: enqueueActions(({ enqueue }) => {
                enqueue.assign(({ spawn }) => ({ ref: spawn('job' as never) }));
              }),
            },
          },
        },
        job,
      ),
      {},
      hidden,
    ],
  ])('given %s, when registered, then it is named', (_what, machine, small, fault) => {
    expect(faultsOf(machine, small)).toEqual([fault]);
  });
});

describe('register, actors and targets that are fine', () => {
  it.each<[string, object]>([
    [
      'invokes of one id in states that exclude each other',
      { initial: 'a', states: { a: { invoke: one }, b: { invoke: one } } },
    ],
    [
      'an event for an invoked actor',
      { invoke: one, on: { Go: { actions: sendTo('job', { type: 'Hello' }) } } },
    ],
    [
      'an event for an actor spawned elsewhere',
      {
        initial: 'a',
        on: { Go: { actions: sendTo('c', { type: 'Hello' }) } },
        states: { a: { entry: spawnChild('job' as never, { id: 'c' }) } },
      },
    ],
    [
      'an event for one of many',
      {
        on: {
          Go: { actions: sendTo('c-1', { type: 'Hello' }) },
          Come: { actions: spawnChild('job' as never, { id: () => 'c-1' }) },
        },
      },
    ],
    [
      'an event for an actor that is enqueued',
      {
        on: {
          Go: { actions: sendTo('c', { type: 'Hello' }) },
          Come: {
            actions: enqueueActions(({ enqueue }) => {
              enqueue(spawnChild('job' as never, { id: 'c' }));
            }),
          },
        },
      },
    ],
    [
      'an event for whom the event names',
      { on: { Go: { actions: sendTo(({ event }) => event.type, { type: 'Hello' }) } } },
    ],
    ['an event for the parent', { on: { Go: { actions: sendTo('#_parent', { type: 'Hello' }) } } }],
    ['a cancellation of what nobody sends', { on: { Go: { actions: cancel('nobody') } } }],
    [
      'a word like spawn in code',
      {
        context: { spawned: 0, spawn: 0 },
        on: {
          Go: {
            actions: assign(({ context }) => ({
              spawned: (context as { spawn: number }).spawn + 1,
              note: 'spawn' /* spawn */,
            })),
          },
        },
      },
    ],
    [
      'code that throws for any event but its own',
      {
        on: {
          Go: {
            actions: [
              assign(({ event }) => ({ n: (event as unknown as Deep).a.b.c })),
              enqueueActions(({ event, enqueue }) => {
                enqueue.sendTo((event as unknown as Deep).a.b.c, { type: 'Hello' });
              }),
            ],
          },
        },
      },
    ],
  ])('given %s, when registered, then there is no fault', (_what, config) => {
    expect(faultsOf(graph(config, job), { commands: ['Go', 'Come'] })).toEqual([]);
  });
});
