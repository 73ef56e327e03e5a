import {
  and,
  assign,
  cancel,
  emit,
  enqueueActions,
  not,
  or,
  raise,
  sendTo,
  setup,
  spawnChild,
  stopChild,
  type AnyStateMachine,
} from 'xstate';
import { activity } from '../../../../machines/engine/index.ts';

interface Traced {
  readonly trace: readonly string[];
  readonly count: number;
}

/** A graph with the events that a script may send it. */
export interface Scripted {
  readonly machine: AnyStateMachine;
  /** Events that are sent from outside. */
  readonly sends: readonly string[];
  /** Elapsed delays and emitted events, as the contract has to name them. */
  readonly events: readonly string[];
  /** Activities whose results are given from outside. */
  readonly actors: readonly string[];
}

const types = {
  context: {} as Traced,
  events: {} as { type: string; output?: unknown; error?: unknown },
  emitted: {} as { type: string; [key: string]: unknown },
};
const context = { trace: [], count: 0 };
const mark = (name: string) =>
  assign<Traced, { type: string }, undefined, { type: string }, never>({
    trace: ({ context: { trace } }) => [...trace, name],
  });
const delays = {
  soon: 3,
  later: 7,
  growing: ({ context }: { context: Traced }) => context.count + 1,
};
const actors = {
  job: activity<{ n: number }, unknown>(),
  other: activity<undefined, unknown>(),
};
const basic = setup({
  types,
  actors,
  delays,
  guards: {
    isOdd: ({ context: { count } }) => count % 2 === 1,
    isBig: ({ context: { count } }) => count > 2,
    isHuge: ({ context: { count } }) => count > 4,
  },
  actions: {
    up: assign({ count: ({ context: { count } }) => count + 1 }),
    a: mark('a'),
    b: mark('b'),
    c: mark('c'),
    d: mark('d'),
    keepOutput: assign({
      trace: ({ context: { trace }, event }) => [...trace, `out ${JSON.stringify(event.output)}`],
    }),
    keepError: assign({
      trace: ({ context: { trace }, event }) => [...trace, `err ${JSON.stringify(event.error)}`],
    }),
    tellAll: emit(({ context: { count } }) => ({ type: 'Told', count })),
  },
});

const hierarchical = basic.createMachine({
  id: 'hierarchical',
  version: '1',
  context,
  initial: 'outer',
  on: { Reset: '.outer', Up: { actions: 'up' } },
  states: {
    outer: {
      entry: 'a',
      exit: 'b',
      initial: 'one',
      states: {
        one: { entry: 'c', exit: 'd', on: { Next: 'two', Up: { actions: ['up', 'a'] } } },
        two: {
          initial: 'x',
          exit: 'c',
          states: { x: { on: { Next: 'y' } }, y: { type: 'final', entry: 'd' } },
          onDone: { target: 'three', actions: 'b' },
        },
        three: { on: { Next: { target: 'three', reenter: true, actions: 'a' }, Back: 'one' } },
      },
      on: { Again: { target: '.one', reenter: true }, Leave: 'away' },
    },
    away: { on: { Next: 'outer.two', Again: '#hierarchical.outer.three' } },
  },
});

const parallel = basic.createMachine({
  id: 'parallel',
  version: '1',
  context,
  type: 'parallel',
  states: {
    left: {
      initial: 'off',
      states: {
        off: { on: { Next: { target: 'on', actions: [raise({ type: 'Echo' }), 'a'] } } },
        on: { on: { Next: 'off', Leave: 'done' }, exit: 'b' },
        done: { type: 'final' },
      },
    },
    right: {
      initial: 'off',
      states: {
        off: { on: { Echo: { target: 'on', actions: 'up' } } },
        on: {
          on: {
            Next: [
              { guard: 'isBig', target: 'done' },
              { target: 'off', actions: 'c' },
            ],
          },
        },
        done: { type: 'final', entry: 'tellAll' },
      },
    },
  },
  on: { Back: { actions: 'd' } },
  onDone: { actions: 'a' },
});

const history = basic.createMachine({
  id: 'history',
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
          states: { x: { on: { Next: 'y' } }, y: { on: { Next: '#history.work.one' } } },
        },
        shallow: { type: 'history' },
        deep: { type: 'history', history: 'deep' },
      },
      on: { Leave: 'away' },
    },
    away: { on: { Back: 'work.shallow', Again: 'work.deep' } },
  },
});

