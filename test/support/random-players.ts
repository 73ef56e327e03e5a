// What plays a machine made up by a property test: XState itself, and the engine by decisions.
import { createActor, fromPromise, SimulatedClock, type AnyActor, type EventObject } from 'xstate';
import {
  dehydrate,
  hydrate,
  type DurableMachine,
  type EntityState,
  type Input,
  type Outcome,
  type RecordedEvent,
} from '../../machines/engine/index.ts';
import { begin, command, live, type Instance } from './given.ts';
import { EVENTS, failure, jobOf, logicOf, type Given, type NodeSpec } from './random-machines.ts';
import type { MoveSpec } from './random-specs.ts';

/** What happens to a machine from outside, with what it is about. */
export type Move =
  | { readonly send: string; readonly n: number; readonly isSignal: boolean }
  | { readonly wait: number }
  | {
      readonly result: string;
      /** The start that it answers: 1 for the last but one of this id. */
      readonly age: number;
      readonly given: Given;
    };

/** A machine as it looks from outside. */
export interface Seen {
  readonly value: unknown;
  readonly context: unknown;
  readonly status: string;
  readonly output: unknown;
  readonly told: readonly unknown[];
  /** Running actors with their inputs; none of a machine that has ended. */
  readonly running: Readonly<Record<string, unknown>>;
}

/** XState itself, live. */
export interface Oracle {
  move(move: Move): Promise<void>;
  seen(): Seen;
  /** Every actor that was ever started, by id. */
  started(): readonly string[];
  /** How many actors have ever waited for their answer together. */
  crowd(): number;
}

interface Pending {
  readonly input: unknown;
  give(given: Given): void;
}

/**
 * XState itself with actors that answer when they are told to.
 * @param isPrompt - actors answer at once instead, one after the other, in the order in which they were started
 */
export async function createOracle(spec: NodeSpec, isPrompt: boolean): Promise<Oracle> {
  const clock = new SimulatedClock();
  const told: unknown[] = [];
  const pending = new Map<string, Pending[]>();
  const prompt: Pending[] = [];
  let crowd = 0;
  const job = fromPromise(
    ({ self, input }) =>
      new Promise((done, fail) => {
        const give = (given: Given): void => {
          if ('output' in given) done(given.output);
          // XState hands on whatever was thrown; the engine knows plain data only.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- see above
          else fail(given.error);
        };
        const one: Pending = { input, give };
        pending.set(self.id, [one, ...(pending.get(self.id) ?? [])]);
        prompt.push(one);
        crowd = Math.max(crowd, prompt.length);
      }),
  );
  const actor: AnyActor = createActor(logicOf(spec).provide({ actors: { job } }), { clock });
  actor.on('*', (event) => told.push(event));
  actor.subscribe({ error: () => undefined });
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  const settle = async (): Promise<void> => {
    await rest();
    for (let one = prompt.shift(); one && isPrompt; one = prompt.shift()) {
      one.give(jobOf(one.input));
      await rest();
    }
  };
  actor.start();
  await settle();
  return {
    move: async (move) => {
      if ('send' in move) actor.send({ type: move.send, n: move.n } as EventObject);
      else if ('result' in move) pending.get(move.result)?.[move.age]?.give(move.given);
      for (let ms = 0; 'wait' in move && ms < move.wait; ms += 1) {
        clock.increment(1);
        await settle();
      }
      await settle();
    },
    crowd: () => crowd,
    started: () => [...pending.keys()].sort(),
    seen: () => {
      const snapshot = actor.getSnapshot() as Seen & { children: Record<string, AnyActor> };
      const { value, context, status, output, children } = snapshot;
      const active = Object.values(children).filter(
        (child) => status === 'active' && (child.getSnapshot() as Seen).status === 'active',
      );
      const inputs = active.map(({ id }) => [id, pending.get(id)?.[0]?.input] as const);
      return { value, context, status, output, told, running: Object.fromEntries(inputs) };
    },
  };
}

