import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  adopt,
  canonicalJson,
  decide,
  dehydrate,
  fold,
  hydrate,
  type CommandInput,
  type DurableMachine,
  type EntityState,
  type Input,
  type RecordedEvent,
} from '../../../../machines/engine/index.ts';
import { begin, command, START, stored, type Instance } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';

const DAY = 86_400_000;

/** Something that happens to an order and its parcels. Numbers choose among what is there. */
type Move =
  | { readonly kind: 'order'; readonly command: Given }
  | { readonly kind: 'parcel'; readonly at: number; readonly command: Given }
  | { readonly kind: 'routed'; readonly at: number; readonly command: Given }
  | { readonly kind: 'hurry'; readonly at: number; readonly id: number }
  | { readonly kind: 'invoice'; readonly isDone: boolean; readonly generation: number }
  | { readonly kind: 'wait'; readonly days: number };
interface Given {
  readonly name: string;
  readonly data: object;
  readonly role: string;
  readonly via: 'update' | 'signal';
  /** Ids under 5 are used again and again. */
  readonly id: number;
}

const anyGiven = (names: readonly (readonly [string, object])[], role: string) =>
  fc
    .record({
      name: fc.constantFrom(...names),
      role: fc.constantFrom(role, role, role, 'stranger'),
      via: fc.constantFrom('update' as const, 'signal' as const),
      id: fc.nat(60),
    })
    .map(({ name: [name, data], ...rest }): Given => ({ ...rest, name, data }));
const anyOrderCommand = anyGiven(
  [
    ...['x', 'y'].map((text): [string, object] => ['addNote', { text }]),
    ...[1, 2, 3].map((weight): [string, object] => ['orderParcel', { weight }]),
    ['requestInvoice', {}],
    ['addNote', { text: '' }],
    ['nonsense', {}],
  ],
  'clerk',
);
const anyParcelCommand = anyGiven(
  [
    ['weighParcel', { weight: 4 }],
    ['deliverParcel', { to: 'door' }],
    ['weighParcel', {}],
  ],
  'carrier',
);
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 16,
    arbitrary: anyOrderCommand.map((given): Move => ({ kind: 'order', command: given })),
  },
  {
    weight: 10,
    arbitrary: fc
      .tuple(fc.nat(4), anyParcelCommand)
      .map(([at, given]): Move => ({ kind: 'parcel', at, command: given })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(4), anyParcelCommand)
      .map(([at, given]): Move => ({ kind: 'routed', at, command: given })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ at: fc.nat(4), id: fc.nat(60) })
      .map((rest): Move => ({ kind: 'hurry', ...rest })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ isDone: fc.boolean(), generation: fc.integer({ min: 1, max: 3 }) })
      .map((result): Move => ({ kind: 'invoice', ...result })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 40 }).map((days): Move => ({ kind: 'wait', days })),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Move>({
      kind: 'order',
      command: { name: 'cancelOrder', data: {}, role: 'clerk', via: 'update', id: 59 },
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Move>({
      kind: 'order',
      command: { name: 'closeOrder', data: {}, role: 'clerk', via: 'signal', id: 58 },
    }),
  },
);
const anyMoves = fc.array(anyMove, { maxLength: 40, size: 'max' });

interface WorldOptions {
  /** Every state goes through JSON before it is used. */
  readonly carried?: boolean;
  /** Everything that is delivered is delivered twice. */
  readonly twice?: boolean;
  readonly onDecided?: (entity: string, state: EntityState) => void;
}

