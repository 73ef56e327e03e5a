import { describe, expect, it } from '@jest/globals';
import { assign, createMachine, emit, setup } from 'xstate';
import { z } from 'zod';
import {
  activity,
  decide,
  faultText,
  hashOf,
  type CommandInput,
  type Outcome,
} from '../../../../machines/engine/index.ts';
import { lookUp, SEEN_LIMIT } from '../../../../machines/engine/state/seen.ts';
import { after, begin, command, given, START } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';
import { contractOf, durable } from '../../../support/small-machine.ts';

const placed = { type: 'OrderPlaced', data: { customer: 'globex', limit: 5 } };
const started = () => begin(order, { customer: 'globex' });
const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind);
const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

describe('decide, the start', () => {
  it('given no state, when something else than a start comes, then it is a bug', () => {
    const now = { ms: 0 };
    expect(() => decide(order, undefined, { inputs: [], now })).toThrow('begins with its start');
    expect(() => decide(order, undefined, { inputs: [command('addNote')], now })).toThrow(
      'begins with its start',
    );
  });

  it('given an instance, when it is started again, then that is dropped', () => {
    const input = { cause: 'start', entity: 'j', data: {}, startedBy: '' } as const;
    expect(started().take([input])).toMatchObject({
      events: [],
      outcomes: [{ kind: 'dropped', input }],
    });
  });

  it('given a start and commands in one batch, when decided, then all count', () => {
    const start = {
      cause: 'start',
      entity: 'j',
      data: { customer: 'globex', limit: 5 },
      startedBy: '',
    } as const;
    const { events, outcomes } = decide(order, undefined, {
      inputs: [start, command('addNote', { text: 'x' })],
      now: { ms: Date.parse(START) },
    });
    expect(types(events)).toEqual(['OrderPlaced', 'NoteAdded']);
    expect(outcomes).toMatchObject([
      { kind: 'accepted', answer: { eventId: 'j:1', event: 'OrderPlaced' } },
      { kind: 'accepted', answer: { eventId: 'j:2', event: 'NoteAdded' } },
    ]);
  });

  it('given a start enrichment, when an instance starts, then its event is complete', () => {
    const machine = createMachine({ id: 'm', version: '1', context: ({ input }) => ({ input }) });
    const plain = durable(machine);
    const one = begin(
      { ...plain, start: (input, { meta, entity }) => ({ ...input, ...meta, entity }) },
      { a: 1 },
      { at: 4 },
    );
    expect(one.log[0]?.data).toEqual({ a: 1, id: 'j:1', at: after(4), entity: 'j' });
    expect(one.state.snapshot.context).toEqual({ input: one.log[0]?.data });
  });
});

