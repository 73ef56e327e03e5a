import { assign } from 'xstate';
import { basic, context, mark } from './kit.ts';
import type { Scenario } from './scenario.ts';

const nested = basic.createMachine({
  id: 'nested',
  version: '1',
  context,
  initial: 'outer',
  on: { Reset: '.outer', Up: { actions: 'up' } },
  states: {
    outer: {
      entry: mark('outer+'),
      exit: mark('outer-'),
      initial: 'one',
      states: {
        one: {
          entry: mark('one+'),
          exit: mark('one-'),
          on: { Next: 'two', Up: { actions: ['up', mark('inner up')] } },
        },
        two: {
          exit: mark('two-'),
          initial: 'x',
          states: { x: { on: { Next: 'y' } }, y: { entry: mark('y+') } },
        },
      },
      on: { Leave: 'away' },
    },
    away: { on: { Next: 'outer.two', Back: '#nested.outer.two.y' } },
  },
});

const reentering = basic.createMachine({
  id: 'reentering',
  version: '1',
  context,
  initial: 'a',
  states: {
    a: {
      entry: mark('a+'),
      exit: mark('a-'),
      initial: 'one',
      states: {
        one: { entry: mark('one+'), exit: mark('one-'), on: { Next: 'two' } },
        two: { entry: mark('two+'), exit: mark('two-') },
      },
      on: {
        Internal: { actions: mark('internal') },
        Down: '.one',
        DownAgain: { target: '.one', reenter: true },
        Self: { target: 'a', actions: mark('self') },
        SelfAgain: { target: 'a', reenter: true },
      },
    },
  },
});

const beginning = basic.createMachine({
  id: 'beginning',
  version: '1',
  context: ({ input }) => ({ trace: [], count: input.n ?? 0 }),
  initial: 'a',
  entry: mark('root+'),
  states: {
    a: {
      initial: { target: 'x', actions: mark('initial') },
      entry: mark('a+'),
      states: { x: { entry: mark('x+') } },
      on: { Next: 'b' },
    },
    b: { entry: 'up', on: { Next: 'a' } },
  },
});

const ending = basic.createMachine({
  id: 'ending',
  version: '1',
  context,
  initial: 'work',
  states: {
    work: {
      initial: 'part',
      states: {
        part: {
          initial: 'x',
          states: {
            x: { on: { Next: 'y' } },
            y: { type: 'final', output: { from: 'y' }, entry: mark('y+') },
          },
          onDone: { target: 'ready', actions: 'keepOutput' },
        },
        ready: { type: 'final', output: ({ context: { count } }) => ({ ready: count }) },
      },
      onDone: [
        { guard: 'isOdd', target: 'work' },
        { target: 'over', actions: 'keepOutput' },
      ],
      on: { Up: { actions: 'up' } },
    },
    over: { on: { Next: 'end', Up: { target: 'work', actions: 'up' } } },
    end: { type: 'final', output: { bye: true }, entry: 'tellAll' },
  },
  output: ({ context: { count, trace }, event }) => ({
    count,
    marks: trace.length,
    last: event.output,
  }),
});

const chained = basic.createMachine({
  id: 'chained',
  version: '1',
  context,
  initial: 'idle',
  states: {
    idle: { on: { Up: { target: 'judging', actions: 'up' } }, exit: mark('idle-') },
    judging: {
      always: [
        { guard: { type: 'isAtLeast', params: { n: 6 } }, target: 'over' },
        { guard: 'isBigAndEven', target: 'even', actions: mark('even') },
        { guard: 'isBigOrOdd', target: 'odd', actions: mark('odd') },
        { target: 'idle' },
      ],
    },
    even: { always: { guard: 'isBig', target: 'idle', actions: mark('even-') } },
    odd: { on: { Up: { target: 'judging', actions: 'up' }, Next: 'idle' } },
    over: { type: 'final' },
  },
});

const counting = basic.createMachine({
  id: 'counting',
  version: '1',
  context,
  initial: 'a',
  states: {
    a: {
      always: { guard: { type: 'isAtLeast', params: { n: 1 } }, target: 'loop' },
      on: { Next: { actions: 'up' } },
    },
    loop: {
      always: [
        { guard: { type: 'isAtLeast', params: { n: 5 } }, target: 'b' },
        { actions: ['up', mark('again')] },
      ],
    },
    b: { on: { Next: { target: 'a', actions: assign({ count: 0 }) } } },
  },
});

const labelled = basic.createMachine({
  id: 'labelled',
  version: '1',
  context,
  type: 'parallel',
  meta: { root: true },
  tags: 'always',
  states: {
    left: {
      initial: 'off',
      meta: { side: 'left' },
      states: {
        off: { tags: ['dark', 'quiet'], on: { Next: 'on' } },
        on: { tags: 'bright', meta: { lamp: 1 }, on: { Next: 'off' } },
      },
    },
    right: {
      initial: 'off',
      states: {
        off: { tags: 'dark', on: { Other: 'on' } },
        on: { meta: { lamp: 2 }, on: { Other: 'off' } },
      },
    },
  },
});

/** States within states, their ends, and what follows by itself. */
export const states: readonly Scenario[] = [
  {
    name: 'nested states, order of entry and exit',
    machine: nested,
    onServers: true,
    script: [
      'Up',
      'Next',
      'Up',
      'Next',
      'Leave',
      'Next',
      'Reset',
      'Leave',
      'Back',
      'Next',
      'Leave',
    ],
  },
  {
    name: 'internal, external and reentering transitions',
    machine: reentering,
    onServers: true,
    script: ['Internal', 'Next', 'Down', 'Next', 'DownAgain', 'Self', 'Next', 'SelfAgain', 'Next'],
  },
  {
    name: 'input, and what happens on the way in',
    machine: beginning,
    input: { n: 4 },
    script: ['Next', 'Next', 'Unknown', 'Next'],
  },
  {
    name: 'final states, onDone and the output of the whole',
    machine: ending,
    onServers: true,
    script: ['Next', 'Up', 'Next', 'Up', 'Next', 'Next', 'Next', 'Up'],
  },
  {
    name: 'eventless transitions with guards in a chain',
    machine: chained,
    onServers: true,
    script: ['Up', 'Next', 'Up', 'Up', 'Up', 'Next', 'Up', 'Up', 'Up', 'Up', 'Next'],
  },
  {
    name: 'an eventless transition that repeats',
    machine: counting,
    script: ['Next', 'Next', 'Next', 'Next'],
  },
  {
    name: 'tags and meta',
    machine: labelled,
    onServers: true,
    script: ['Next', 'Other', 'Next', 'Other'],
  },
];