/** An order and its parcels with a network between them that keeps order, as the shell does. */
function createWorld({ carried = false, twice = false, onDecided }: WorldOptions = {}) {
  const instances = new Map<string, Instance>([
    ['j', begin(order, { customer: 'globex', limit: 3 })],
  ]);
  let day = 0;

  const take = (entity: string, input?: Input): void => {
    const one = instances.get(entity);
    if (!one) return;
    for (let count = 0; count < (twice ? 2 : 1); count += 1) {
      if (carried) one.state = hydrate(one.machine, dehydrate(one.machine, one.state));
      one.take(input ? [input] : [], day * DAY);
      onDecided?.(entity, one.state);
      settle(entity, one);
    }
  };
  const settle = (entity: string, one: Instance): void => {
    for (const [id, actor] of Object.entries(one.state.actors)) {
      const child = `${entity}/${id}`;
      if (actor.kind === 'activity' || instances.has(child)) continue;
      const options = { entity: child, startedBy: actor.startedBy, at: day * DAY };
      instances.set(child, begin(parcel, actor.input as object, options));
    }
    const { outbox } = one.state;
    one.state = { ...one.state, outbox: {} };
    for (const [target, messages] of Object.entries(outbox)) {
      for (const message of messages) take(target, { cause: 'message', from: entity, message });
    }
  };
  const parcels = () => [...instances.keys()].filter((entity) => entity !== 'j');
  const chosen = (at: number) => parcels()[at % Math.max(1, parcels().length)] ?? '';
  const inputOf = (given: Given, more: object = {}): CommandInput =>
    command(
      given.name,
      { ...given.data, ...more },
      {
        via: given.via,
        id: `c-${String(given.id < 5 ? given.id : `${String(given.id)}-${given.name}`)}`,
        actor: { id: 'a-1', role: given.role },
      },
    );
  /** The instance to which a move goes, and the input it is; none for time that passes. */
  const aimed = (move: Exclude<Move, { kind: 'wait' }>): [entity: string, input: Input] => {
    const child = 'at' in move ? chosen(move.at) : '';
    const name = child.slice(2);
    switch (move.kind) {
      case 'order':
        return ['j', inputOf(move.command)];
      case 'parcel':
        return [child, inputOf(move.command)];
      case 'routed':
        return ['j', inputOf({ ...move.command, via: 'signal' }, { parcel: name })];
      case 'hurry': {
        const hurry = command('hurryParcel', { parcel: name }, { id: `h-${String(move.id)}` });
        return [child === '' ? '' : 'j', hurry];
      }
      case 'invoice':
        return ['j', invoiceResult(move)];
    }
  };
  const play = (move: Move): void => {
    if (move.kind === 'wait') {
      day += move.days;
      for (const entity of instances.keys()) take(entity);
    } else {
      take(...aimed(move));
    }
  };
  return { instances, play };
}

function invoiceResult({ isDone, generation }: Extract<Move, { kind: 'invoice' }>): Input {
  const result = isDone ? { output: { number: 'I' } } : { error: { message: 'x' } };
  return { cause: 'actor', actorId: 'invoice', generation, result };
}

/** Everything of a state that the log tells; what waits for delivery it does not. */
const plain = (machine: DurableMachine, state: EntityState) =>
  canonicalJson({ ...dehydrate(machine, state), outbox: {} });
const logs = (instances: ReadonlyMap<string, Instance>) =>
  [...instances].map(([entity, { log }]): [string, RecordedEvent[]] => [entity, log]);
const states = (instances: ReadonlyMap<string, Instance>) =>
  [...instances].map(([entity, { machine, state }]) => [entity, plain(machine, state)]);

function played(moves: readonly Move[], options?: WorldOptions) {
  const world = createWorld(options);
  moves.forEach(world.play);
  return world.instances;
}

