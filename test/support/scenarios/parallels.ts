import { raise } from 'xstate';
import { basic, context, mark } from './kit.ts';
import type { Scenario } from './scenario.ts';

const regions = basic.createMachine({
  id: 'regions',
  version: '1',
  context,
  type: 'parallel',
  states: {
    left: {
      initial: 'off',
      exit: mark('left-'),
      states: {
        off: {
          on: { Next: { target: 'on', actions: [raise({ type: 'Echo' }), mark('echoing')] } },
        },
        on: { on: { Next: 'off', Leave: 'done' }, exit: mark('on-') },
        done: { type: 'final' },
      },
    },
    right: {
      initial: 'off',
      states: {
        off: { on: { Echo: { target: 'on', actions: 'up' } } },
        on: { on: { Next: [{ guard: 'isBig', target: 'done' }, { target: 'off' }] } },
        done: { type: 'final', entry: 'tellAll' },
      },
    },
  },
  on: { Back: { actions: mark('back') } },
  output: ({ context: { count } }) => ({ count }),
});

const joined = basic.createMachine({
  id: 'joined',
  version: '1',
  context,
  initial: 'both',
  states: {
    both: {
      type: 'parallel',
      states: {
        one: {
          initial: 'a',
          states: { a: { on: { One: 'z' } }, z: { type: 'final' } },
          onDone: { actions: mark('one done') },
        },
        two: { initial: 'a', states: { a: { on: { Two: 'z', Both: 'z' } }, z: { type: 'final' } } },
      },
      onDone: { target: 'after', actions: mark('both done') },
    },
    after: { on: { Again: 'both' } },
  },
});

const spread = basic.createMachine({
  id: 'spread',
  version: '1',
  context,
  initial: 'off',
  states: {
    off: { on: { Spread: { target: ['#spread.on.p.b', '#spread.on.q.c'] }, Next: 'on' } },
    on: {
      type: 'parallel',
      entry: mark('on+'),
      states: {
        p: {
          initial: 'a',
          states: { a: { entry: mark('pa+') }, b: { entry: mark('pb+'), exit: mark('pb-') } },
        },
        q: {
          initial: 'a',
          states: {
            a: { entry: mark('qa+') },
            b: {},
            c: { entry: mark('qc+'), exit: mark('qc-') },
          },
        },
      },
      on: {
        Move: { target: ['.p.a', '.q.b'], actions: mark('move') },
        Leave: { target: 'off', actions: mark('leave') },
      },
    },
  },
});

const contested = basic.createMachine({
  id: 'contested',
  version: '1',
  context,
  initial: 'on',
  states: {
    on: {
      type: 'parallel',
      states: {
        p: {
          initial: 'a',
          states: {
            a: { on: { Go: { target: 'b', actions: mark('p') }, Out: '#contested.off' } },
            b: { on: { Go: { target: '#contested.off', actions: mark('p out') } } },
          },
        },
        q: {
          initial: 'a',
          states: {
            a: { on: { Go: { target: 'b', actions: mark('q') }, Out: { target: 'b' } } },
            b: { on: { Go: { target: 'a', actions: mark('q back') } } },
          },
        },
      },
    },
    off: { on: { Back: 'on' } },
  },
});

const recalling = basic.createMachine({
  id: 'recalling',
  version: '1',
  context,
  initial: 'work',
  states: {
    work: {
      initial: 'one',
      states: {
        one: { on: { Next: 'two' } },
        two: {
          initial: 'x',
          states: { x: { on: { Next: 'y' } }, y: { on: { Next: '#recalling.work.one' } } },
        },
        shallow: { type: 'history' },
        deep: { type: 'history', history: 'deep' },
      },
      on: { Leave: 'away' },
    },
    away: { on: { Back: 'work.shallow', Again: 'work.deep' } },
  },
});

const defaulting = basic.createMachine({
  id: 'defaulting',
  version: '1',
  context,
  initial: 'away',
  states: {
    work: {
      initial: 'one',
      states: {
        one: { on: { Next: 'two' } },
        two: { initial: 'x', states: { x: { on: { Next: 'y' } }, y: {} } },
        shallow: { type: 'history', target: 'two' },
        deep: { type: 'history', history: 'deep', target: '#defaulting.work.two.y' },
        plain: { type: 'history' },
      },
      on: { Leave: 'away' },
    },
    away: { on: { Back: 'work.shallow', Again: 'work.deep', Plain: 'work.plain' } },
  },
});

const remembered = basic.createMachine({
  id: 'remembered',
  version: '1',
  context,
  initial: 'on',
  states: {
    on: {
      type: 'parallel',
      states: {
        p: { initial: 'a', states: { a: { on: { P: 'b' } }, b: { on: { P: 'a' } } } },
        q: {
          initial: 'a',
          states: {
            a: {
              initial: 'x',
              states: { x: { on: { Q: 'y' } }, y: { on: { Q: '#remembered.on.q.b' } } },
            },
            b: { entry: mark('b+') },
          },
        },
        back: { type: 'history', history: 'deep' },
      },
      on: { Leave: 'off' },
    },
    off: { on: { Back: 'on.back', New: 'on' } },
  },
});

/** Regions side by side, and states that are remembered. */
export const parallels: readonly Scenario[] = [
  {
    name: 'regions that hear each other, until all are done',
    machine: regions,
    onServers: true,
    script: [
      'Next',
      'Back',
      'Next',
      'Next',
      'Next',
      'Next',
      'Next',
      'Leave',
      'Next',
      'Leave',
      'Next',
      'Back',
    ],
  },
  {
    name: 'onDone of regions only when all are final',
    machine: joined,
    script: ['Two', 'One', 'Again', 'One', 'Both', 'Again', 'Both'],
  },
  {
    name: 'several targets in regions',
    machine: spread,
    onServers: true,
    script: ['Spread', 'Move', 'Leave', 'Next', 'Move', 'Leave', 'Spread', 'Leave'],
  },
  {
    name: 'transitions of two regions that exclude each other',
    machine: contested,
    script: ['Go', 'Go', 'Back', 'Out', 'Back', 'Go', 'Go'],
  },
  {
    name: 'history, shallow and deep',
    machine: recalling,
    onServers: true,
    script: [
      'Next',
      'Next',
      'Leave',
      'Back',
      'Next',
      'Leave',
      'Again',
      'Next',
      'Leave',
      'Again',
      'Leave',
      'Back',
    ],
  },
  {
    name: 'history with a default target, shallow',
    machine: defaulting,
    script: ['Back', 'Next', 'Leave', 'Again', 'Leave', 'Back'],
  },
  {
    name: 'history with a default target, deep, and without one',
    machine: defaulting,
    script: ['Again', 'Leave', 'Plain', 'Leave', 'Again'],
  },
  {
    name: 'history without a default target before the first visit',
    machine: defaulting,
    script: ['Plain', 'Next', 'Next', 'Leave', 'Plain', 'Leave', 'Again'],
  },
  {
    name: 'deep history of regions',
    machine: remembered,
    onServers: true,
    script: ['P', 'Q', 'Leave', 'Back', 'Q', 'Leave', 'New', 'Leave', 'Back', 'P', 'Leave', 'Back'],
  },
];
