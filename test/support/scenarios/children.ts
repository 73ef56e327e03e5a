import { assign, cancel, forwardTo, sendParent, sendTo, spawnChild, stopChild } from 'xstate';
import { basic, context, mark } from './kit.ts';
import { done, fail, wait, type Scenario } from './scenario.ts';

/** A child that answers what it hears, waits, works and ends. */
const kid = basic.createMachine({
  id: 'kid',
  version: '1',
  context: ({ input }) => ({ trace: [], count: input.n ?? 0 }),
  initial: 'idle',
  entry: sendParent(({ context: { count } }) => ({ type: 'Hello', n: count })),
  on: {
    Hey: {
      actions: ['up', sendParent(({ context: { count } }) => ({ type: 'Answer', n: count }))],
    },
    Set: {
      actions: ['keepNumber', sendParent(({ event }) => ({ type: 'Answer', n: event.n ?? 0 }))],
    },
    End: '.over',
    Work: '.working',
  },
  states: {
    idle: { after: { longer: { actions: sendParent({ type: 'Bored' }) } } },
    working: { invoke: { src: 'job', id: 'job', input: { n: 1 }, onDone: 'over' } },
    over: { type: 'final', output: ({ context: { count } }) => ({ count }) },
  },
  output: ({ context: { count } }) => ({ count }),
});

/** A child with a child of its own. */
const nanny = basic.createMachine({
  id: 'nanny',
  version: '1',
  context,
  initial: 'caring',
  states: {
    caring: {
      invoke: { src: 'kid', id: 'kid', input: { n: 10 }, onDone: 'over' },
      on: {
        Hello: { actions: sendParent(({ event }) => ({ type: 'Hello', n: (event.n ?? 0) + 1 })) },
        Answer: { actions: sendParent(({ event }) => ({ type: 'Answer', n: event.n ?? 0 })) },
        Hey: { actions: forwardTo('kid') },
        End: { actions: sendTo('kid', { type: 'End' }) },
      },
    },
    over: { type: 'final' },
  },
  output: { nanny: true },
});

const heard = {
  Hello: { actions: ['keepNumber', mark('hello')] },
  Answer: { actions: ['keepNumber', mark('answer')] },
  Bored: { actions: mark('bored') },
} as const;

const parent = basic.createMachine({
  id: 'parent',
  version: '1',
  context,
  initial: 'idle',
  on: heard,
  states: {
    idle: { on: { Next: 'with' } },
    with: {
      entry: sendTo('kid', { type: 'Hey' }),
      invoke: {
        src: 'kid',
        id: 'kid',
        input: ({ context: { count } }) => ({ n: count }),
        onDone: { target: 'idle', actions: 'keepOutput' },
        onError: { target: 'sad', actions: mark('failed') },
      },
      on: {
        Hey: { actions: forwardTo('kid') },
        Set: { actions: forwardTo('kid') },
        Work: { actions: sendTo('kid', { type: 'Work' }) },
        End: { actions: sendTo('kid', { type: 'End' }) },
        Later: {
          actions: [cancel('hey'), sendTo('kid', { type: 'Hey' }, { delay: 'soon', id: 'hey' })],
        },
        Never: { actions: cancel('hey') },
        Again: { target: 'with', reenter: true },
        Leave: 'idle',
        Over: 'over',
      },
    },
    sad: { on: { Next: 'with' } },
    over: { type: 'final' },
  },
  output: ({ context: { count } }) => ({ count }),
});

const keeper = basic.createMachine({
  id: 'keeper',
  version: '1',
  context,
  on: {
    ...heard,
    New: { actions: spawnChild('kid', { id: 'kid', input: { n: 5 } }) },
    NewBoth: {
      actions: [
        spawnChild('kid', { id: 'a', input: { n: 1 } }),
        spawnChild('kid', { id: 'b', input: { n: 2 } }),
        sendTo('b', { type: 'Hey' }),
      ],
    },
    Hey: { actions: sendTo('kid', { type: 'Hey' }) },
    End: { actions: sendTo('kid', { type: 'End' }) },
    Stop: { actions: stopChild('kid') },
    StopBoth: { actions: [stopChild('a'), stopChild('b')] },
    'xstate.done.actor.kid': { actions: 'keepOutput' },
    'xstate.done.actor.*': { actions: mark('another') },
  },
});