describe('orders and parcels, whatever happens', () => {
  it('given any moves, when each log is folded, then each state comes out', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        for (const { machine, state, log } of played(moves).values()) {
          expect(plain(machine, fold(machine, stored(log)))).toBe(plain(machine, state));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('given any moves, when the log is folded up to the end of any decision, then the state of then comes out', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const known = new Map<string, string>();
        const onDecided = (entity: string, state: EntityState): void => {
          const machine = entity === 'j' ? order : parcel;
          known.set(`${entity}:${String(state.sequence)}`, plain(machine, state));
        };
        const instances = played(moves, { onDecided });
        for (const [entity, { machine, log }] of instances) {
          for (const [index, { sequence, stepIndex, stepSize }] of log.entries()) {
            const state = known.get(`${entity}:${String(sequence)}`);
            if (stepIndex !== stepSize || state === undefined) continue;
            const then = fold(machine, stored(log.slice(0, index + 1)));
            expect(plain(machine, then)).toBe(state);
            expect(plain(machine, adopt(machine, then, stored(log.slice(index + 1))).state)).toBe(
              plain(machine, fold(machine, stored(log))),
            );
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('given any moves, when the log ends within a step, then what is missing is the rest of it', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        for (const { machine, log } of played(moves).values()) {
          for (const [index, { step }] of log.entries()) {
            const { missing } = adopt(machine, undefined, stored(log.slice(0, index + 1)));
            const rest = log.slice(index + 1).filter((event) => event.step === step);
            expect(missing).toEqual(rest);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('given any moves, when every state goes through JSON before the next, then logs and states are the same', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const steady = played(moves);
        const carried = played(moves, { carried: true });
        expect(logs(carried)).toEqual(logs(steady));
        expect(states(carried)).toEqual(states(steady));
      }),
      { numRuns: 60 },
    );
  });

  it('given any moves, when everything is delivered twice, then logs and states are the same', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const once = played(moves);
        const twice = played(moves, { twice: true });
        expect(logs(twice)).toEqual(logs(once));
        expect(states(twice)).toEqual(states(once));
      }),
      { numRuns: 100 },
    );
  });

  it('given any moves, when they have happened, then sequences have no gap and every command has one event at most', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        for (const { log } of played(moves).values()) {
          expect(log.map(({ sequence }) => sequence)).toEqual(log.map((_, index) => index + 1));
          const accepted = log.filter(({ cause }) => cause === 'command');
          const ids = accepted.map(({ causationId }) => causationId);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('given any inputs at one instant, when they are decided in batches of any size, then the events are those of one by one', () => {
    const input = fc.oneof(
      { weight: 5, arbitrary: anyOrderCommand.map(toInput) },
      {
        weight: 1,
        arbitrary: fc.integer({ min: 1, max: 4 }).map((number): Input => {
          const event = { type: 'ParcelWeighed', data: { weight: number } };
          const id = `j/parcel-1:${String(number)}`;
          const message = { ...event, number, id, kind: 'event' as const, correlationId: 'c' };
          return { cause: 'message', from: 'j/parcel-1', message };
        }),
      },
      {
        weight: 1,
        arbitrary: fc.integer({ min: 1, max: 2 }).map((generation): Input => {
          const result = { output: { number: 'I' } };
          return { cause: 'actor', actorId: 'invoice', generation, result };
        }),
      },
    );
    fc.assert(
      fc.property(
        fc.array(input, { maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 6 })),
        (inputs, sizes) => {
          const single = begin(order, { customer: 'globex', limit: 3 });
          inputs.forEach((each) => single.take([each]));
          const batched = begin(order, { customer: 'globex', limit: 3 });
          for (let from = 0, turn = 0; from < inputs.length; turn += 1) {
            const size = sizes[turn % Math.max(1, sizes.length)] ?? inputs.length;
            batched.take(inputs.slice(from, from + size));
            from += size;
          }
          expect(batched.log).toEqual(single.log);
          expect(canonicalJson(dehydrate(order, batched.state))).toBe(
            canonicalJson(dehydrate(order, single.state)),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('given any moves, when a decision is thrown away and made again, then it comes out the same', () => {
    fc.assert(
      fc.property(anyMoves, fc.array(anyOrderCommand, { maxLength: 5 }), (moves, commands) => {
        const one = played(moves).get('j');
        const { state } = one ?? begin(order, { customer: 'globex' });
        const now = { ms: Date.parse(START) + 500 * DAY };
        const inputs = commands.map(toInput);
        decide(order, state, { inputs: [...inputs].reverse(), now });
        const [first, second] = [1, 2].map(() => decide(order, state, { inputs, now }));
        expect(second?.events).toEqual(first?.events);
        expect(second && plain(order, second.state)).toBe(first && plain(order, first.state));
      }),
      { numRuns: 60 },
    );
  });
});

function toInput(given: Given): Input {
  return command(given.name, given.data, {
    via: given.via,
    id: `c-${String(given.id)}`,
    actor: { id: 'a-1', role: given.role },
  });
}
