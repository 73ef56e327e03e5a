import { describe, expect, it } from '@jest/globals';
import { createMachine, emit } from 'xstate';
import {
  adopt,
  canonicalJson,
  dehydrate,
  EngineError,
  fold,
  type EntityState,
  type RecordedEvent,
} from '../../../../machines/engine/index.ts';
import { after, begin, stored, type Instance } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { durable } from '../../../support/small-machine.ts';

const DAY = 86_400_000;

/** An order that has seen every cause of an event but the parent's. */
function fullOrder(): Instance {
  const one = begin(order, { customer: 'globex', limit: 2 });
  one.command('orderParcel', { weight: 2 }, { id: 'c-1' });
  one.command('closeOrder', {}, { id: 's-1', via: 'signal' });
  one.command('requestInvoice', {}, { id: 'c-2' });
  one.take([
    { cause: 'actor', actorId: 'invoice', generation: 1, result: { output: { number: 'I-1' } } },
  ]);
  one.take([
    {
      cause: 'message',
      from: 'j/parcel-1',
      message: {
        number: 1,
        id: 'j/parcel-1:2',
        kind: 'event',
        type: 'ParcelDelivered',
        data: { to: 'door' },
        correlationId: 'j:2',
      },
    },
  ]);
  one.command('orderParcel', { weight: 3 }, { id: 'c-3' });
  return one;
}
/** A parcel that waited too long. */
function lateParcel(): Instance {
  const one = begin(parcel, { weight: 1 }, { entity: 'j/parcel-1', startedBy: 'j:2' });
  one.take([], 30 * DAY);
  one.command(
    'weighParcel',
    { weight: 2 },
    { actor: { id: 'a-2', role: 'carrier' }, at: 31 * DAY },
  );
  return one;
}
const plain = (machine: typeof order, state: EntityState) =>
  canonicalJson(dehydrate(machine, state));
const types = (events: readonly RecordedEvent[]) => events.map(({ type }) => type);