const always = basic.createMachine({
  id: 'always',
  version: '1',
  context,
  initial: 'idle',
  states: {
    idle: { on: { Up: { target: 'judging', actions: 'up' } } },
    judging: {
      always: [
        { guard: 'isHuge', target: 'over' },
        { guard: and(['isBig', not('isOdd')]), target: 'even', actions: 'a' },
        { guard: or(['isOdd', 'isBig']), target: 'odd', actions: 'b' },
        { target: 'idle' },
      ],
    },
    even: { always: { guard: 'isBig', target: 'idle', actions: 'c' } },
    odd: { on: { Up: { target: 'judging', actions: 'up' }, Next: 'idle' } },
    over: { type: 'final', output: ({ context: { count } }) => ({ count }) },
  },
  output: ({ context: { trace }, event }) => ({ trace, last: event.output }),
});

const delayed = basic.createMachine({
  id: 'delayed',
  version: '1',
  context,
  initial: 'waiting',
  on: {
    Up: { actions: 'up' },
    // Cancelled first: of two under one id XState would deliver both, the engine only the second.
    Ping: { actions: [cancel('pong'), raise({ type: 'Pong' }, { delay: 'later', id: 'pong' })] },
    Pong: { actions: 'c' },
    Hush: { actions: cancel('pong') },
    Self: { actions: [sendTo(({ self }) => self, { type: 'Up' }), 'a'] },
    SelfLater: {
      actions: [
        cancel('up'),
        sendTo(({ self }) => self, { type: 'Up' }, { delay: 'soon', id: 'up' }),
      ],
    },
  },
  states: {
    waiting: { entry: 'a', after: { soon: 'patient' }, on: { Next: 'patient' } },
    patient: {
      after: { later: { target: 'waiting', actions: 'b' }, growing: { actions: 'd' } },
      on: { Next: 'waiting', Again: { target: 'patient', reenter: true } },
    },
  },
});

const invoking = basic.createMachine({
  id: 'invoking',
  version: '1',
  context,
  initial: 'idle',
  on: { Up: { actions: 'up' } },
  states: {
    idle: { on: { Next: 'busy' } },
    busy: {
      entry: 'a',
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
    failed: { on: { Again: 'busy' } },
  },
});

const spawning = basic.createMachine({
  id: 'spawning',
  version: '1',
  context,
  on: {
    Up: { actions: 'up' },
    Next: { actions: spawnChild('job', { id: 'job', input: { n: 1 } }) },
    Leave: { actions: stopChild('job') },
    'xstate.done.actor.job': { actions: 'keepOutput' },
    'xstate.error.actor.job': { guard: 'isOdd', actions: 'keepError' },
  },
});

const telling = basic.createMachine({
  id: 'telling',
  version: '1',
  context,
  initial: 'idle',
  states: {
    idle: {
      on: {
        Up: {
          actions: enqueueActions(({ context: { count }, enqueue, check }) => {
            enqueue('up');
            if (check('isOdd')) enqueue.emit({ type: 'Told', before: count });
            if (count > 1) enqueue.raise({ type: 'Next' });
            if (count > 3) enqueue.raise({ type: 'Leave' }, { delay: 5, id: 'leave' });
            enqueue('a');
          }),
        },
        Next: { target: 'idle', reenter: true, actions: 'tellAll' },
        Leave: 'left',
      },
      exit: ['b', 'tellAll'],
    },
    left: { type: 'final', entry: emit({ type: 'Told', left: true }) },
  },
});

/** The graphs that run both ways. */
export const scripted: readonly Scripted[] = [
  {
    machine: hierarchical,
    sends: ['Next', 'Up', 'Again', 'Leave', 'Back', 'Reset'],
    events: [],
    actors: [],
  },
  { machine: parallel, sends: ['Next', 'Leave', 'Back', 'Echo'], events: ['Told'], actors: [] },
  { machine: history, sends: ['Next', 'Leave', 'Back', 'Again'], events: [], actors: [] },
  { machine: always, sends: ['Up', 'Next'], events: [], actors: [] },
  {
    machine: delayed,
    sends: ['Up', 'Ping', 'Pong', 'Hush', 'Self', 'SelfLater', 'Next', 'Again'],
    events: ['SoonElapsed', 'LaterElapsed', 'GrowingElapsed', 'PongElapsed', 'UpElapsed'],
    actors: [],
  },
  {
    machine: invoking,
    sends: ['Up', 'Next', 'Again', 'Leave', 'Swap'],
    events: [],
    actors: ['job', 'other'],
  },
  { machine: spawning, sends: ['Up', 'Next', 'Leave'], events: [], actors: ['job'] },
  {
    machine: telling,
    sends: ['Up', 'Next', 'Leave'],
    events: ['Told', 'LeaveElapsed'],
    actors: [],
  },
] satisfies readonly Scripted[];
