import { describe, expect, it } from '@jest/globals';
import { assign, setup } from 'xstate';
import {
  childMachine,
  type Message,
  type MessageInput,
} from '../../../../machines/engine/index.ts';
import { after, begin, command } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { durable } from '../../../support/small-machine.ts';

const carrier = { id: 'a-9', role: 'carrier' };

function message(from: string, number: number, part: Partial<Message>): MessageInput {
  const common = { number, id: `${from}:${String(number + 1)}`, correlationId: 'c-0' };
  return {
    cause: 'message',
    from,
    message: { ...common, kind: 'event', type: 'ParcelWeighed', data: { weight: 3 }, ...part },
  };
}
const weighed = (number: number, weight: number, from = 'j/parcel-1') =>
  message(from, number, { data: { weight }, actor: carrier });
const delivered = (number: number) =>
  message('j/parcel-1', number, { type: 'ParcelDelivered', data: { to: 'door' } });

function parent() {
  const one = begin(order, { customer: 'globex' });
  one.command('orderParcel', { weight: 2 });
  return one;
}
const child = () => begin(parcel, { weight: 2 }, { entity: 'j/parcel-1', startedBy: 'j:2' });
const context = (one: ReturnType<typeof begin>) => one.state.snapshot.context as object;

describe('messages, what a child reports', () => {
  it('given a child, when it records what its contract reports, then its parent is told, with the id of the event', () => {
    const one = child();
    one.command('weighParcel', { weight: 5 }, { actor: carrier, id: 'c-1' });
    expect(one.state.outbox).toEqual({
      j: [
        {
          number: 1,
          id: 'j/parcel-1:2',
          kind: 'event',
          type: 'ParcelWeighed',
          data: { weight: 5 },
          actor: carrier,
          correlationId: 'c-1',
        },
      ],
    });
  });

  it('given a child, when what it records is not reported, then nobody is told', () => {
    const one = child();
    one.take([], 30 * 86_400_000);
    expect(one.log.at(-1)?.type).toBe('PatienceElapsed');
    expect(one.state.outbox).toEqual({});
  });

  it('given a child, when it ends, then its parent hears the last event first and the end after it', () => {
    const one = child();
    one.command('deliverParcel', { to: 'door' }, { actor: carrier });
    expect(one.state.outbox['j']).toMatchObject([
      { number: 1, kind: 'event', type: 'ParcelDelivered', id: 'j/parcel-1:2' },
      { number: 2, kind: 'done', type: 'ParcelDone', id: 'j/parcel-1:2' },
    ]);
  });

  it('given a child that has ended, when it refuses a signal, then its end is not told again', () => {
    const one = child();
    one.command('deliverParcel', { to: 'door' }, { actor: carrier });
    one.state = { ...one.state, outbox: {} };
    one.command('weighParcel', { weight: 5 }, { actor: carrier, via: 'signal' });
    expect(one.log.at(-1)?.type).toBe('CommandRefused');
    expect(one.state.outbox).toEqual({});
  });

  it('given a child that was stopped, when it is told, then that is recorded and nobody hears of it', () => {
    const one = child();
    const stop = message('j', 1, { id: 'j:3', kind: 'stop', type: 'Stopped', data: {} });
    const { events } = one.take([stop], 4);
    expect(events).toMatchObject([{ cause: 'parent', type: 'Stopped', causationId: 'j:3' }]);
    expect(one.state).toMatchObject({ outbox: {}, snapshot: { status: 'stopped' } });
    expect(one.take([], 99 * 86_400_000).events).toEqual([]);
  });

  it('given an instance without a parent, when it records what is reported, then nobody is told', () => {
    const one = begin(parcel, { weight: 2 });
    one.command('weighParcel', { weight: 5 }, { actor: carrier });
    one.command('deliverParcel', { to: 'door' }, { actor: carrier });
    expect(one.state.outbox).toEqual({});
  });
});

