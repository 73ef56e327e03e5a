import { spawnChild, stopChild } from 'xstate';
import { basic, context, mark } from './kit.ts';
import { done, fail, wait, type Scenario } from './scenario.ts';

const invoking = basic.createMachine({
  id: 'invoking',
  version: '1',
  context,
  initial: 'idle',
  on: { Up: { actions: 'up' } },
  states: {
    idle: { on: { Next: 'busy' } },
    busy: {
      entry: mark('busy+'),
      invoke: {
        src: 'job',
        id: 'job',
        input: ({ context: { count } }) => ({ n: count }),
        onDone: { target: 'idle', actions: 'keepOutput' },
        onError: [{ guard: 'isOdd', target: 'idle', actions: 'keepError' }, { target: 'failed' }],
      },
      on: {
        Again: { target: 'busy', reenter: true, actions: 'up' },
        Leave: 'idle',
        Swap: 'busier',
      },
    },
    busier: {
      invoke: [
        { src: 'job', id: 'job', input: { n: 0 }, onDone: { actions: 'keepOutput' } },
        { src: 'other', id: 'other', onDone: 'idle' },
      ],
      on: { Leave: 'idle' },
    },
    failed: { entry: 'keepError', on: { Again: 'busy' } },
  },
});

const careless = basic.createMachine({
  id: 'careless',
  version: '1',
  context,
  initial: 'busy',
  states: {
    busy: {
      invoke: { src: 'job', id: 'job', input: { n: 1 }, onDone: 'idle' },
      after: { soon: 'idle' },
    },
    idle: { on: { Next: 'busy' } },
  },
});

const besides = basic.createMachine({
  id: 'besides',
  version: '1',
  context,
  type: 'parallel',
  states: {
    one: {
      initial: 'busy',
      states: {
        busy: {
          invoke: {
            src: 'job',
            id: 'job',
            input: { n: 1 },
            onDone: { target: 'z', actions: 'keepOutput' },
          },
          on: { Skip: 'z' },
        },
        z: { type: 'final' },
      },
    },
    two: {
      initial: 'busy',
      states: {
        busy: {
          invoke: {
            src: 'other',
            id: 'other',
            onDone: { target: 'z', actions: 'keepOutput' },
            onError: '.slow',
          },
          initial: 'quick',
          states: { quick: {}, slow: { on: { Skip: '#besides.two.z' } } },
        },
        z: { type: 'final' },
      },
    },
  },
  output: ({ context: { trace } }) => trace,
});

const whole = basic.createMachine({
  id: 'whole',
  version: '1',
  context,
  initial: 'a',
  invoke: {
    src: 'job',
    id: 'job',
    input: { n: 1 },
    onDone: { target: '.c', actions: 'keepOutput' },
  },
  states: {
    a: { on: { Next: 'b', End: 'z' } },
    b: { on: { Next: 'a' } },
    c: { on: { End: 'z' } },
    z: { type: 'final' },
  },
  output: ({ context: { trace } }) => ({ trace }),
});

const spawning = basic.createMachine({
  id: 'spawning',
  version: '1',
  context,
  on: {
    Up: { actions: 'up' },
    Next: { actions: [stopChild('job'), spawnChild('job', { id: 'job', input: { n: 1 } })] },
    Named: {
      actions: spawnChild('other', {
        id: ({ context }) => `other-${String(context.count)}`,
        input: undefined,
      }),
    },
    Leave: { actions: stopChild('job') },
    LeaveNamed: { actions: stopChild(({ context }) => `other-${String(context.count)}`) },
    'xstate.done.actor.job': { actions: ['keepOutput', mark('job')] },
    'xstate.done.actor.other-1': { actions: ['keepOutput', mark('other-1')] },
    'xstate.error.actor.job': { guard: 'isOdd', actions: 'keepError' },
  },
});

/** Activities: their results, their failures, and those that came too late. */
export const actors: readonly Scenario[] = [
  {
    name: 'an activity that succeeds',
    machine: invoking,
    onServers: true,
    script: ['Up', 'Next', 'Up', done('job', { id: 7 }), 'Next', done('job', 'text'), 'Up'],
  },
  {
    name: 'an activity that fails, handled by a guard',
    machine: invoking,
    onServers: true,
    script: ['Next', fail('job', 'broken'), 'Again', 'Up', fail('job', 'broken again'), 'Next'],
  },
  {
    name: 'an activity that is started anew: the result of the first comes too late',
    machine: invoking,
    onServers: true,
    script: [
      'Next',
      'Again',
      done('job', 'late', 1),
      'Up',
      'Leave',
      'Next',
      done('job', 'late too', 2),
      done('job', 'new'),
      'Next',
    ],
  },
  {
    name: 'two activities of one state, one under an id that was used before',
    machine: invoking,
    script: [
      'Next',
      'Swap',
      done('job', 'old', 1),
      done('job', 1),
      done('other', 2),
      'Next',
      'Swap',
      'Leave',
      done('other', 3),
      'Up',
    ],
  },
  {
    name: 'a failure that nobody handles',
    machine: careless,
    onServers: true,
    script: [done('job', 1), 'Next', fail('job', 'broken'), 'Next'],
  },
  {
    name: 'a delay that ends the wait for an activity',
    machine: careless,
    script: [
      wait(1.5),
      done('job', 1),
      'Next',
      wait(0.5),
      done('job', 2),
      wait(1),
      'Next',
      wait(0.5),
      fail('job', 'x'),
    ],
  },
  {
    name: 'activities of regions',
    machine: besides,
    script: [fail('other', 'broken'), done('job', 1), 'Skip', 'Skip'],
  },
  {
    name: 'activities of regions that both succeed',
    machine: besides,
    onServers: true,
    script: [done('other', { n: 2 }), 'Skip', done('job', 1)],
  },
  {
    name: 'an activity of the whole machine',
    machine: whole,
    script: ['Next', done('job', 5), 'Next', 'End', 'Next'],
  },
  {
    name: 'done while an activity runs',
    machine: whole,
    script: ['Next', 'Next', 'End', done('job', 5)],
  },
  {
    name: 'spawned activities, stopped and started anew',
    machine: spawning,
    onServers: true,
    script: [
      'Next',
      done('job', 1),
      'Next',
      'Leave',
      done('job', 2),
      'Up',
      'Named',
      'Next',
      'Next',
      done('job', 'late', 3),
      fail('job', 'handled'),
      done('other', 'x'),
      'Up',
      'Up',
    ],
  },
  {
    name: 'an activity whose id another one takes: what it gives still arrives',
    machine: spawning,
    onServers: true,
    script: ['Up', 'Named', 'Named', done('other', 'first', 1), done('other', 'second', 2), 'Up'],
  },
  {
    name: 'a spawned activity that fails, unhandled',
    machine: spawning,
    script: ['Named', 'Up', 'Named', 'LeaveNamed', 'Next', 'Up', fail('job', 'unhandled'), 'Up'],
  },
];
