import { describe, expect, it } from '@jest/globals';
import { createMachine } from 'xstate';
import {
  adopt,
  canonicalJson,
  decide,
  dehydrate,
  EngineError,
  fold,
  foldKnown,
  hydrate,
  register,
  takeOver,
  type DurableMachine,
  type EntityState,
  type Migration,
  type PersistedState,
  type RecordedEvent,
} from '../../../../machines/engine/index.ts';
import { after, begin, live, stored, type Instance } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import {
  changed,
  orderToV2,
  orderV2,
  orderV2Parts,
  parcelToV2,
  parcelV2,
  parcelV2Parts,
} from '../../../support/order-v2.ts';
import { durable } from '../../../support/small-machine.ts';

const DAY = 86_400_000;
const plain = (machine: DurableMachine, state: EntityState) =>
  canonicalJson({ ...dehydrate(machine, state), outbox: {} });

function thrownBy(work: () => unknown): EngineError {
  try {
    work();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** An order of version 1 with a parcel on its way. */
function oldOrder(): Instance {
  const one = begin(order, { customer: 'globex' });
  one.command('orderParcel', { weight: 2 }, { id: 'c-1' });
  one.command('addNote', { text: 'x' }, { id: 'c-2' });
  return one;
}
const oldParcel = () => begin(parcel, { weight: 1 }, { entity: 'j/parcel-1', startedBy: 'j:2' });

/** The instance on another build, as a new run takes it over. */
function upgraded(machine: DurableMachine, one: Instance, at = 0): Instance {
  const carried = JSON.parse(JSON.stringify(dehydrate(one.machine, one.state))) as PersistedState;
  const next = live(machine, hydrate(machine, carried), [...one.log]);
  next.take([], at);
  return next;
}
const migrations = (one: Instance) => one.log.filter(({ cause }) => cause === 'migrated');

describe('a migration', () => {
  it('given an order of version 1, when version 2 takes it over, then the migration is the next event and holds the whole state', () => {
    const old = oldOrder();
    const one = upgraded(orderV2, old, 5);
    expect(one.log).toHaveLength(old.log.length + 1);
    const event = one.log.at(-1);
    expect(event).toMatchObject({
      cause: 'migrated',
      type: 'MachineMigrated',
      machineVersion: '2.0.0',
      sequence: 4,
      stepIndex: 1,
      stepSize: 1,
      at: after(5),
      causationId: 'j:3',
      data: {
        from: { id: 'order', version: '1.0.0', hash: order.hash },
        to: { id: 'order', version: '2.0.0', hash: orderV2.hash },
        state: { entity: 'j', snapshot: { value: 'taking', context: { priority: 'normal' } } },
      },
    });
    expect(one.state).toMatchObject({ machine: { version: '2.0.0' }, sequence: 4, step: 4 });
    expect(one.state.migrating).toBeUndefined();
  });

  it('given a migrated order, when it goes on, then the fold is its state, whether the old definition is there or not', () => {
    const one = upgraded(orderV2, oldOrder());
    one.command('addNote', { text: 'y' }, { id: 'c-3' });
    one.command('orderParcel', { weight: 3 }, { id: 'c-4' });
    const log = stored(one.log);
    expect(plain(orderV2, fold(orderV2, log))).toBe(plain(orderV2, one.state));
    const alone = register(orderV2Parts);
    expect(plain(alone, fold(alone, log))).toBe(plain(orderV2, one.state));
    const [, , , event] = log;
    expect(plain(orderV2, fold(orderV2, log.slice(3)))).toBe(plain(orderV2, one.state));
    expect(event?.type).toBe('MachineMigrated');
  });

  it('given a command from before, when its id comes again, then it is answered as before', () => {
    const one = upgraded(orderV2, oldOrder());
    expect(one.command('orderParcel', { weight: 2 }, { id: 'c-1' })).toMatchObject({
      kind: 'accepted',
      answer: { eventId: 'j:2', event: 'ParcelOrdered', answers: { parcel: 'parcel-1' } },
    });
    expect(one.log).toHaveLength(4);
  });

  it('given a state with a renamed timer, when it is migrated, then the timer elapses at its instant and where it leads now', () => {
    const old = oldParcel();
    const [id = ''] = Object.keys(old.state.timers);
    expect(id).toBe('xstate.after.patience.parcel.packed');
    const one = upgraded(parcelV2, old, DAY);
    const moved = 'xstate.after.patience.parcel.waiting';
    expect(one.state.timers).toEqual({
      [moved]: { ...old.state.timers[id], event: { type: moved } },
    });
    one.take([], 29 * DAY);
    expect(one.state.snapshot.value).toBe('waiting');
    one.take([], 30 * DAY);
    expect(one.state.snapshot.value).toBe('late');
    expect(plain(parcelV2, fold(parcelV2, stored(one.log)))).toBe(plain(parcelV2, one.state));
  });

  it('given a deadline that has passed meanwhile, when the state is migrated, then the migration comes first', () => {
    const one = upgraded(parcelV2, oldParcel(), 31 * DAY);
    expect(one.log.slice(1).map(({ type }) => type)).toEqual([
      'MachineMigrated',
      'PatienceElapsed',
    ]);
  });

  it('given a child that the new version does not know, when it is dropped, then it is told to end and forgotten', () => {
    const machine = register({
      ...orderV2Parts,
      migrations: { '1.0.0': (state) => ({ ...orderToV2(state), actors: {} }) },
    });
    const one = upgraded(machine, oldOrder());
    expect(one.state.outbox['j/parcel-1']).toMatchObject([
      { number: 1, kind: 'stop', type: 'Stopped', id: 'j:4' },
    ]);
    expect([one.state.actors, Object.keys(one.state.snapshot.children as object)]).toEqual([
      {},
      [],
    ]);
    expect(plain(machine, fold(machine, stored(one.log)))).toBe(plain(machine, one.state));
  });
});

const version3 = (parts: object = {}) =>
  register({
    contract: { ...parcelV2Parts.contract, version: '10.0.0' },
    machine: changed(parcelV2, () => ({ version: '10.0.0' })),
    rules: {},
    versions: [parcel, parcelV2],
    ...parts,
  });
const heavier: Migration = (state) => ({
  ...state,
  snapshot: { ...state.snapshot, context: { weight: 7, hurried: 0 } },
});

describe('a chain of migrations', () => {
  const chained = version3({ migrations: { '2.0.0': heavier, '1.0.0': parcelToV2 } });

  it('given version 1, when version 10 knows 1 to 2 and 2 to 10, then both are applied, in the order of the versions', () => {
    const one = upgraded(chained, oldParcel());
    expect(one.state.snapshot).toMatchObject({ value: 'waiting', context: { weight: 7 } });
    expect(migrations(one)).toHaveLength(1);
    expect(migrations(one)[0]?.data).toMatchObject({
      from: { version: '1.0.0' },
      to: { version: '10.0.0', hash: chained.hash },
    });
  });

  it('given version 2 that came from 1, when version 10 takes over, then only what is left is applied and the fold begins at the last', () => {
    const one = upgraded(chained, upgraded(parcelV2, oldParcel()));
    expect(migrations(one)).toHaveLength(2);
    expect(plain(chained, fold(chained, stored(one.log)))).toBe(plain(chained, one.state));
    expect(foldKnown(chained, stored(one.log))).toMatchObject({
      verified: [
        { version: '1.0.0', from: 1, to: 1 },
        { version: '2.0.0', from: 2, to: 2 },
        { version: '10.0.0', from: 3, to: 3 },
      ],
      unverifiable: [],
    });
  });
});

describe('the order of versions', () => {
  const weighing = (weigh: (weight: number) => number): Migration => {
    return (state) => {
      const context = state.snapshot.context as { weight: number };
      const snapshot = {
        ...state.snapshot,
        context: { ...context, weight: weigh(context.weight) },
      };
      return { ...state, snapshot };
    };
  };

  it('given migrations from 2 and from 10, when version 11 takes over version 2, then 10 comes after 2', () => {
    const version = '11.0.0';
    const machine = register({
      contract: { ...parcelV2Parts.contract, version },
      machine: changed(parcelV2, () => ({ version })),
      rules: {},
      migrations: {
        '10.0.0': weighing((weight) => weight * 10),
        '2.0.0': weighing((weight) => weight + 1),
      },
    });
    const one = begin(parcelV2, { weight: 1 }, { entity: 'j/parcel-1', startedBy: 'j:2' });
    expect(upgraded(machine, one).state.snapshot.context).toMatchObject({ weight: 20 });
  });
});

describe('a log that ends in an earlier version', () => {
  it('given the old definition, when it is folded, then it gives the old state, which is migrated before anything else', () => {
    const old = oldOrder();
    const adopted = adopt(orderV2, undefined, stored(old.log));
    expect(adopted.machine).toBe(order);
    expect(plain(order, adopted.state)).toBe(plain(order, old.state));
    const state = takeOver(orderV2, adopted);
    expect(state).toMatchObject({ machine: { version: '2.0.0' }, migrating: { version: '1.0.0' } });
    const { events } = decide(orderV2, state, { inputs: [], now: { ms: Date.parse(after(0)) } });
    expect(events.map(({ type }) => type)).toEqual(['MachineMigrated']);
  });

  it('given no old definition, when it is folded, then MACHINE_VERSION_UNKNOWN names both versions', () => {
    const alone = register({ ...orderV2Parts, migrations: { '1.0.0': orderToV2 } });
    const error = thrownBy(() => fold(alone, stored(oldOrder().log)));
    expect(error.code).toBe('MACHINE_VERSION_UNKNOWN');
    expect(error.message).toContain(
      'j:1 OrderPlaced is of order 1.0.0, and this build of order 2.0.0',
    );
  });

  it('given a state that waits for its migration, when older events come, then the whole log is asked for', () => {
    const old = oldOrder();
    const state = hydrate(orderV2, dehydrate(order, old.state));
    old.command('addNote', { text: 'later' });
    expect(() => adopt(orderV2, state, stored(old.log.slice(-1)))).toThrow('fold the whole log');
  });

  it('given a migration that is in the log already, when its run adopts it, then it is not recorded again', () => {
    const old = oldOrder();
    const state = hydrate(orderV2, dehydrate(order, old.state));
    const written = upgraded(orderV2, old, 1_000).log.slice(-1);
    const adopted = adopt(orderV2, state, stored(written));
    const now = { ms: Date.parse(after(2_000)) };
    const { events } = decide(orderV2, takeOver(orderV2, adopted), { inputs: [], now });
    expect([events, adopted.state.at, adopted.state.migrating]).toEqual([
      [],
      after(1_000),
      undefined,
    ]);
  });

  it('given an ended instance, when it is taken over without a migration, then its own definition is enough', () => {
    const old = oldOrder();
    old.command('cancelOrder');
    const keeping = register({ ...orderV2Parts, versions: [order] });
    const state = takeOver(keeping, adopt(keeping, undefined, stored(old.log)));
    expect(state.snapshot).toMatchObject({ status: 'done', value: 'cancelled' });
  });
});

describe('what another build cannot take over', () => {
  const persisted = () => dehydrate(order, oldOrder().state);

  it('given no migration, when a state of another version is read, then MACHINE_VERSION_UNKNOWN', () => {
    const alone = register(orderV2Parts);
    expect(thrownBy(() => hydrate(alone, persisted())).code).toBe('MACHINE_VERSION_UNKNOWN');
    expect(thrownBy(() => hydrate(parcel, persisted())).message).toContain('is of order 1.0.0');
  });

  it('given another graph of the same version, or a compatible one, when a state is read, then it carries the present identity', () => {
    const { machine, ...state } = persisted();
    const other = { ...state, machine: { ...machine, hash: 'other' } };
    expect(hydrate(order, other).machine).toEqual(machine);
    const newer = { ...order, hash: 'newer', contract: { ...order.contract, version: '1.1.0' } };
    const compatible: DurableMachine = { ...newer, compatibleWith: ['1.0.0'] };
    const loaded = hydrate(compatible, persisted());
    expect(loaded.machine).toEqual({ id: 'order', version: '1.1.0', hash: 'newer' });
    expect(loaded.migrating).toBeUndefined();
    expect(fold(compatible, stored(oldOrder().log)).machine).toEqual(loaded.machine);
  });

  it('given a state, a timer, an actor and a memory that are gone, when it is read, then all of them are named at once', () => {
    const state = persisted();
    const timer = {
      name: 'gone',
      event: { type: 'xstate.after.gone.order.open' },
      fireAt: 0,
      armedBy: 'j:1',
    };
    const actor = {
      kind: 'machine' as const,
      src: 'lorry',
      input: {},
      generation: 1,
      startedBy: 'j:1',
    };
    const broken: PersistedState = {
      ...state,
      snapshot: { ...state.snapshot, value: 'gone', historyValue: { h: [{ id: 'order.gone' }] } },
      timers: { t: timer },
      actors: { 'lorry-1': actor },
    };
    const error = thrownBy(() => hydrate(order, broken));
    expect(error.code).toBe('MACHINE_STATE_UNKNOWN');
    expect(error.details['problems']).toEqual([
      'state gone does not exist',
      'state order.gone, which a history state remembers, does not exist',
      'timer t: no state handles xstate.after.gone.order.open',
      'timer t: the contract has no event GoneElapsed',
      'actor lorry-1: the machine has no lorry',
    ]);
  });

  const regions = { left: {}, right: { initial: 'a', states: { a: {} } } };
  it.each<[string, object, unknown, string]>([
    [
      'a region that is new',
      { type: 'parallel', states: regions },
      { left: {} },
      'state right was never entered',
    ],
    [
      'inner states that are new',
      { initial: 'left', states: { left: regions.right } },
      'left',
      'state left.(an inner state) was never entered',
    ],
  ])(
    'given %s, when a state without it is read, then it is named instead of never begun',
    (_, graph, value, text) => {
      const machine = durable(createMachine({ id: 'm', version: '1', ...graph }));
      const state = dehydrate(machine, begin(machine).state);
      expect(hydrate(machine, state).sequence).toBe(1);
      const older = { ...state, snapshot: { ...state.snapshot, value } };
      expect(thrownBy(() => hydrate(machine, older)).message).toContain(text);
    },
  );

  it.each<[string, Migration, string, string]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
      'MIGRATION_FAILED',
      'Error: broken',
    ],
    [
      'forgets what the engine keeps',
      (state) => ({ ...state, seen: {} }),
      'MIGRATION_FAILED',
      'changes seen,',
    ],
    [
      'ends the instance',
      (state) => ({ ...state, snapshot: { ...state.snapshot, status: 'done' } }),
      'MIGRATION_FAILED',
      'changes snapshot.status,',
    ],
    [
      'returns nothing',
      () => undefined as never,
      'MIGRATION_FAILED',
      'does not return a whole state',
    ],
    ['forgets a state', (state) => state, 'MACHINE_STATE_UNKNOWN', 'state open does not exist'],
  ])('given a migration that %s, when it runs, then it is named', (_, migrate, code, text) => {
    const machine = register({ ...orderV2Parts, migrations: { '1.0.0': migrate } });
    const before = persisted();
    const error = thrownBy(() => hydrate(machine, before));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(text)]);
    expect(before).toEqual(persisted());
  });

  it('given a timer that the migration forgets to rename, when it runs, then it is named', () => {
    const forgetful: Migration = (state) => ({ ...parcelToV2(state), timers: state.timers });
    const machine = register({ ...parcelV2Parts, migrations: { '1.0.0': forgetful } });
    expect(
      thrownBy(() => hydrate(machine, dehydrate(parcel, oldParcel().state))).message,
    ).toContain('no state handles xstate.after.patience.parcel.packed');
  });
});