describe('messages, what a parent takes', () => {
  it('given an event of a child, when it comes, then it is recorded as received and the machine knows who sent it', () => {
    const one = parent();
    const { events, outcomes } = one.take([delivered(1)], 6);
    expect(events).toMatchObject([
      {
        cause: 'child',
        type: 'ParcelDelivered',
        data: { to: 'door' },
        at: after(6),
        causationId: 'j/parcel-1:2',
        correlationId: 'c-0',
        message: { from: 'j/parcel-1', number: 1 },
      },
    ]);
    expect(outcomes).toMatchObject([{ kind: 'accepted', answer: { eventId: 'j:3' } }]);
    expect(context(one)).toMatchObject({ parcels: { 'parcel-1': 'delivered' } });
    expect(one.state.senders).toEqual({ 'j/parcel-1': 1 });
  });

  it('given an event of a child with an actor, when it comes, then the copy keeps the actor', () => {
    expect(parent().take([weighed(1, 4)]).events).toMatchObject([{ actor: carrier }]);
  });

  it('given messages that were taken, when they come again, then they are dropped and change nothing', () => {
    const one = parent();
    one.take([weighed(1, 4), weighed(2, 5)]);
    const before = one.state;
    const { events, outcomes } = one.take([weighed(1, 4), weighed(2, 5)]);
    expect(events).toEqual([]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['dropped', 'dropped']);
    expect(one.state).toBe(before);
    expect(context(one)).toMatchObject({ weighed: [4, 5] });
  });

  it('given one message twice in a batch, when decided, then it counts once', () => {
    const one = parent();
    expect(one.take([weighed(1, 4), weighed(1, 4), weighed(2, 5)]).events).toHaveLength(2);
    expect(context(one)).toMatchObject({ weighed: [4, 5] });
  });

  it('given two children, when both count from 1, then both are heard', () => {
    const one = parent();
    one.command('orderParcel', { weight: 3 });
    one.take([weighed(1, 4), weighed(1, 6, 'j/parcel-2')]);
    expect(one.state.senders).toEqual({ 'j/parcel-1': 1, 'j/parcel-2': 1 });
    expect(context(one)).toMatchObject({ weighed: [4, 6] });
  });

  it('given a sender whose name every object knows by nature, when it counts from 1, then it is heard', () => {
    const machine = begin(
      parcel,
      { weight: 2 },
      { entity: 'constructor/p', startedBy: 'constructor:2' },
    );
    const { events } = machine.take([message('constructor', 1, { type: 'Hurry', data: {} })]);
    expect(events).toMatchObject([{ cause: 'parent', type: 'Hurry' }]);
  });

  it('given the end of a running child, when it comes, then it is recorded under the name the parent gives it', () => {
    const one = parent();
    const done = message('j/parcel-1', 1, { kind: 'done', type: 'ParcelDone', data: {} });
    expect(one.take([done]).events).toMatchObject([
      { cause: 'child', type: 'ParcelDone', invokeId: 'parcel-1' },
    ]);
    expect(one.state.actors).toEqual({});
    expect(one.state.generations).toEqual({ 'parcel-1': 1 });
  });

  it('given the end of a child that does not run, when it comes, then it is dropped', () => {
    const one = parent();
    const done = message('j/parcel-9', 1, { kind: 'done', type: 'ParcelDone', data: {} });
    expect(one.take([done])).toMatchObject({ events: [], outcomes: [{ kind: 'dropped' }] });
  });

  it('given a parent that has ended, when a child reports, then that is still recorded', () => {
    const one = parent();
    one.command('cancelOrder');
    expect(one.take([delivered(1)]).events).toMatchObject([{ type: 'ParcelDelivered' }]);
    expect(context(one)).toMatchObject({ parcels: { 'parcel-1': 'open' } });
  });
});