const brood = basic.createMachine({
  id: 'brood',
  version: '1',
  context,
  type: 'parallel',
  states: {
    left: {
      initial: 'with',
      states: {
        with: {
          invoke: { src: 'kid', id: 'left', input: { n: 1 }, onDone: 'without' },
          on: { EndLeft: { actions: sendTo('left', { type: 'End' }) } },
        },
        without: { type: 'final' },
      },
    },
    right: {
      initial: 'with',
      states: {
        with: {
          invoke: { src: 'kid', id: 'right', input: { n: 2 }, onDone: 'without' },
          on: { EndRight: { actions: sendTo('right', { type: 'End' }) } },
        },
        without: { type: 'final' },
      },
    },
  },
  on: {
    Hello: { actions: assign({ count: ({ context, event }) => context.count + (event.n ?? 0) }) },
    Bored: { actions: mark('bored') },
  },
});

const grandparent = basic.createMachine({
  id: 'grandparent',
  version: '1',
  context,
  initial: 'with',
  on: heard,
  states: {
    with: {
      invoke: {
        src: 'kid',
        id: 'nanny',
        input: { n: 0 },
        onDone: { target: 'without', actions: 'keepOutput' },
      },
      on: {
        Hey: { actions: forwardTo('nanny') },
        End: { actions: forwardTo('nanny') },
        Leave: 'without',
      },
    },
    without: { on: { Next: 'with' } },
  },
});

const family = { kid: { machine: kid } };

/** Child machines: both talk, either ends, and they are stopped and started anew. */
export const children: readonly Scenario[] = [
  {
    name: 'a child that is invoked, greets, answers and ends',
    machine: parent,
    children: family,
    onServers: true,
    script: ['Next', 'Hey', { type: 'Set', n: 20 }, 'Hey', 'End', 'Hey', 'Next'],
  },
  {
    name: 'a child that is invoked anew: another one, which knows nothing of the first',
    machine: parent,
    children: family,
    onServers: true,
    script: ['Next', 'Hey', 'Again', 'Hey', 'Leave', 'Hey', 'Next', 'Hey', 'End'],
  },
  {
    name: 'an event for a child later, cancelled, and dropped with the child',
    machine: parent,
    children: family,
    script: [
      'Next',
      'Later',
      wait(0.5),
      'Later',
      wait(1.5),
      'Later',
      'Never',
      wait(1.5),
      'Later',
      'Again',
      wait(2),
    ],
  },
  {
    name: 'a child with a delay of its own',
    machine: parent,
    children: family,
    script: ['Next', wait(6.5), wait(1), 'Again', wait(5), 'Leave', wait(3)],
  },
  {
    name: 'the activity of a child succeeds',
    machine: parent,
    children: family,
    script: ['Next', 'Work', done('job', 1), 'Next', 'Work', 'Again', done('job', 2), 'Hey'],
  },
  {
    name: 'a child that fails',
    machine: parent,
    children: family,
    onServers: true,
    script: ['Next', 'Work', fail('job', 'broken'), 'Next', 'Hey', 'End'],
  },
  {
    name: 'done while a child lives',
    machine: parent,
    children: family,
    onServers: true,
    script: ['Next', 'Hey', 'Over', 'Hey'],
  },
  {
    name: 'a spawned child, stopped and spawned anew',
    machine: keeper,
    children: family,
    onServers: true,
    notAtRandom: 'to send to a child that was never started ends XState, and fails the input here',
    script: ['New', 'Hey', 'Stop', 'Stop', 'New', 'Hey', 'End', 'Hey'],
  },
  {
    name: 'a second child under the id of one that runs: the first goes on without a name',
    machine: keeper,
    children: family,
    notAtRandom: 'to send to a child that was never started ends XState, and fails the input here',
    script: ['New', wait(1), 'New', 'Hey', wait(6.5), 'End', 'Hey', wait(1), 'New', 'Stop', 'Stop'],
  },
  {
    name: 'two spawned children of one machine',
    machine: keeper,
    children: family,
    script: ['NewBoth', wait(7.5), 'StopBoth', wait(8)],
  },
  {
    name: 'children of two regions',
    machine: brood,
    children: family,
    script: ['EndRight', wait(7.5), 'EndLeft', 'EndLeft'],
  },
  {
    name: 'a child of a child',
    machine: grandparent,
    children: { kid: { machine: nanny, children: family } },
    script: ['Hey', 'Hey', 'End', 'Next', 'Hey', 'Leave', 'Hey'],
  },
];