describe('decide, a command', () => {
  it('given a possible command, when it comes, then its event is recorded with all that is known of it', () => {
    const one = started();
    const input = command('addNote', { text: 'x' }, { id: 'c-1' });
    const { outcomes, events } = one.take([input], 5);
    expect(outcomes).toEqual([
      { kind: 'accepted', input, answer: { eventId: 'j:2', event: 'NoteAdded' } },
    ]);
    expect(events).toEqual([
      {
        cause: 'command',
        type: 'NoteAdded',
        data: { text: 'x' },
        at: after(5),
        causationId: 'c-1',
        correlationId: 'c-1',
        actor: { id: 'a-1', role: 'clerk' },
        payloadHash: hashOf(['addNote', input.payload]).slice(0, 16),
        entity: 'j',
        machine: 'order',
        machineVersion: '1.0.0',
        version: 1,
        sequence: 2,
        step: 2,
        stepIndex: 1,
        stepSize: 1,
      },
    ]);
    expect(one.state.lastCommand).toEqual({
      event: 'NoteAdded',
      at: after(5),
      actor: { id: 'a-1', role: 'clerk' },
    });
  });

  it('given a command whose event the machine completes, when it comes, then event and answer hold what was added', () => {
    const one = started();
    expect(one.command('orderParcel', { weight: 2 })).toMatchObject({
      answer: { eventId: 'j:2', event: 'ParcelOrdered', answers: { parcel: 'parcel-1' } },
    });
    expect(one.log.at(-1)?.data).toEqual({ parcel: 'parcel-1', weight: 2 });
  });

  it('given an enrichment, when a command is judged, then it sees payload, context and what the event will be', () => {
    const machine = createMachine({
      id: 'm',
      version: '1',
      context: { n: 7 },
      on: { Go: { actions: assign({ n: 8 }) } },
    });
    const asked: unknown[] = [];
    const enrich = {
      doGo: (payload: object, args: object) => {
        asked.push(payload, args);
        return { ...payload, made: true };
      },
    };
    const one = begin(durable(machine, { commands: ['Go'], enrich }));
    one.command('doGo', { a: 1 }, { at: 3 });
    const meta = { id: 'j:2', at: after(3), actor: { id: 'a-1', role: 'clerk' } };
    expect(asked).toEqual([{ a: 1 }, { context: { n: 7 }, meta }]);
    expect(one.log[1]?.data).toEqual({ a: 1, made: true });
  });

  it('given a payload with defaults, when it is accepted, then the event holds them', () => {
    const machine = createMachine({ id: 'm', version: '1', on: { Go: { actions: assign({}) } } });
    const loose = contractOf(machine, { commands: ['Go'] });
    const data = z.strictObject({ n: z.int().default(3) });
    const contract = { events: { ...loose.events, Go: { description: 'Went.', data } } };
    const one = begin(durable(machine, { commands: ['Go'], contract }));
    one.command('doGo');
    expect(one.log[1]?.data).toEqual({ n: 3 });
  });

  it('given a rule that says no, when the command comes, then it is refused by that rule', () => {
    given(order, [placed, { type: 'ParcelOrdered', data: { parcel: 'parcel-1', weight: 2 } }])
      .when('closeOrder')
      .thenRejected('COMMAND_REFUSED', 'R-ORD-01');
    given(order, [placed]).when('closeOrder').then(['OrderClosed', {}]);
  });

  it('given a state that does not know the event, when its command comes, then it is refused without a rule', () => {
    given(order, [placed, { type: 'InvoiceRequested' }])
      .when('orderParcel', { weight: 1 })
      .thenRejected('COMMAND_REFUSED');
  });

  it.each([
    ['addNote', {}, 'COMMAND_INVALID', 'text: '],
    ['addNote', { text: '' }, 'COMMAND_INVALID', 'text: '],
    ['addNote', { text: 'x', more: 1 }, 'COMMAND_INVALID', 'more'],
    ['orderParcel', { weight: -1 }, 'COMMAND_INVALID', 'weight: '],
    ['cancelOrder', { actor: { id: 'x', role: 'client' } }, 'ROLE_NOT_ALLOWED', 'actor.role: '],
    ['addNote', { actor: { id: 'ö', role: 'clerk' }, text: 'x' }, 'COMMAND_INVALID', 'actor.id: '],
    ['addNote', { actor: undefined, text: 'x' }, 'COMMAND_INVALID', 'actor: '],
    ['addNote', { commandId: '', text: 'x' }, 'COMMAND_INVALID', 'commandId: '],
    ['nonsense', {}, 'COMMAND_UNKNOWN', 'there is no command nonsense; there are addNote, '],
    // Every object knows these names by nature; no machine does.
    ['toString', {}, 'COMMAND_UNKNOWN', 'there is no command toString'],
    ['constructor', {}, 'COMMAND_UNKNOWN', 'there is no command constructor'],
    ['__proto__', {}, 'COMMAND_UNKNOWN', 'there is no command __proto__'],
  ])('given %s with %j, when it comes, then it is refused as %s', (name, data, code, fault) => {
    const { outcomes, events } = started().take([command(name, data)]);
    expect(outcomes).toMatchObject([{ kind: 'refused', refusal: { code, command: name } }]);
    const [outcome] = outcomes;
    const faults =
      outcome?.kind === 'refused' ? outcome.refusal.faults.map(faultText).join('\n') : '';
    expect(faults).toContain(fault);
    expect(events).toEqual([]);
  });

  it.each([null, undefined, 'text', 7, []])(
    'given a payload that is %j, when it comes, then it is refused, not thrown',
    (payload) => {
      const input: CommandInput = { ...command('addNote'), payload };
      expect(started().take([input]).outcomes).toMatchObject([
        { kind: 'refused', refusal: { code: 'COMMAND_INVALID' } },
      ]);
    },
  );

  it('given an invalid payload, when it is refused, then the message ends with a valid example', () => {
    const outcome = started().command('orderParcel', { weight: 'much' });
    const faults = outcome.kind === 'refused' ? outcome.refusal.faults : [];
    expect(faults.map(faultText).at(-1)).toBe(
      'a valid payload: {"actor":{"id":"a-17","role":"clerk"},"weight":2}',
    );
  });

  it('given an event that the contract does not know, when the machine emits it, then it is thrown', () => {
    const machine = setup({
      types: { events: {} as { type: string; tells: string } },
      actions: { tell: emit(({ event }) => ({ type: event.tells })) },
    }).createMachine({
      id: 'm',
      version: '1',
      on: { Go: { actions: 'tell' } },
    });
    expect(() =>
      begin(durable(machine, { commands: ['Go'] })).command('doGo', { tells: 'Unheard' }),
    ).toThrow('m records Unheard, which its contract lacks');
  });

  it('given an enrichment that breaks the contract, when the event would be recorded, then it is thrown with its faults', () => {
    const enrich = { ...order.enrich, addNote: () => ({ text: 7 }) };
    const one = begin({ ...order, enrich }, { customer: 'globex' });
    expect(() => one.command('addNote', { text: 'x' })).toThrow(
      /order records a faulty NoteAdded: text: .*string/,
    );
  });
});

