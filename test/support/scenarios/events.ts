import { and, emit, enqueueActions, not, or, raise, sendTo, stateIn } from 'xstate';
import { basic, context, mark } from './kit.ts';
import type { Scenario } from './scenario.ts';

const guarded = basic.createMachine({
  id: 'guarded',
  version: '1',
  context,
  initial: 'a',
  on: { Up: { actions: 'up' } },
  states: {
    a: {
      on: {
        Go: [
          { guard: and(['isBig', or(['isOdd', not('isBig')])]), target: 'b', actions: mark('1') },
          { guard: not('isBigOrOdd'), actions: mark('2') },
          { guard: { type: 'isAtLeast', params: { n: 4 } }, target: 'c', actions: mark('3') },
          {
            guard: { type: 'isAtLeast', params: ({ context }) => ({ n: context.count }) },
            target: 'a',
          },
        ],
        Set: { guard: 'isPositive', actions: 'keepNumber' },
      },
    },
    b: { on: { Go: { guard: not({ type: 'isAtLeast', params: { n: 7 } }), target: 'a' } } },
    c: { on: { Go: 'a' } },
  },
});

const inStates = basic
  .extend({
    guards: {
      rightIsOn: stateIn('#in-states.right.on'),
      leftIsInner: stateIn({ left: { on: 'inner' } }),
    },
  })
  .createMachine({
    id: 'in-states',
    version: '1',
    context,
    type: 'parallel',
    states: {
      left: {
        initial: 'off',
        states: {
          off: { on: { Left: { guard: 'rightIsOn', target: 'on' } } },
          on: {
            initial: 'outer',
            states: { outer: { on: { Deeper: 'inner' } }, inner: {} },
            on: { Left: { guard: not('rightIsOn'), target: 'off' } },
          },
        },
      },
      right: {
        initial: 'off',
        states: {
          off: { on: { Right: 'on' } },
          on: { on: { Right: { guard: not('leftIsInner'), target: 'off' } } },
        },
      },
      watch: {
        initial: 'no',
        states: {
          no: { always: { guard: and(['rightIsOn', 'leftIsInner']), target: 'yes' } },
          yes: { entry: mark('both') },
        },
      },
    },
  });

const forbidding = basic.createMachine({
  id: 'forbidding',
  version: '1',
  context,
  initial: 'outer',
  states: {
    outer: {
      initial: 'open',
      on: { Go: { target: 'away', actions: mark('go') }, Up: { actions: 'up' } },
      states: {
        open: { on: { Next: 'shut' } },
        shut: { on: { Go: {}, Next: 'half' } },
        half: { on: { Go: { guard: 'isOdd', target: 'open', actions: mark('inner') } } },
      },
    },
    away: { on: { Back: 'outer' } },
  },
});

const wild = basic.createMachine({
  id: 'wild',
  version: '1',
  context,
  initial: 'outer',
  states: {
    outer: {
      initial: 'plain',
      on: { Up: { actions: 'up' } },
      states: {
        plain: { on: { Next: 'catching' } },
        catching: {
          on: { '*': { actions: mark('any') }, Leave: 'picky' },
        },
        picky: {
          on: { Up: {}, '*': { guard: 'isOdd', target: 'plain', actions: mark('odd any') } },
        },
      },
    },
  },
});

const partial = basic.createMachine({
  id: 'partial',
  version: '1',
  context,
  initial: 'a',
  states: {
    a: {
      on: {
        'order.*': { actions: mark('order') },
        'order.paid': { guard: 'isPositive', actions: ['keepNumber', mark('paid')] },
        'order.item.*': { actions: mark('item') },
        Next: 'b',
      },
    },
    b: { on: { 'order.paid': {}, '*': { target: 'a', actions: mark('back') } } },
  },
});

const raising = basic.createMachine({
  id: 'raising',
  version: '1',
  context,
  initial: 'a',
  states: {
    a: {
      on: {
        Go: {
          target: 'b',
          actions: [raise({ type: 'First' }), mark('go'), raise({ type: 'Second' })],
        },
      },
      exit: [mark('a-'), raise({ type: 'Left' })],
    },
    b: {
      entry: [raise({ type: 'Third' }), mark('b+')],
      always: { guard: 'isOdd', target: 'c', actions: mark('always') },
      on: {
        First: { actions: [mark('first'), 'up', raise({ type: 'Fourth' })] },
        Left: { actions: mark('left') },
        Second: { actions: mark('second in b') },
      },
    },
    c: {
      on: {
        Left: { actions: mark('left in c') },
        Second: { actions: mark('second') },
        Third: { actions: mark('third') },
        Fourth: { target: 'a', actions: mark('fourth') },
      },
    },
  },
});

