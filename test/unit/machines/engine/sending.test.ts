import { describe, expect, it } from '@jest/globals';
import { assign, createMachine, sendParent, sendTo, setup, spawnChild, stopChild } from 'xstate';
import { childMachine, dehydrate, type EntityState } from '../../../../machines/engine/index.ts';
import { begin } from '../../../support/given.ts';
import { durable } from '../../../support/small-machine.ts';

/** Sends to whom the command names, later or at once, with or without a further effect. */
const talkative = setup({
  types: {
    context: {} as { sent: number },
    events: {} as { type: string; to: string },
  },
  actors: { child: childMachine<object | undefined>() },
  delays: { soon: 10 },
  actions: {
    tell: sendTo(({ event }) => event.to, { type: 'Hello' }),
    tellLater: sendTo(({ event }) => event.to, { type: 'Hello' }, { delay: 'soon' }),
    count: assign({ sent: ({ context }) => context.sent + 1 }),
  },
}).createMachine({
  id: 'talkative',
  version: '1',
  context: { sent: 0 },
  initial: 'alone',
  on: {
    Tell: { actions: ['tell', 'count'] },
    TellLater: { actions: 'tellLater' },
    TellAndStart: { actions: ['tell', spawnChild('child', { id: 'd' }), 'count'] },
  },
  states: {
    alone: { on: { Join: 'together' } },
    together: {
      invoke: { src: 'child', id: 'c' },
      on: { Leave: 'alone', Halt: { actions: [stopChild('c'), 'tell'] } },
    },
  },
});
const made = durable(talkative, {
  commands: ['Join', 'Leave', 'Tell', 'TellLater', 'TellAndStart', 'Halt'],
  events: ['HelloElapsed'],
});
const told = ({ outbox }: EntityState, target: string) => outbox[target]?.map(({ type }) => type);
const left = () => {
  const one = begin(made);
  one.command('doJoin');
  one.command('doLeave');
  return one;
};

describe('step, an event for somebody who does not listen', () => {
  it('given a child that has ended, when it is sent something, then that is dropped and the rest of the step stands', () => {
    const one = left();
    expect(one.command('doTell', { to: 'c' })).toMatchObject({ kind: 'accepted' });
    expect(told(one.state, 'j/c')).toEqual(['Stopped']);
    expect(one.state.snapshot.context).toEqual({ sent: 1 });
    expect(dehydrate(made, one.state).snapshot.children).toEqual({});
  });

  it('given a child that has ended, when the same step starts another, then only the other one is there', () => {
    const one = left();
    one.command('doTellAndStart', { to: 'c' });
    expect(Object.keys(one.state.actors)).toEqual(['d']);
    expect(dehydrate(made, one.state).snapshot.children).toEqual({ d: 'child' });
  });

  it('given a child that has ended, when it is started again under its id, then it hears again', () => {
    const one = left();
    one.command('doTell', { to: 'c' });
    one.command('doJoin');
    one.command('doTell', { to: 'c' });
    expect(told(one.state, 'j/c~2')).toEqual(['Hello']);
  });

  it('given a child that has ended, when it is sent something later, then nothing is armed', () => {
    const one = left();
    expect(one.command('doTellLater', { to: 'c' })).toMatchObject({ kind: 'accepted' });
    expect(one.state.timers).toEqual({});
  });

  it.each(['d', 'an "odd"\nname'])(
    'given %j, which was never started, when it is sent something, then machine, state and id are named',
    (to) => {
      expect(() => left().command('doTell', { to })).toThrow(
        `talkative in "alone" sends to ${to}, which does not run`,
      );
    },
  );

  it('given a child that this very step has stopped, when it is sent something, then it is named', () => {
    const one = begin(made);
    one.command('doJoin');
    expect(() => one.command('doHalt', { to: 'c' })).toThrow('talkative in "together" sends to c');
  });

  it('given a machine that begins by sending to nobody, when it starts, then it is named', () => {
    const machine = createMachine({
      id: 'm',
      version: '1',
      context: ({ input }) => ({ to: (input as { to?: string }).to }),
      initial: 'a',
      states: { a: { always: { guard: 'isTold', actions: 'tell', target: 'b' } }, b: {} },
    }).provide({
      guards: { isTold: ({ context }) => (context as { to?: string }).to !== undefined },
      actions: {
        tell: sendTo(({ context }) => String((context as { to?: string }).to), { type: 'Hello' }),
      },
    });
    const silent = durable(machine);
    expect(() => begin(silent, { to: 'x' })).toThrow('m in "a" sends to x');
  });
});

describe('step, an event for the parent', () => {
  const later = setup({ delays: { soon: 10 } }).createMachine({
    id: 'm',
    version: '1',
    on: { Go: { actions: sendParent({ type: 'Heard', n: 1 }, { delay: 'soon' }) } },
  });
  const child = durable(later, { commands: ['Go'], events: ['HeardElapsed'] });

  it('given a delay, when it has elapsed, then the parent gets the event and the machine does not', () => {
    const one = begin(child, {}, { entity: 'j/m', startedBy: 'j:3' });
    one.command('doGo');
    expect(one.take([], 9).events).toEqual([]);
    expect(one.take([], 10).events).toMatchObject([{ type: 'HeardElapsed' }]);
    expect(one.state.outbox['j']).toMatchObject([{ kind: 'event', type: 'Heard', data: { n: 1 } }]);
  });

  it('given a machine without a parent, when it sends to it, then that is named', () => {
    expect(() => begin(child).command('doGo')).toThrow(
      'm in {} sends to its parent, but was started without one',
    );
  });
});