describe('messages, what a child takes', () => {
  it('given an event of the parent, when it comes, then the machine takes it as it is, without meta', () => {
    const machine = setup({ types: { context: {} as { event: unknown } } }).createMachine({
      id: 'm',
      version: '1',
      context: { event: null },
      on: { Hurry: { actions: assign({ event: ({ event }) => event }) } },
    });
    const one = begin(durable(machine), {}, { entity: 'j/m', startedBy: 'j:2' });
    one.take([message('j', 1, { type: 'Hurry', data: { much: true } })]);
    expect(context(one)).toEqual({ event: { type: 'Hurry', much: true } });
  });

  it('given an event the child does not know, when the parent sends it, then it is recorded and changes nothing', () => {
    const one = child();
    const before = one.state.snapshot;
    expect(one.take([message('j', 1, { type: 'Whatever', data: {} })]).events).toHaveLength(1);
    expect(one.state.snapshot).toBe(before);
  });
});

describe('messages, routed commands', () => {
  const routed = (data: object = {}, options: object = {}) =>
    command(
      'deliverParcel',
      { parcel: 'parcel-1', to: 'door', ...data },
      {
        actor: carrier,
        id: 'c-7',
        via: 'signal',
        ...options,
      },
    );

  it("given a child's command with its id, when the parent gets it, then that is recorded and handed on", () => {
    const one = parent();
    const { events, outcomes } = one.take([routed()]);
    expect(events).toMatchObject([
      {
        cause: 'command',
        type: 'CommandRouted',
        data: {
          child: 'parcel-1',
          command: 'deliverParcel',
          payload: { to: 'door', actor: carrier },
        },
        causationId: 'c-7',
      },
    ]);
    expect(outcomes).toMatchObject([{ kind: 'accepted', answer: { event: 'CommandRouted' } }]);
    expect(one.state.outbox['j/parcel-1']).toEqual([
      {
        number: 1,
        id: 'c-7',
        kind: 'command',
        type: 'deliverParcel',
        data: { to: 'door', actor: carrier },
        actor: carrier,
        correlationId: 'c-7',
      },
    ]);
  });

  it('given a routed command, when it comes again, then it is not handed on again', () => {
    const one = parent();
    one.take([routed()]);
    expect(one.take([routed()]).events).toEqual([]);
    expect(one.state.outbox['j/parcel-1']).toHaveLength(1);
  });

  it.each([
    ['no child', { parcel: undefined }, '"open":"parcel-1"'],
    ['a child that does not run', { parcel: 'parcel-2' }, '"open":"parcel-1"'],
    ['something else than a name', { parcel: 7 }, '"open":"parcel-1"'],
  ])(
    'given a routed command that names %s, when it comes, then it is refused',
    (_what, data, fault) => {
      const { outcomes } = parent().take([routed(data)]);
      expect(outcomes).toMatchObject([{ kind: 'refused', refusal: { code: 'COMMAND_INVALID' } }]);
      expect(JSON.stringify(outcomes)).toContain(fault);
    },
  );

  it('given a machine whose children have no commands of that name, when a name every object knows comes, then it is unknown', () => {
    expect(parent().take([{ ...routed(), command: 'valueOf' }]).outcomes).toMatchObject([
      { refusal: { code: 'COMMAND_UNKNOWN' } },
    ]);
  });

  const handedOn = (number: number, data: object) =>
    message('j', number, { id: 'c-7', kind: 'command', type: 'deliverParcel', data: { ...data } });

  it('given a command handed on, when the child gets it, then it decides under the same id, and remembers the message', () => {
    const one = child();
    const { events } = one.take([handedOn(1, { to: 'door', actor: carrier })]);
    expect(events).toMatchObject([
      { type: 'ParcelDelivered', causationId: 'c-7', message: { from: 'j', number: 1 } },
    ]);
    expect(one.state.senders).toEqual({ j: 1 });
    expect(one.take([handedOn(1, { to: 'door', actor: carrier })])).toMatchObject({
      events: [],
      outcomes: [{ kind: 'dropped' }],
    });
  });

  it('given a command handed on, when the child refuses it, then the refusal is recorded and the message counts', () => {
    const one = child();
    const clerk = { id: 'a-1', role: 'clerk' };
    const { events } = one.take([handedOn(1, { to: 'door', actor: clerk })]);
    expect(events).toMatchObject([
      {
        type: 'CommandRefused',
        data: { code: 'ROLE_NOT_ALLOWED' },
        message: { from: 'j', number: 1 },
      },
    ]);
    expect(one.state.senders).toEqual({ j: 1 });
  });

  it('given a command that was given to the child before, when it is handed on too, then it counts once', () => {
    const one = child();
    one.command('weighParcel', { weight: 5 }, { actor: carrier, id: 'c-7' });
    const again = message('j', 1, {
      id: 'c-7',
      kind: 'command',
      type: 'weighParcel',
      data: { actor: carrier, weight: 5 },
    });
    expect(one.take([again])).toMatchObject({
      events: [],
      outcomes: [{ kind: 'accepted', answer: { eventId: 'j/parcel-1:2' } }],
    });
  });
});