const selfSending = basic.createMachine({
  id: 'self-sending',
  version: '1',
  context,
  initial: 'a',
  states: {
    a: {
      on: {
        Go: {
          actions: [
            sendTo(({ self }) => self, { type: 'Sent' }),
            raise({ type: 'Raised' }),
            mark('go'),
          ],
        },
        Raised: { actions: [mark('raised'), sendTo(({ self }) => self, { type: 'Next' })] },
        Sent: { actions: mark('sent') },
        Next: 'b',
      },
    },
    b: {
      entry: [
        mark('b+'),
        sendTo(
          ({ self }) => self,
          ({ context }) => ({ type: 'Set', n: context.count + 1 }),
        ),
      ],
      on: { Set: { target: 'a', actions: 'keepNumber' }, Go: 'a' },
    },
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
            if (check({ type: 'isAtLeast', params: { n: 2 } })) enqueue.raise({ type: 'Next' });
            if (check('isBigAndEven')) enqueue.sendTo(({ self }) => self, { type: 'Leave' });
            enqueue(mark('queued'));
            enqueue.assign({ count: ({ context }) => context.count + 10 });
          }),
        },
        Down: {
          actions: enqueueActions(({ enqueue }) => {
            enqueue.assign({ count: 1 });
          }),
        },
        Next: { target: 'idle', reenter: true, actions: 'tellAll' },
        Leave: 'left',
      },
      exit: [mark('idle-'), 'tellAll'],
    },
    left: { type: 'final', entry: emit({ type: 'Told', left: true }) },
  },
});

/** Which events are taken, in which order, and what they let the machine say. */
export const events: readonly Scenario[] = [
  {
    name: 'guards: and, or, not, params',
    machine: guarded,
    onServers: true,
    script: [
      'Go',
      'Up',
      'Go',
      'Up',
      'Go',
      'Up',
      'Go',
      'Go',
      'Up',
      'Go',
      'Go',
      { type: 'Set', n: 0 },
      { type: 'Set', n: 9 },
      'Go',
      'Go',
    ],
  },
  {
    name: 'guards that ask for states',
    machine: inStates,
    onServers: true,
    script: [
      'Left',
      'Right',
      'Left',
      'Left',
      'Right',
      'Left',
      'Right',
      'Left',
      'Deeper',
      'Right',
      'Left',
    ],
  },
  {
    name: 'forbidden transitions',
    machine: forbidding,
    onServers: true,
    script: ['Next', 'Go', 'Next', 'Go', 'Back', 'Up', 'Next', 'Next', 'Go', 'Go', 'Back'],
  },
  {
    name: 'a wildcard in an inner state',
    machine: wild,
    onServers: true,
    script: [
      'Up',
      'Strange',
      'Next',
      'Strange',
      'Up',
      'Next',
      'Leave',
      'Up',
      'Strange',
      'Up',
      'Next',
      'Leave',
      'Strange',
      'Next',
    ],
  },
  {
    name: 'partial wildcards',
    machine: partial,
    script: [
      'order.made',
      'order.paid',
      { type: 'order.paid', n: 3 },
      'order.item.added',
      'orders',
      'Next',
      'order.paid',
      'order.made',
    ],
  },
  {
    name: 'raised events and run to completion',
    machine: raising,
    onServers: true,
    script: ['Go', 'Go', 'First', 'Second', 'Go'],
  },
  {
    name: 'sends to itself come after what is raised',
    machine: selfSending,
    script: ['Go', 'Go', 'Next', 'Go'],
  },
  {
    name: 'emitted events, and actions that are put together',
    machine: telling,
    onServers: true,
    script: [
      'Up',
      'Next',
      'Down',
      'Up',
      'Down',
      'Up',
      'Up',
      'Up',
      'Down',
      'Up',
      'Up',
      'Up',
      'Leave',
      'Up',
    ],
  },
];