/** Says what a move of a script is about, by what XState has running. */
export function resolved(move: MoveSpec, oracle: Oracle): Move {
  if (move.do === 'wait') return { wait: move.n };
  if (move.do === 'send') {
    const send = EVENTS[move.n % EVENTS.length] ?? '';
    return { send, n: move.n % 10, isSignal: move.isSignal };
  }
  const ids = move.isStale ? oracle.started() : Object.keys(oracle.seen().running).sort();
  return {
    result: ids[move.n % Math.max(1, ids.length)] ?? 'nobody',
    age: move.isStale ? 1 : 0,
    given: move.isDone ? { output: move.n } : { error: failure(`no ${String(move.n)}`) },
  };
}

/** How the engine is played, where that must make no difference. */
export interface Manner {
  /** How often each state goes through JSON before it is used. */
  readonly roundTrips: number;
  /** How often each input is delivered. */
  readonly deliveries: number;
}

/** One call of `decide`. */
export interface Taken {
  readonly inputs: readonly Input[];
  /** Milliseconds after the start. */
  readonly at: number;
}

/** The engine, by decisions. */
export interface EnginePlayer {
  readonly machine: DurableMachine;
  readonly log: readonly RecordedEvent[];
  /** Everything that was decided, in order. */
  readonly taken: readonly Taken[];
  /** The state after as many events. */
  readonly states: ReadonlyMap<number, EntityState>;
  /** What every delivery of each input was answered. */
  readonly answers: readonly (readonly [Outcome, ...Outcome[]])[];
  readonly state: () => EntityState;
  move(move: Move): void;
  seen(): Seen;
}

/** Plays a machine by decisions. */
export function createEnginePlayer(machine: DurableMachine, manner: Manner): EnginePlayer {
  let instance = begin(machine);
  let now = 0;
  let count = 0;
  const taken: Taken[] = [];
  const answers: [Outcome, ...Outcome[]][] = [];
  const states = new Map([[instance.state.sequence, instance.state]]);
  const take = (inputs: readonly Input[]): Outcome | undefined => {
    for (let trip = 0; trip < manner.roundTrips; trip += 1) {
      instance = live(machine, hydrate(machine, dehydrate(machine, instance.state)), instance.log);
    }
    const { outcomes } = instance.take(inputs, now);
    states.set(instance.state.sequence, instance.state);
    return outcomes[0];
  };
  const deliver = (input: Input): void => {
    taken.push({ inputs: [input], at: now });
    const answered = Array.from({ length: manner.deliveries }, () => take([input]));
    answers.push(answered as [Outcome, ...Outcome[]]);
  };
  return {
    ...{ machine, taken, states, answers },
    log: instance.log,
    state: () => instance.state,
    move: (move) => {
      for (let ms = 0; 'wait' in move && ms < move.wait; ms += 1) {
        now += 1;
        taken.push({ inputs: [], at: now });
        take([]);
      }
      const input = inputOf(instance, move, `c-${String((count += 1))}`);
      if (input) deliver(input);
    },
    seen: () => seenOf(instance.state, instance.log),
  };
}

function inputOf({ state }: Instance, move: Move, id: string): Input | undefined {
  if ('wait' in move) return undefined;
  if ('send' in move) {
    const via = move.isSignal ? 'signal' : 'update';
    return command(`do${move.send}`, { n: move.n }, { id, via });
  }
  const generation = (state.generations[move.result] ?? 0) - move.age;
  return { cause: 'actor', actorId: move.result, generation, result: { ...move.given } };
}

/** A state of the engine as it looks from outside. */
export function seenOf(
  { snapshot, actors }: Pick<EntityState, 'actors'> & { readonly snapshot: object },
  log: readonly RecordedEvent[],
): Seen {
  const { value, context, status, output } = snapshot as Seen;
  const told = log.filter(({ cause }) => cause === 'derived');
  // An actor whose id was taken by a later one runs on, but XState does not show it.
  const inputs = Object.entries(status === 'active' ? actors : {}).flatMap(
    ([key, { id, input }]) => (id === undefined ? [[key, input] as const] : []),
  );
  return {
    ...{ value, context, status, output },
    told: told.map(({ type, data }) => ({ type, ...data })),
    running: Object.fromEntries(inputs),
  };
}
