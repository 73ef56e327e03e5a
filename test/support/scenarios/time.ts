import { cancel, raise, sendTo } from 'xstate';
import { until } from '../../../machines/engine/index.ts';
import { basic, context, mark } from './kit.ts';
import { MINUTE, wait, type Scenario } from './scenario.ts';

const waiting = basic.createMachine({
  id: 'waiting',
  version: '1',
  context,
  initial: 'a',
  on: { Up: { actions: 'up' } },
  states: {
    a: {
      after: { soon: { target: 'b', actions: mark('soon') } },
      on: { Next: 'b', Again: { target: 'a', reenter: true } },
    },
    b: {
      after: {
        later: [{ guard: 'isOdd', target: 'a', actions: mark('odd') }, { actions: mark('even') }],
        longer: 'c',
      },
      on: { Next: 'a' },
    },
    c: { type: 'final' },
  },
});

const growing = basic.createMachine({
  id: 'growing',
  version: '1',
  context,
  initial: 'a',
  states: {
    a: {
      entry: 'up',
      after: { growing: { target: 'a', reenter: true, actions: mark('grown') } },
      on: { Up: { actions: 'up' }, Again: { target: 'a', reenter: true } },
    },
  },
});

const dated = basic
  .extend({
    delays: {
      due: until(({ context: { count } }: { context: { count: number } }) => ({
        rule: 'T-1',
        anchor: 'start',
        due: '1970-01-01',
        at: new Date(count * MINUTE).toISOString(),
      })),
    },
  })
  .createMachine({
    id: 'dated',
    version: '1',
    context,
    initial: 'idle',
    states: {
      idle: { on: { Set: { target: 'bound', actions: 'keepNumber' } } },
      bound: {
        after: { due: { target: 'late', actions: mark('late') } },
        on: { Again: { target: 'bound', reenter: true }, Leave: 'idle' },
      },
      late: { on: { Set: { target: 'bound', actions: 'keepNumber' } } },
    },
  });

const layered = basic.createMachine({
  id: 'layered',
  version: '1',
  context,
  initial: 'outer',
  states: {
    outer: {
      initial: 'one',
      after: { longer: { target: 'over', actions: mark('longer') } },
      states: {
        one: { after: { soon: { target: 'two', actions: mark('soon') } } },
        two: { after: { later: { target: 'one', actions: mark('later') } }, on: { Next: 'one' } },
      },
      on: { Again: { target: 'outer', reenter: true }, Leave: 'over' },
    },
    over: { on: { Back: 'outer' }, after: { growing: 'outer' } },
  },
});

const simultaneous = basic.createMachine({
  id: 'simultaneous',
  version: '1',
  context,
  type: 'parallel',
  states: {
    p: {
      initial: 'a',
      states: {
        a: { after: { soon: { target: 'b', actions: mark('p') } } },
        b: { on: { Next: 'a' } },
      },
    },
    q: {
      initial: 'a',
      states: {
        a: { after: { soon: { target: 'b', actions: mark('q') } } },
        b: { after: { later: { target: 'a', actions: mark('q back') } } },
      },
    },
  },
});

const postponed = basic.createMachine({
  id: 'postponed',
  version: '1',
  context,
  initial: 'a',
  on: {
    // Cancelled first: of two under one id XState would deliver both, the engine only the second.
    Ping: { actions: [cancel('pong'), raise({ type: 'Pong' }, { delay: 'later', id: 'pong' })] },
    Hush: { actions: cancel('pong') },
    Unnamed: { actions: raise({ type: 'Pong' }, { delay: 'soon' }) },
    Pong: { actions: mark('pong') },
  },
  states: {
    a: { on: { Next: 'b' } },
    b: {
      entry: raise({ type: 'Back' }, { delay: 'longer', id: 'back' }),
      exit: cancel('back'),
      on: { Next: 'a', Back: { target: 'a', actions: mark('back') } },
    },
  },
});

const toSelf = basic.createMachine({
  id: 'to-self',
  version: '1',
  context,
  on: {
    Later: {
      actions: [
        cancel('set'),
        sendTo(
          ({ self }) => self,
          ({ context: { count } }) => ({ type: 'Set', n: count + 1 }),
          { delay: 'soon', id: 'set' },
        ),
      ],
    },
    Both: {
      actions: [
        sendTo(({ self }) => self, { type: 'Mark' }, { delay: 'growing', id: 'one' }),
        raise({ type: 'Mark' }, { delay: 'soon', id: 'two' }),
      ],
    },
    Never: { actions: [cancel('set'), cancel('one')] },
    Mark: { actions: mark('mark') },
    Set: { actions: ['keepNumber', mark('set')] },
  },
});

/** Delays: by duration, by instant, of states and of events, elapsed, cancelled and armed again. */
export const time: readonly Scenario[] = [
  {
    name: 'a delay elapses at its instant and not before',
    machine: waiting,
    onServers: true,
    script: [wait(0.5), wait(1), wait(2.5), wait(1), wait(3), wait(1), 'Next'],
  },
  {
    name: 'a delay with a guard',
    machine: waiting,
    script: ['Next', 'Up', wait(2.5), wait(0.5), 'Next', wait(3), wait(8)],
  },
  {
    name: 'a delay is cancelled when its state is left, and armed anew when it is entered',
    machine: waiting,
    onServers: true,
    script: [wait(0.5), 'Next', wait(1), 'Next', wait(0.5), 'Again', wait(0.5), 'Again', wait(1.5)],
  },
  {
    name: 'a delay that is computed on entry',
    machine: growing,
    script: [wait(2.5), wait(0.5), 'Up', wait(4), 'Again', wait(5), wait(3)],
  },
  {
    name: 'a delay until an instant',
    machine: dated,
    notAtRandom: 'an instant that has passed elapses at once',
    script: [
      { type: 'Set', n: 4 },
      wait(2),
      'Again',
      wait(1.5),
      wait(0.5),
      { type: 'Set', n: 9 },
      wait(3),
      'Leave',
      wait(4),
    ],
  },
  {
    name: 'delays of states within states',
    machine: layered,
    onServers: true,
    script: [
      wait(1.5),
      wait(3),
      'Again',
      wait(1.5),
      'Next',
      wait(1.5),
      wait(3),
      wait(2),
      wait(2.5),
      'Back',
      'Leave',
    ],
  },
  {
    name: 'delays of two regions at one instant',
    machine: simultaneous,
    script: [wait(1), wait(2.5), 'Next', wait(0.5), wait(1), wait(3)],
  },
  {
    name: 'raised later, cancelled, raised again under the same id',
    machine: postponed,
    onServers: true,
    script: [
      'Ping',
      wait(2),
      'Ping',
      wait(2),
      wait(1.5),
      'Ping',
      'Hush',
      wait(4),
      'Unnamed',
      'Unnamed',
      wait(1.5),
    ],
  },
  {
    name: 'an event for later is cancelled on the way out',
    machine: postponed,
    script: ['Next', wait(6), 'Next', wait(2), 'Next', wait(6.5), wait(0.5), wait(8)],
  },
  {
    name: 'sent to itself later',
    machine: toSelf,
    script: [
      'Later',
      wait(0.5),
      'Later',
      wait(0.5),
      wait(1),
      'Both',
      wait(1),
      wait(1.5),
      wait(1),
      'Both',
      'Later',
      'Never',
      wait(4),
    ],
  },
];
