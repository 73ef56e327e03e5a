import { describe, expect, it } from '@jest/globals';
import {
  assign,
  cancel,
  createMachine,
  emit,
  raise,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';
import {
  activity,
  childMachine,
  step,
  type EntityState,
} from '../../../../machines/engine/index.ts';
import { after, begin, START } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { contractOf, durable } from '../../../support/small-machine.ts';

const clerk = { id: 'a-1', role: 'clerk' };

describe('step, the events it gives', () => {
  it('given nothing, when the start is applied, then the first event is 1 of 1 of step 1', () => {
    const { log, state } = begin(order, { customer: 'globex' });
    expect(log).toEqual([
      {
        cause: 'start',
        type: 'OrderPlaced',
        data: { customer: 'globex', limit: 5 },
        at: START,
        causationId: '',
        correlationId: 'j:1',
        runId: 'r',
        entity: 'j',
        machine: 'order',
        machineVersion: '1.0.0',
        version: 1,
        sequence: 1,
        step: 1,
        stepIndex: 1,
        stepSize: 1,
      },
    ]);
    expect(state).toMatchObject({
      entity: 'j',
      machine: { id: 'order', version: '1.0.0', hash: order.hash },
      sequence: 1,
      step: 1,
      at: START,
      timers: {},
      actors: {},
      outbox: {},
    });
    expect(state).not.toHaveProperty('parent');
  });

  it('given an event of the parent, when a child starts, then it knows its parent', () => {
    const { state, log } = begin(parcel, { weight: 1 }, { entity: 'j/p-1', startedBy: 'j:7' });
    expect(state.parent).toBe('j');
    expect(log[0]).toMatchObject({ causationId: 'j:7', correlationId: 'j:7' });
    expect(log[0]).not.toHaveProperty('runId');
  });

  it('given no state, when another fact than a start comes, then it is a bug', () => {
    const fact = {
      cause: 'command',
      type: 'NoteAdded',
      data: { text: 'x' },
      at: START,
      causationId: 'c',
      correlationId: 'c',
    } as const;
    expect(() => step(order, undefined, fact)).toThrow('must be its start, not NoteAdded');
  });

  it('given a step that emits, when it is applied, then the derived events follow with the same step, cause and actor', () => {
    const one = begin(order, { customer: 'globex', limit: 1 });
    one.command('orderParcel', { weight: 2 }, { id: 'c-1', at: 5 });
    expect(one.log.slice(1)).toMatchObject([
      {
        cause: 'command',
        type: 'ParcelOrdered',
        data: { parcel: 'parcel-1', weight: 2 },
        causationId: 'c-1',
        correlationId: 'c-1',
        actor: clerk,
        sequence: 2,
        step: 2,
        stepIndex: 1,
        stepSize: 2,
      },
      {
        cause: 'derived',
        type: 'OrderFull',
        data: { parcels: 1 },
        at: after(5),
        causationId: 'j:2',
        correlationId: 'c-1',
        actor: clerk,
        sequence: 3,
        step: 2,
        stepIndex: 2,
        stepSize: 2,
      },
    ]);
    expect(one.state).toMatchObject({ sequence: 3, step: 2, at: after(5) });
    expect(one.log[2]).not.toHaveProperty('payloadHash');
  });

  it('given an event with a version of its shape, when it is recorded, then it carries that version', () => {
    const machine = createMachine({
      id: 'm',
      version: '1',
      on: { Go: { actions: emit({ type: 'Gone' }) } },
    });
    const loose = contractOf(machine, { commands: ['Go'], events: ['Gone'] });
    const same = { data: loose.input, example: {}, upcast: (data: object) => data };
    const events = {
      ...loose.events,
      Go: { ...loose.events['Go'], version: 3, earlier: { 1: same, 2: same } },
      Gone: { ...loose.events['Gone'], version: 2, earlier: { 1: same } },
    };
    const one = begin(
      durable(machine, { commands: ['Go'], events: ['Gone'], contract: { events } }),
    );
    one.command('doGo');
    expect(one.log.map(({ type, version }) => [type, version])).toEqual([
      ['Started', 1],
      ['Go', 3],
      ['Gone', 2],
    ]);
  });

  it('given several emits in exit, transition and entry, when a step takes them, then they are recorded in this order', () => {
    const told = (place: string) => emit({ type: 'Told', place });
    const machine = createMachine({
      id: 'm',
      version: '1',
      initial: 'a',
      states: {
        a: { exit: told('exit'), on: { Go: { target: 'b', actions: told('transition') } } },
        b: { entry: told('entry'), always: { target: 'c', actions: told('always') } },
        c: {},
      },
    });
    const one = begin(durable(machine, { commands: ['Go'], events: ['Told'] }));
    one.command('doGo');
    expect(one.log.slice(2).map(({ data }) => data['place'])).toEqual([
      'exit',
      'transition',
      'entry',
      'always',
    ]);
  });

  it('given a state, when a step is applied to it, then the state itself is as before', () => {
    const one = begin(order, { customer: 'globex' });
    const before = one.state;
    const copy = JSON.stringify({ ...before, snapshot: before.snapshot.toJSON() });
    one.command('orderParcel', { weight: 2 });
    one.command('addNote', { text: 'x' });
    expect(JSON.stringify({ ...before, snapshot: before.snapshot.toJSON() })).toBe(copy);
    expect(one.state).not.toBe(before);
  });
});

describe('step, what is a bug and not an outcome', () => {
  const broken = (name: string) => {
    throw new Error(`${name} is broken`);
  };

  it('given a context that cannot be made, when an instance starts, then it is thrown', () => {
    const machine = setup({ types: { input: {} as { bad?: boolean } } }).createMachine({
      id: 'm',
      version: '1',
      context: ({ input }) => (input.bad === true ? broken('context') : {}),
    });
    const made = durable(machine);
    expect(() => begin(made, { bad: true })).toThrow('context is broken');
  });

  it('given a guard that throws, when its event comes, then it is thrown and names the guard', () => {
    const machine = setup({ guards: { bad: () => broken('guard') } }).createMachine({
      id: 'm',
      version: '1',
      on: { Go: { guard: 'bad' } },
    });
    expect(() => begin(durable(machine, { commands: ['Go'] })).command('doGo')).not.toThrow();
    const acting = setup({ guards: { bad: () => broken('guard') } }).createMachine({
      id: 'm',
      version: '1',
      initial: 'a',
      states: { a: { on: { Go: { guard: 'bad', target: 'b' } } }, b: {} },
    });
    expect(() => begin(durable(acting, { commands: ['Go'] })).command('doGo')).toThrow(
      'guard is broken',
    );
  });

  it('given an assign that throws, when its event comes, then it is thrown', () => {
    const machine = setup({ actions: { bad: assign(() => broken('assign')) } }).createMachine({
      id: 'm',
      version: '1',
      context: {},
      on: { Go: { actions: 'bad' } },
    });
    expect(() => begin(durable(machine, { commands: ['Go'] })).command('doGo')).toThrow(
      'assign is broken',
    );
  });

  it('given an error that no actor has reported and nobody handles, when it comes, then it is thrown', () => {
    const error = { type: 'xstate.error.actor.nobody', error: new Error('an error of its own') };
    const machine = createMachine({
      id: 'm',
      version: '1',
      on: { Go: { actions: sendTo(({ self }) => self, error) } },
    });
    expect(() => begin(durable(machine, { commands: ['Go'] })).command('doGo')).toThrow(
      'an error of its own',
    );
  });

  it('given a circle of eventless transitions, when it is entered, then it ends with an error', () => {
    const machine = createMachine({
      id: 'm',
      version: '1',
      initial: 'a',
      states: { a: { on: { Go: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
    });
    expect(() => begin(durable(machine, { commands: ['Go'] })).command('doGo')).toThrow(
      'Infinite loop',
    );
  });

  it('given a machine with a bound of its own, when it is registered, then the bound stands', () => {
    const machine = createMachine({ id: 'm', version: '1', options: { maxIterations: 7 } });
    expect(durable(machine).logic.options.maxIterations).toBe(7);
  });

  it('given a machine that sends to itself for ever, when it begins, then it ends with an error', () => {
    const again = sendTo(({ self }) => self, { type: 'Go' });
    const machine = createMachine({ id: 'm', version: '1', on: { Go: { actions: again } } });
    expect(() => begin(durable(machine, { commands: ['Go'] })).command('doGo')).toThrow(
      'm sends to itself without end',
    );
  });

  it('given a child spawned inside assign, when the step is applied, then it is refused by its name', () => {
    const machine = setup({
      types: { context: {} as { ref: unknown }, events: {} as { type: string; with: string } },
      actors: { job: activity() },
      // Neither its text nor an event without `with` shows what it does.
      actions: {
        hide: assign((args) => ({
          ref: (args as unknown as Record<string, (src: string, o: object) => unknown>)[
            args.event.with
          ]?.('job', { id: 'hidden' }),
        })),
      },
    }).createMachine({
      id: 'm',
      version: '1',
      context: { ref: null },
      on: { Go: { actions: 'hide' } },
    });
    expect(() =>
      begin(durable(machine, { commands: ['Go'] })).command('doGo', { with: 'spawn' }),
    ).toThrow('m spawns hidden inside assign');
  });
});

/** A machine that starts, stops and talks to children. */
const family = setup({
  types: { context: {} as { name: string } },
  actors: { child: childMachine<object | undefined>(), job: activity<object, unknown>() },
  delays: { soon: 10 },
}).createMachine({
  id: 'family',
  version: '1',
  context: { name: 'c' },
  initial: 'apart',
  states: {
    apart: { on: { Join: 'together', JoinBriefly: 'passing' } },
    together: {
      entry: [sendTo('c', { type: 'Hello', n: 1 }), sendTo('c', { type: 'Hello', n: 2 })],
      exit: sendTo('c', { type: 'Goodbye' }),
      invoke: { src: 'child', id: 'c', input: ({ context }) => ({ of: context.name }) },
      on: {
        Again: { target: 'together', reenter: true },
        Leave: 'apart',
        Later: { actions: sendTo('c', { type: 'Hello', n: 3 }, { delay: 'soon', id: 'later' }) },
        Hush: { actions: cancel('later') },
      },
    },
    passing: {
      entry: sendTo('c', { type: 'Hello', n: 0 }),
      invoke: { src: 'child', id: 'c' },
      always: 'apart',
    },
  },
});
const parts = {
  commands: ['Join', 'JoinBriefly', 'Again', 'Leave', 'Later', 'Hush'],
  events: ['HelloElapsed'],
};
const told = ({ outbox }: EntityState, target: string) =>
  outbox[target]?.map(({ number, kind, type, data, id }) => [number, kind, type, data, id]);

describe('step, actors and what is sent to them', () => {
  it('given an entry that sends to the child it invokes, when entered, then the child is started before it is told', () => {
    const one = begin(durable(family, parts));
    one.command('doJoin');
    expect(one.state.actors).toEqual({
      c: { kind: 'machine', src: 'child', input: { of: 'c' }, generation: 1, startedBy: 'j:2' },
    });
    expect(told(one.state, 'j/c')).toEqual([
      [1, 'event', 'Hello', { n: 1 }, 'j:2'],
      [2, 'event', 'Hello', { n: 2 }, 'j:2'],
    ]);
  });

  it('given a running child, when its state is left, then it is told goodbye and stopped, in this order', () => {
    const one = begin(durable(family, parts));
    one.command('doJoin');
    one.command('doLeave');
    expect(one.state.actors).toEqual({});
    expect(told(one.state, 'j/c')?.slice(2)).toEqual([
      [3, 'event', 'Goodbye', {}, 'j:3'],
      [4, 'stop', 'Stopped', {}, 'j:3'],
    ]);
    // What it has sent before it hears of its end is still taken.
    expect(one.state.senders).toEqual({ 'j/c': 0 });
  });

  it('given a running child, when its state is entered again, then the old one ends and a new one of its own id starts', () => {
    const one = begin(durable(family, parts));
    one.command('doJoin');
    one.command('doAgain');
    expect(one.state.actors['c']).toMatchObject({ generation: 2, startedBy: 'j:3' });
    expect(one.state.generations).toEqual({ c: 2 });
    expect(told(one.state, 'j/c')?.map(([, , type]) => type)).toEqual([
      'Hello',
      'Hello',
      'Goodbye',
      'Stopped',
    ]);
    expect(told(one.state, 'j/c~2')).toEqual([
      [1, 'event', 'Hello', { n: 1 }, 'j:3'],
      [2, 'event', 'Hello', { n: 2 }, 'j:3'],
    ]);
  });

  it('given a state that is left as soon as it is entered, when its child would start, then nobody is started, told or stopped', () => {
    const one = begin(durable(family, parts));
    one.command('doJoinBriefly');
    expect(one.state.actors).toEqual({});
    expect(one.state.outbox).toEqual({});
    expect(one.state.sent).toEqual({});
  });

  it('given a delayed event for a child, when the delay elapses, then the child is told and the machine hears nothing', () => {
    const one = begin(durable(family, parts));
    one.command('doJoin');
    one.command('doLater');
    expect(one.state.timers).toEqual({
      later: {
        name: 'Hello',
        event: { type: 'Hello', n: 3 },
        target: 'c',
        fireAt: Date.parse(after(10)),
        armedBy: 'j:3',
      },
    });
    one.take([], 10);
    expect(one.log.at(-1)).toMatchObject({ cause: 'timer', type: 'HelloElapsed', sendId: 'later' });
    expect(told(one.state, 'j/c')?.at(-1)).toEqual([3, 'event', 'Hello', { n: 3 }, 'j:4']);
    expect(one.state.snapshot.value).toBe('together');
    expect(one.state.timers).toEqual({});
  });

  it('given a delayed event for a child, when it is cancelled, then the delay is gone', () => {
    const one = begin(durable(family, parts));
    one.command('doJoin');
    one.command('doLater');
    one.command('doHush');
    expect(one.take([], 99).events).toEqual([]);
  });

  it.each(['doAgain', 'doLeave'])(
    'given a delayed event for a child, when the child ends by %s, then no namesake gets the event',
    (command) => {
      const one = begin(durable(family, parts));
      one.command('doJoin');
      one.command('doLater');
      one.command(command);
      expect(one.state.timers).toEqual({});
      expect(one.take([], 99).events).toEqual([]);
    },
  );

  it('given an activity, when it is stopped, then nobody is told', () => {
    const machine = setup({ actors: { job: activity() } }).createMachine({
      id: 'm',
      version: '1',
      on: {
        Go: { actions: spawnChild('job', { id: 'job', input: { n: 1 } }) },
        Halt: { actions: [stopChild('job'), stopChild(() => 'nobody')] },
      },
    });
    const one = begin(durable(machine, { commands: ['Go', 'Halt'] }));
    one.command('doGo');
    expect(one.state.actors['job']).toMatchObject({ kind: 'activity', input: { n: 1 } });
    one.command('doHalt');
    expect(one.state).toMatchObject({ actors: {}, outbox: {}, generations: { job: 1 } });
  });

  it('given children that run, when the machine ends, then each is stopped', () => {
    const machine = setup({ actors: { child: childMachine<object | undefined>() } }).createMachine({
      id: 'm',
      version: '1',
      initial: 'a',
      states: {
        a: {
          entry: [spawnChild('child', { id: 'one' }), spawnChild('child', { id: 'two' })],
          on: { End: 'end' },
        },
        end: { type: 'final' },
      },
    });
    const one = begin(durable(machine, { commands: ['End'] }));
    one.command('doEnd');
    expect(one.state.snapshot.status).toBe('done');
    expect(one.state.actors).toEqual({});
    expect(['j/one', 'j/two'].map((child) => told(one.state, child)?.[0]?.[1])).toEqual([
      'stop',
      'stop',
    ]);
  });

  it('given a child, when its machine sends to its parent, then the parent gets the event', () => {
    const machine = createMachine({
      id: 'm',
      version: '1',
      on: { Go: { actions: sendParent({ type: 'Heard', n: 1 }) } },
    });
    const child = durable(machine, { commands: ['Go'] });
    const one = begin(child, {}, { entity: 'j/m', startedBy: 'j:3' });
    one.command('doGo', {}, { id: 'c-1' });
    expect(one.state.outbox).toEqual({
      j: [
        {
          number: 1,
          kind: 'event',
          type: 'Heard',
          data: { n: 1 },
          id: 'j/m:2',
          correlationId: 'c-1',
        },
      ],
    });
  });

  it('given a step, when an event is sent to the machine itself, then the same step handles it after its own', () => {
    const machine = setup({ types: { context: {} as { seen: string[] } } }).createMachine({
      id: 'm',
      version: '1',
      context: { seen: [] },
      on: {
        Go: { actions: [sendTo(({ self }) => self, { type: 'Note' }), raise({ type: 'Raised' })] },
        Note: { actions: assign({ seen: ({ context }) => [...context.seen, 'note'] }) },
        Raised: { actions: assign({ seen: ({ context }) => [...context.seen, 'raised'] }) },
      },
    });
    const one = begin(durable(machine, { commands: ['Go'] }));
    one.command('doGo');
    expect(one.state.snapshot.context).toEqual({ seen: ['raised', 'note'] });
    expect(one.log).toHaveLength(2);
  });
});

describe('step, counters of messages', () => {
  it('given messages to one target, when further steps send, then they are numbered on, also after delivery', () => {
    const one = begin(durable(family, parts));
    one.command('doJoin');
    one.state = { ...one.state, outbox: {} };
    one.command('doLater');
    one.take([], 10);
    expect(told(one.state, 'j/c')).toEqual([[3, 'event', 'Hello', { n: 3 }, 'j:4']]);
    expect(one.state.sent).toEqual({ 'j/c': 3 });
  });

  it('given an id that every object has by nature, when messages go to it, then they are numbered from 1', () => {
    const machine = setup({ actors: { child: childMachine<object | undefined>() } }).createMachine({
      id: 'm',
      version: '1',
      entry: spawnChild('child', { id: 'constructor' }),
      on: { Go: { actions: sendTo('constructor', { type: 'Hello' }) } },
    });
    const one = begin(durable(machine, { commands: ['Go'] }));
    one.command('doGo');
    expect(one.state.generations).toEqual({ constructor: 1 });
    expect(told(one.state, 'j/constructor')).toEqual([[1, 'event', 'Hello', {}, 'j:2']]);
  });
});