function thrownBy(work: () => unknown): EngineError {
  try {
    work();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The log with one event changed. */
function changed(
  log: readonly RecordedEvent[],
  sequence: number,
  part: Partial<RecordedEvent>,
): RecordedEvent[] {
  return stored(log).map((event) => (event.sequence === sequence ? { ...event, ...part } : event));
}

describe('fold', () => {
  it.each([
    ['an order', order, fullOrder],
    ['a parcel', parcel, lateParcel],
  ] as const)(
    'given the log of %s, when it is folded, then the state comes out, byte for byte',
    (_what, machine, make) => {
      const { log, state } = make();
      expect(plain(machine, fold(machine, stored(log)))).toBe(plain(machine, state));
    },
  );

  it('given the log of an order, when it is looked at, then it holds what the tests below change', () => {
    expect(fullOrder().log.map(({ sequence, cause, type }) => [sequence, cause, type])).toEqual([
      [1, 'start', 'OrderPlaced'],
      [2, 'command', 'ParcelOrdered'],
      [3, 'refused', 'CommandRefused'],
      [4, 'command', 'InvoiceRequested'],
      [5, 'actor', 'RenderInvoiceDone'],
      [6, 'child', 'ParcelDelivered'],
      [7, 'command', 'ParcelOrdered'],
      [8, 'derived', 'OrderFull'],
    ]);
  });

  it('given no event, when folded, then it is an error', () => {
    expect(() => fold(order, [])).toThrow('the entity has no events');
  });

  it('given a log, when every prefix that ends a step is folded, then the state of that moment comes out', () => {
    const { log } = fullOrder();
    const whole = log.filter(({ stepIndex, stepSize }) => stepIndex === stepSize);
    for (const { sequence } of whole) {
      expect(fold(order, stored(log.slice(0, sequence)))).toMatchObject({ sequence });
    }
    expect(whole).toHaveLength(7);
  });

  it('given a log of a compatible version, when what it says is the same, then it folds', () => {
    const { log, state } = fullOrder();
    const older = stored(log).map((event) => ({ ...event, machineVersion: '0.9.0' }));
    const compatible = { ...order, compatibleWith: ['0.9.0'] };
    expect(plain(order, fold(compatible, older))).toBe(plain(order, state));
    expect(thrownBy(() => fold(order, older)).code).toBe('MACHINE_VERSION_UNKNOWN');
  });
});

describe('fold, of a log that cannot be its own', () => {
  const { log } = fullOrder();
  const without = (sequence: number) => stored(log).filter((event) => event.sequence !== sequence);
  const start = stored(log)[0] as RecordedEvent;
  const cases: [string, readonly RecordedEvent[], string, string][] = [
    ['a missing event', without(3), 'j:4', 'sequence 3 was to come'],
    ['an event twice', [start, ...stored(log)], 'j:1', 'sequence 2 was to come'],
    ['two events swapped', [start, ...stored(log).slice(1, 3).reverse()], 'j:3', 'sequence 2 was'],
    ['no start', stored(log).slice(1), 'j:2', 'sequence 1 was to come'],
    ['another first event', changed(log, 1, { cause: 'command' }), 'j:1', 'begins with its start'],
    ['a second start', changed(log, 3, { cause: 'start' }), 'j:3', 'has started already'],
    ['another entity', changed(log, 3, { entity: 'k' }), 'k:3', 'in its place'],
    ['another machine', changed(log, 3, { machine: 'parcel' }), 'j:3', 'in its place'],
    [
      'a rule broken',
      changed(log, 4, { type: 'OrderClosed' }),
      'j:4',
      'not possible then R-ORD-01',
    ],
    ['an unknown event', changed(log, 4, { type: 'Nonsense' }), 'j:4', 'not possible then'],
    [
      'what only a child reports as a command',
      changed(log, 6, { cause: 'command' }),
      'j:6',
      'it is ParcelDelivered, which its contract lacks',
    ],
    [
      'data that its schema refuses',
      changed(log, 7, { data: { weight: 'heavy', colour: 'red' } }),
      'j:7',
      'it is a faulty ParcelOrdered: parcel:',
    ],
    ['a faulty start', changed(log, 1, { data: { customer: 7 } }), 'j:1', 'customer:'],
    ['a consequence as a cause', changed(log, 3, { cause: 'derived' }), 'j:3', 'begins no step'],
    ['a derived event first', stored(log).slice(0, 6).concat(stored(log).slice(7)), 'j:8', '7 was'],
    ['a step that begins in its middle', changed(log, 6, { stepIndex: 2 }), 'j:6', 'not the first'],
    ['other derived data', changed(log, 8, { data: { parcels: 9 } }), 'j:8', 'derives OrderFull'],
    ['another derived type', changed(log, 8, { type: 'OrderEmpty' }), 'j:8', 'derives OrderFull'],
    ['another cause of a derived event', changed(log, 8, { causationId: 'j:6' }), 'j:8', 'derives'],
    ['a later derived event', changed(log, 8, { at: after(1) }), 'j:8', 'derives OrderFull'],
    ['too large a step', changed(log, 6, { stepSize: 2 }), 'j:6', 'this build derives'],
    ['too small a step', changed(log, 7, { stepSize: 1 }), 'j:7', 'derives ParcelOrdered'],
    ['a wrong count of steps', changed(log, 6, { step: 9 }), 'j:6', 'derives ParcelDelivered'],
    ['an answer nobody awaits', changed(log, 5, { invokeId: 'other' }), 'j:5', 'was not running'],
    ['another answer', changed(log, 5, { type: 'OtherDone' }), 'j:5', 'was not running'],
    [
      'a message twice',
      changed(log, 6, { message: { from: 'j/parcel-1', number: 0 } }),
      'j:6',
      'message 0 of j/parcel-1 was taken before',
    ],
    [
      'the end of a child that does not run',
      changed(log, 6, { invokeId: 'parcel-9', type: 'ParcelDone' }),
      'j:6',
      'parcel-9 was not running',
    ],
  ];
  it('given a shape of a version yet to come, when folded, then a newer build is asked for', () => {
    const events = changed(log, 4, { version: 9, data: { more: 1 } });
    expect(thrownBy(() => fold(order, events)).code).toBe('EVENT_SHAPE_UNKNOWN');
  });

  it.each(cases)(
    'given %s, when folded, then EVENT_STREAM_CONFLICT names it',
    (_what, events, id, why) => {
      const error = thrownBy(() => fold(order, events));
      expect(error.code).toBe('EVENT_STREAM_CONFLICT');
      expect(error.message).toContain(why);
      expect(error.details['eventId']).toBe(id);
    },
  );

  it.each([
    ['a delay nobody armed', { sendId: 'other' }],
    ['a delay before its time', { at: after(30 * DAY - 1) }],
    ['another delay', { type: 'OtherElapsed' }],
  ])('given %s, when folded, then EVENT_STREAM_CONFLICT says so', (_what, part) => {
    const error = thrownBy(() => fold(parcel, changed(lateParcel().log, 2, part)));
    expect(error.code).toBe('EVENT_STREAM_CONFLICT');
    expect(error.message).toContain('no such delay had elapsed');
  });

  it('given a command after the end, when folded, then EVENT_STREAM_CONFLICT says so', () => {
    const one = begin(order, { customer: 'globex' });
    one.command('addNote', { text: 'x' });
    const note = { ...stored(one.log).at(-1), sequence: 3, step: 3 } as RecordedEvent;
    const cancelled = changed(one.log, 2, { type: 'OrderCancelled', data: {} });
    expect(thrownBy(() => fold(order, [...cancelled, note])).message).toContain(
      'not possible then',
    );
  });
});

describe('fold, when the machine has changed', () => {
  const graph = (type: string, data: object, twice = false) => {
    const tell = emit({ type, ...data });
    const actions = twice ? [tell, tell] : tell;
    const machine = createMachine({ id: 'm', version: '1', on: { Go: { actions } } });
    return durable(machine, { commands: ['Go'], events: ['Told', 'Heard'] });
  };
  const recorded = () => {
    const one = begin(graph('Told', { n: 1 }));
    one.command('doGo');
    one.command('doGo');
    return stored(one.log);
  };

  it.each([
    ['other data', graph('Told', { n: 2 })],
    ['another event', graph('Heard', { n: 1 })],
    ['one event more', graph('Told', { n: 1 }, true)],
  ])(
    'given a build that derives %s, when it folds the log, then it does not rewrite the past',
    (_what, machine) => {
      expect(thrownBy(() => fold(machine, recorded())).details['eventId']).toMatch(/^j:[23]$/);
    },
  );

  it('given a build that derives nothing, when it folds the log, then it does not drop the past', () => {
    const silent = createMachine({
      id: 'm',
      version: '1',
      on: { Go: { actions: [], target: '.a' } },
      initial: 'a',
      states: { a: {} },
    });
    const machine = durable(silent, { commands: ['Go'], events: ['Told'] });
    expect(thrownBy(() => fold(machine, recorded())).code).toBe('EVENT_STREAM_CONFLICT');
  });

  it('given a build that derives one event more, when the last step is its first, then that counts as a conflict, not as half a step', () => {
    expect(() => adopt(graph('Told', { n: 1 }, true), undefined, recorded().slice(0, 3))).toThrow(
      EngineError,
    );
  });
});

describe('adopt', () => {
  it('given a state, when the log holds more, then it goes on to the same state as without a break', () => {
    const { log, state } = fullOrder();
    for (const cut of [1, 2, 3, 4, 5, 6]) {
      const known = fold(order, stored(log.slice(0, cut)));
      const adopted = adopt(order, known, stored(log.slice(cut)));
      expect(plain(order, adopted.state)).toBe(plain(order, state));
      expect(adopted.missing).toEqual([]);
    }
  });

  it('given a state and nothing new, when adopted, then it is the state', () => {
    const { state } = fullOrder();
    expect(adopt(order, state, [])).toEqual({ state, machine: order, missing: [] });
  });

  it('given a log whose last step is half written, when adopted, then the state is whole and the rest is named', () => {
    const { log, state } = fullOrder();
    const adopted = adopt(order, undefined, stored(log.slice(0, 7)));
    expect(plain(order, adopted.state)).toBe(plain(order, state));
    expect(adopted.missing).toEqual(log.slice(7));
  });

  it('given a step of three of which one is there, when adopted, then the two others are named in order', () => {
    const tell = (n: number) => emit({ type: 'Told', n });
    const machine = durable(
      createMachine({ id: 'm', version: '1', on: { Go: { actions: [tell(1), tell(2)] } } }),
      { commands: ['Go'], events: ['Told'] },
    );
    const one = begin(machine);
    one.command('doGo');
    expect(adopt(machine, undefined, stored(one.log.slice(0, 2))).missing).toEqual(
      one.log.slice(2),
    );
    expect(adopt(machine, undefined, stored(one.log.slice(0, 3))).missing).toEqual(
      one.log.slice(3),
    );
  });

  it('given a half written step with more behind it, when adopted, then that is a conflict', () => {
    const { log } = fullOrder();
    const next = { ...stored(log)[3], sequence: 8, step: 8 } as RecordedEvent;
    expect(
      thrownBy(() => adopt(order, undefined, [...stored(log.slice(0, 7)), next])),
    ).toMatchObject({
      code: 'EVENT_STREAM_CONFLICT',
      details: { eventId: 'j:8' },
    });
  });

  it('given events that do not follow the state, when adopted, then that is a conflict', () => {
    const { log, state } = fullOrder();
    expect(thrownBy(() => adopt(order, state, stored(log.slice(4)))).message).toContain(
      'sequence 9 was to come',
    );
  });

  it('given adopted commands, when they come again, then they are answered from what was adopted', () => {
    const { log } = fullOrder();
    const one = begin(order, { customer: 'globex', limit: 2 });
    one.state = adopt(order, one.state, stored(log.slice(1))).state;
    expect(types(one.log)).toEqual(['OrderPlaced']);
    expect(one.command('orderParcel', { weight: 3 }, { id: 'c-3' })).toMatchObject({
      kind: 'accepted',
      answer: { eventId: 'j:7', answers: { parcel: 'parcel-2' } },
    });
    expect(types(one.log)).toEqual(['OrderPlaced']);
  });
});