describe('decide, a batch', () => {
  it('given a command that only the one before makes legal, when both wait, then both are accepted', () => {
    const one = begin(order, { customer: 'globex', limit: 1 });
    const { outcomes } = one.take([
      command('requestInvoice'),
      command('orderParcel', { weight: 1 }),
      command('cancelOrder'),
      command('addNote', { text: 'late' }),
    ]);
    expect(kinds(outcomes)).toEqual(['accepted', 'refused', 'accepted', 'refused']);
    expect(outcomes[3]).toMatchObject({
      refusal: { code: 'COMMAND_REFUSED', faults: [{ id: 'ended' }], possible: [] },
    });
  });

  it('given a rule that the command before satisfies, when both wait, then it is judged on the new state', () => {
    const machine = setup({
      types: { context: {} as { paid: boolean } },
      guards: { isPaid: ({ context }) => context.paid },
    }).createMachine({
      id: 'm',
      version: '1',
      context: { paid: false },
      initial: 'a',
      states: {
        a: {
          on: { Pay: { actions: assign({ paid: true }) }, Ship: { guard: 'isPaid', target: 'b' } },
        },
        b: {},
      },
    });
    const m = durable(machine, { commands: ['Pay', 'Ship'] });
    expect(kinds(begin(m).take([command('doPay'), command('doShip')]).outcomes)).toEqual([
      'accepted',
      'accepted',
    ]);
    expect(kinds(begin(m).take([command('doShip'), command('doPay')]).outcomes)).toEqual([
      'refused',
      'accepted',
    ]);
  });

  it('given an instance that has ended, when signals come, then they are recorded as refused, and updates only answered', () => {
    const one = started();
    one.command('cancelOrder');
    const { outcomes, events } = one.take([
      command('addNote', { text: 'x' }, { via: 'signal', id: 's-1' }),
      command('addNote', { text: 'y' }),
    ]);
    expect(kinds(outcomes)).toEqual(['refused', 'refused']);
    expect(events).toMatchObject([{ type: 'CommandRefused', causationId: 's-1' }]);
    expect(one.state.snapshot.status).toBe('done');
  });
});