describe('what a build can verify', () => {
  const one = () => {
    const instance = upgraded(orderV2, oldOrder());
    instance.command('addNote', { text: 'y' });
    return stored(instance.log);
  };
  const replaced = (log: RecordedEvent[], sequence: number, change: object) =>
    log.map((event) => (event.sequence === sequence ? { ...event, ...change } : event));

  it('given no old definition, when all that is known is folded, then the rest is named', () => {
    const alone = register(orderV2Parts);
    const known = foldKnown(alone, one());
    expect(known.unverifiable).toMatchObject([
      { version: '1.0.0', from: 1, to: 3 },
      { version: '2.0.0', from: 4, to: 4, reason: 'the state before it is not known' },
    ]);
    expect(known.verified).toEqual([{ version: '2.0.0', from: 5, to: 5 }]);
    expect(known.adopted?.state.sequence).toBe(5);
  });

  it('given a migration that recorded another state, when it is verified, then the event is named', () => {
    const log = one();
    const data = JSON.parse(JSON.stringify(log[3]?.data)) as {
      state: { snapshot: { context: object } };
    };
    Object.assign(data.state.snapshot.context, { notes: 99 });
    const forged = replaced(log, 4, { data });
    expect(fold(orderV2, forged).snapshot.context).toMatchObject({ notes: 100 });
    expect(() => foldKnown(orderV2, forged)).toThrow(
      'j:4 MachineMigrated: the migration gives another',
    );
  });

  it.each<[string, (log: RecordedEvent[]) => RecordedEvent[], string]>([
    [
      'an old event behind the migration',
      (log) => replaced(log, 5, { machineVersion: '1.0.0' }),
      'j:5 NoteAdded: no migration leads to version 1.0.0',
    ],
    [
      'a new event without a migration',
      (log) => replaced(log.slice(0, 3), 3, { machineVersion: '2.0.0' }),
      'j:3 NoteAdded: no migration leads to version 2.0.0',
    ],
    [
      'a migration of another instance',
      (log) => replaced(log, 4, { entity: 'k' }),
      'k:4 MachineMigrated: it holds no state',
    ],
    [
      'a migration at another place',
      (log) => replaced(log, 4, { sequence: 7 }),
      'it holds no state',
    ],
    ['a migration without a state', (log) => replaced(log, 4, { data: {} }), 'it holds no state'],
    [
      'an old event that was changed',
      (log) => replaced(log, 2, { type: 'OrderClosed', data: {} }),
      'j:3 NoteAdded: not possible then',
    ],
  ])('given %s, when it is verified, then it is a conflict', (_, change, text) => {
    const error = thrownBy(() => foldKnown(orderV2, change(one())));
    expect([error.code, error.message]).toEqual([
      'EVENT_STREAM_CONFLICT',
      expect.stringContaining(text),
    ]);
  });
});

describe('registration', () => {
  it('given versions that contradict each other, when it is registered, then every fault is named', () => {
    const wrong = () =>
      register({
        ...orderV2Parts,
        versions: [order, order, parcel],
        migrations: { '2.0.0': orderToV2, '1.0.0': orderToV2 },
        compatibleWith: ['1.0.0', '2.0.0'],
      });
    expect(thrownBy(wrong).details['faults']).toEqual([
      'versions: parcel 1.0.0 is another machine',
      'versions: 1.0.0 is there twice, the present version counted',
      'migrations: 2.0.0 is the present version; raise it',
      'compatibleWith: 2.0.0 is the present version',
      'compatibleWith: 1.0.0 has a migration too; decide for one of them',
      'compatibleWith: 2.0.0 has a migration too; decide for one of them',
    ]);
  });
});