describe('messages, children started again', () => {
  const family = setup({
    types: { context: {} as { from: unknown[]; ended: number } },
    actors: { child: childMachine<object | undefined, unknown>() },
  }).createMachine({
    id: 'family',
    version: '1',
    context: { from: [], ended: 0 },
    initial: 'with',
    on: {
      Heard: {
        actions: assign({
          from: ({ context: { from }, event }) => [
            ...from,
            (event as unknown as { meta: { from: unknown } }).meta.from,
          ],
        }),
      },
    },
    states: {
      with: {
        invoke: {
          src: 'child',
          id: 'c',
          onDone: { actions: assign({ ended: ({ context }) => context.ended + 1 }) },
          onError: 'without',
        },
        on: { Again: { target: 'with', reenter: true } },
      },
      without: {},
    },
  });
  const twice = () => {
    const one = begin(durable(family, { commands: ['Again'] }));
    one.command('doAgain');
    return one;
  };
  const heard = (from: string) => message(from, 1, { type: 'Heard', data: {} });
  const end = (from: string, kind: 'done' | 'failed') =>
    message(from, 2, { kind, type: 'ChildEnded', data: { error: { message: 'x' } } });

  it('given a child started for the second time, when it reports, then the machine knows it by its id', () => {
    const one = twice();
    one.take([heard('j/c~2')]);
    expect(context(one)).toEqual({ from: ['c'], ended: 0 });
  });

  it('given a child started for the second time, when the first one ends late, then that is dropped', () => {
    const one = twice();
    expect(one.take([end('j/c', 'done')])).toMatchObject({ events: [] });
    one.take([end('j/c~2', 'done')]);
    expect(context(one)).toEqual({ from: [], ended: 1 });
  });

  it('given a child that fails, when its parent is told, then the machine handles the error', () => {
    const one = twice();
    expect(one.take([end('j/c~2', 'failed')]).events).toMatchObject([{ type: 'ChildFailed' }]);
    expect(one.state.snapshot.value).toBe('without');
  });
});

describe('messages of children that came and went', () => {
  it('given a child that has told its end, when its messages come again, then nothing counts them and none is taken twice', () => {
    const one = parent();
    const done = message('j/parcel-1', 3, { kind: 'done', type: 'ParcelDone' });
    const all = [weighed(1, 4), delivered(2), done];
    one.take(all);
    expect(one.state).toMatchObject({ actors: {}, senders: {}, sent: {}, outbox: {} });
    const before = one.state;
    expect(one.take(all).outcomes.map(({ kind }) => kind)).toEqual(Array(3).fill('dropped'));
    expect(one.state).toBe(before);
  });

  it('given a hundred children that came and went, when all have told their end, then one number per name is left of them', () => {
    const one = begin(order, { customer: 'globex', limit: 1_000 });
    for (let count = 1; count <= 100; count += 1) {
      const name = `parcel-${String(count)}`;
      one.command('orderParcel', { weight: 2 });
      one.command('hurryParcel', { parcel: name });
      const done = message(`j/${name}`, 2, { kind: 'done', type: 'ParcelDone' });
      one.take([weighed(1, 4, `j/${name}`), done]);
    }
    const { actors, senders, sent, outbox, timers, generations } = one.state;
    expect({ actors, senders, sent, outbox, timers }).toEqual({
      ...{ actors: {}, senders: {}, sent: {}, outbox: {}, timers: {} },
    });
    expect(Object.keys(generations)).toHaveLength(100);
  });
});