describe('decide, the same command again', () => {
  it('given an accepted command, when it comes again under its id, then the same answer and no event', () => {
    const one = started();
    const first = one.command('orderParcel', { weight: 2 }, { id: 'c-1' });
    one.command('addNote', { text: 'x' });
    const { events, outcomes } = one.take([command('orderParcel', { weight: 2 }, { id: 'c-1' })]);
    expect(events).toEqual([]);
    expect(outcomes).toEqual([first]);
  });

  it('given an accepted command, when it comes again as a signal or when it is no longer possible, then the same answer', () => {
    const one = started();
    const first = one.command('cancelOrder', {}, { id: 'c-1' });
    const again = one.take([command('cancelOrder', {}, { id: 'c-1', via: 'signal' })]);
    expect(again.events).toEqual([]);
    expect(again.outcomes).toMatchObject([{ kind: 'accepted', answer: { eventId: 'j:2' } }]);
    expect(first).toMatchObject({ answer: { eventId: 'j:2' } });
  });

  it('given one id twice in one batch, when decided, then one event and two equal answers', () => {
    const twice = [
      command('addNote', { text: 'x' }, { id: 'c-1' }),
      command('addNote', { text: 'x' }, { id: 'c-1' }),
    ];
    const { events, outcomes } = started().take(twice);
    expect(events).toHaveLength(1);
    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  it.each([
    ['another payload', command('addNote', { text: 'y' }, { id: 'c-1' })],
    ['another command', command('requestInvoice', {}, { id: 'c-1' })],
    [
      'another actor',
      command('addNote', { text: 'x' }, { id: 'c-1', actor: { id: 'a-2', role: 'clerk' } }),
    ],
    [
      'a signal of another payload',
      command('addNote', { text: 'y' }, { id: 'c-1', via: 'signal' }),
    ],
  ])(
    'given an id that was used, when %s comes under it, then it is refused and nothing recorded',
    (_what, input) => {
      const one = started();
      one.command('addNote', { text: 'x' }, { id: 'c-1' });
      const { events, outcomes } = one.take([input]);
      expect(events).toEqual([]);
      expect(outcomes).toMatchObject([{ kind: 'refused', refusal: { code: 'COMMAND_ID_REUSED' } }]);
    },
  );

  it.each(['constructor', '__proto__', 'toString', '42'])(
    'given the command id %s, when it comes twice, then it counts once',
    (id) => {
      const one = started();
      expect(one.command('addNote', { text: 'x' }, { id })).toMatchObject({ kind: 'accepted' });
      expect(one.take([command('addNote', { text: 'x' }, { id })])).toMatchObject({
        events: [],
        outcomes: [{ kind: 'accepted', answer: { eventId: 'j:2' } }],
      });
    },
  );

  it('given many commands, when an old one comes again, then the last ids are known and older ones forgotten', () => {
    const one = started();
    // Numbers downwards: JavaScript lists such keys upwards, whatever the order in which they came.
    for (let n = 1000; n > 1000 - SEEN_LIMIT - 1; n -= 1) {
      one.command('addNote', { text: String(n) }, { id: String(n) });
    }
    const oldest = String(1000 - SEEN_LIMIT);
    expect(lookUp(one.state.seen, '1000')).toBeUndefined();
    for (const id of ['999', oldest]) expect(lookUp(one.state.seen, id)).toBeDefined();
    const again = one.take([command('addNote', { text: oldest }, { id: oldest })]);
    expect(again.events).toEqual([]);
  });
});

describe('decide, refused signals', () => {
  const refused = () => {
    const one = started();
    one.command('requestInvoice', {}, { at: 1 });
    const decision = one.take([command('closeOrder', {}, { via: 'signal', id: 's-1' })], 2);
    return { one, decision };
  };

  it('given a signal that is refused, when decided, then that is recorded without language and shown', () => {
    const { one, decision } = refused();
    expect(decision.events).toMatchObject([
      {
        cause: 'refused',
        type: 'CommandRefused',
        data: { command: 'closeOrder', code: 'COMMAND_REFUSED', rules: [], state: 'invoicing' },
        actor: { id: 'a-1', role: 'clerk' },
        causationId: 's-1',
      },
    ]);
    expect(one.state.lastRefusal).toEqual({
      command: 'closeOrder',
      code: 'COMMAND_REFUSED',
      rules: [],
      state: 'invoicing',
      at: after(2),
      actor: { id: 'a-1', role: 'clerk' },
    });
    expect(one.state.snapshot.value).toBe('invoicing');
    expect(one.state.lastCommand?.event).toBe('InvoiceRequested');
  });

  it('given a faulty signal, when it is recorded, then with its faults and without a doubtful actor', () => {
    const { events } = started().take([
      command('addNote', { actor: { id: 'Jane Doe', role: 'clerk' }, text: '' }, { via: 'signal' }),
    ]);
    expect(events).toMatchObject([{ data: { code: 'COMMAND_INVALID' } }]);
    expect(events[0]?.data['faults']).toEqual([
      { id: 'opaqueId', path: 'actor.id', given: '"Jane Doe"' },
    ]);
    expect(events[0]).not.toHaveProperty('actor');
  });

  it('given a refused signal, when it comes again, then it is neither recorded again nor called accepted', () => {
    const { one } = refused();
    const again = one.take([command('closeOrder', {}, { via: 'signal', id: 's-1' })]);
    expect(again.events).toEqual([]);
    expect(kinds(again.outcomes)).toEqual(['dropped']);
  });

  it('given a refused signal, when an update under its id has become possible, then it is accepted', () => {
    const { one } = refused();
    one.take([
      {
        cause: 'actor',
        actorId: 'invoice',
        generation: 1,
        result: { output: { number: 'I-1' } },
      },
    ]);
    const { outcomes } = one.take([command('closeOrder', {}, { id: 's-1' })]);
    expect(outcomes).toMatchObject([{ kind: 'accepted', answer: { event: 'OrderClosed' } }]);
    expect(one.command('closeOrder', {}, { id: 's-1' })).toEqual(outcomes[0]);
  });

  it('given signals without ids of their own, when they come, then each is counted by name and payload', () => {
    const one = started();
    const [a, b] = ['a', 'b'].map((letter) => letter.repeat(64));
    for (const id of [`${String(a)}#1`, `${String(b)}#1`, `${String(a)}#2`]) {
      one.command('addNote', { text: 'x' }, { id, via: 'signal' });
    }
    one.command('addNote', { text: 'x' }, { id: 'stated', via: 'signal' });
    expect(one.state.signals).toEqual({ [String(a)]: 2, [String(b)]: 1 });
    expect(Object.keys(one.state.signals)).toEqual([b, a]);
  });

  it('given more kinds of signals than are counted, when they come, then the ones not seen for longest are forgotten', () => {
    const one = started();
    const hash = (n: number) => hashOf(n);
    for (let n = 0; n < 258; n += 1) {
      one.command('addNote', { text: 'x' }, { id: `${hash(n)}#1`, via: 'signal' });
      if (n === 100) one.command('addNote', { text: 'x' }, { id: `${hash(0)}#2`, via: 'signal' });
    }
    expect(Object.keys(one.state.signals)).toHaveLength(256);
    expect(one.state.signals[hash(0)]).toBe(2);
    expect(one.state.signals[hash(1)]).toBeUndefined();
    expect(one.state.signals[hash(257)]).toBe(1);
  });
});

describe('decide, results of activities', () => {
  const result = (generation: number, output: unknown) =>
    ({ cause: 'actor', actorId: 'invoice', generation, result: { output } }) as const;

  it('given a running activity, when it answers, then its result is recorded and the machine goes on', () => {
    const one = started();
    one.command('requestInvoice', {}, { at: 1 });
    const { events, outcomes } = one.take([result(1, { number: 'I-1' })], 2);
    expect(events).toMatchObject([
      {
        cause: 'actor',
        type: 'RenderInvoiceDone',
        data: { output: { number: 'I-1' } },
        causationId: 'j:2',
        correlationId: 'j:2',
        invokeId: 'invoice',
        at: after(2),
      },
    ]);
    expect(outcomes).toMatchObject([{ kind: 'accepted', answer: { eventId: 'j:3' } }]);
    expect(one.state).toMatchObject({ actors: {}, snapshot: { value: 'open' } });
    expect(one.state.snapshot.context).toMatchObject({ invoice: 'I-1' });
  });

  it('given a running activity, when it fails, then the failure is recorded and handled', () => {
    const one = started();
    one.command('requestInvoice');
    const error = { name: 'Error', message: 'no paper', type: null };
    const { events } = one.take([
      { cause: 'actor', actorId: 'invoice', generation: 1, result: { error } },
    ]);
    expect(events).toMatchObject([{ type: 'RenderInvoiceFailed', data: { error } }]);
    expect(one.state.snapshot.value).toBe('open');
  });

  it.each([
    [
      'an answer that was taken',
      (one: ReturnType<typeof started>) => one.take([result(1, { number: 'I-1' })]),
    ],
    [
      'an activity that was cancelled',
      (one: ReturnType<typeof started>) => one.command('cancelOrder'),
    ],
    [
      'an activity that has started anew',
      (one: ReturnType<typeof started>) => {
        one.take([result(1, { number: 'I-1' })]);
        one.command('requestInvoice');
      },
    ],
  ])('given %s, when the first one answers, then that is dropped', (_what, happen) => {
    const one = started();
    one.command('requestInvoice');
    happen(one);
    const before = one.state;
    const late = one.take([result(1, { number: 'I-9' })]);
    expect(late.events).toEqual([]);
    expect(kinds(late.outcomes)).toEqual(['dropped']);
    expect(one.state).toEqual(before);
  });

  it('given an activity nobody started, when it answers, then that is dropped', () => {
    expect(kinds(started().take([result(1, {})]).outcomes)).toEqual(['dropped']);
  });

  it('given a failure that the machine does not handle, when it comes, then the instance ends in that error', () => {
    const machine = setup({ actors: { job: activity() } }).createMachine({
      id: 'm',
      version: '1',
      invoke: { src: 'job', id: 'job' },
    });
    const one = begin(durable(machine));
    const error = { name: 'Error', message: 'broken', type: null };
    one.take([{ cause: 'actor', actorId: 'job', generation: 1, result: { error } }]);
    expect(one.log.at(-1)).toMatchObject({ type: 'JobFailed', data: { error } });
    expect(one.state.snapshot).toMatchObject({ status: 'error', error });
    expect(kinds([one.command('anything')])).toEqual(['refused']);
  });
});
