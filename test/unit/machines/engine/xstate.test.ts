import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createActor, fromPromise, SimulatedClock, type AnyActor } from 'xstate';
import {
  canonicalJson,
  dehydrate,
  hydrate,
  type Input,
  type RecordedEvent,
} from '../../../../machines/engine/index.ts';
import { begin, command, live, type Instance } from '../../../support/given.ts';
import { scripted, type Scripted } from './script-machines.ts';
import { durable } from './small-machine.ts';

/** What happens to a machine from outside. */
type Move =
  | { readonly send: string }
  | { readonly wait: number }
  | { readonly done: string; readonly output: number }
  | { readonly fail: string; readonly error: string };

/** A machine that runs somewhere, seen from outside. */
interface Seen {
  readonly value: unknown;
  readonly context: unknown;
  readonly status: string;
  readonly output: unknown;
  readonly told: readonly unknown[];
  readonly running: readonly string[];
}
interface Player {
  move(move: Move): Promise<void>;
  seen(): Seen;
}

/** XState itself, live. */
function plain({ machine, actors }: Scripted): Player {
  const clock = new SimulatedClock();
  const told: unknown[] = [];
  const pending = new Map<string, { done(value: unknown): void; fail(error: unknown): void }>();
  const logic = fromPromise(
    ({ self }) =>
      new Promise((done, fail) => {
        pending.set(self.id, { done, fail });
      }),
  );
  const provided = machine.provide({
    actors: Object.fromEntries(actors.map((name) => [name, logic])),
  });
  const actor: AnyActor = createActor(provided, { clock });
  actor.on('*', (event) => told.push(event));
  actor.subscribe({ error: () => undefined });
  actor.start();
  return {
    move: async (move) => {
      if ('send' in move) actor.send({ type: move.send });
      else if ('wait' in move) for (let ms = 0; ms < move.wait; ms += 1) clock.increment(1);
      else if ('done' in move) pending.get(move.done)?.done(move.output);
      else pending.get(move.fail)?.fail({ message: move.error });
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    },
    seen: () => {
      const { value, context, status, output, children } = actor.getSnapshot() as Seen & {
        readonly children: Readonly<Record<string, AnyActor>>;
      };
      const running = Object.values(children).filter(
        (child) => (child.getSnapshot() as Seen).status === 'active',
      );
      return { value, context, status, output, told, running: running.map(({ id }) => id).sort() };
    },
  };
}

/** The engine, by decisions; with `restored`, through JSON before every move. */
function engine({ machine, sends, events }: Scripted, restored: boolean): Player {
  const definition = durable(machine, { commands: sends, events });
  const told: unknown[] = [];
  let instance = begin(definition);
  let now = 0;
  const tell = (recorded: readonly RecordedEvent[]): void => {
    for (const { cause, type, data } of recorded) {
      if (cause === 'derived') told.push({ type, ...data });
    }
  };
  const inputsOf = (move: Move): Input[] => {
    if ('wait' in move) return [];
    if ('send' in move) return [command(`do${move.send}`)];
    const actorId = 'done' in move ? move.done : move.fail;
    const generation = instance.state.generations[actorId] ?? 0;
    const result = 'done' in move ? { output: move.output } : { error: { message: move.error } };
    return [{ cause: 'actor', actorId, generation, result }];
  };
  return {
    move: (move) => {
      if (restored) {
        const copy = hydrate(definition, dehydrate(definition, instance.state));
        instance = live(definition, copy, instance.log);
      }
      for (let ms = 0; 'wait' in move && ms < move.wait; ms += 1) {
        tell(instance.take([], (now += 1)).events);
      }
      tell(instance.take(inputsOf(move), now).events);
      return Promise.resolve();
    },
    seen: () => {
      const { value, context, status, output } = instance.state.snapshot as unknown as Seen;
      return { value, context, status, output, told, running: running(instance) };
    },
  };
}

function running({ state }: Instance): string[] {
  return Object.keys(state.actors).sort();
}

async function compare(graph: Scripted, moves: readonly Move[]): Promise<void> {
  const players = [plain(graph), engine(graph, false), engine(graph, true)];
  for (const [index, move] of [undefined, ...moves].entries()) {
    if (move) for (const player of players) await player.move(move);
    const [expected, ...actual] = players.map((player) => canonicalJson(player.seen()));
    for (const seen of actual) {
      expect({ index, move, seen }).toEqual({ index, move, seen: expected });
    }
  }
}

const graphs = scripted.map((graph): [string, Scripted] => [graph.machine.id, graph]);

function movesOf({ sends, actors }: Scripted): fc.Arbitrary<readonly Move[]> {
  const send = fc.constantFrom(...sends).map((name): Move => ({ send: name }));
  const wait = fc.integer({ min: 1, max: 9 }).map((ms): Move => ({ wait: ms }));
  const result = fc.constantFrom(...(actors.length > 0 ? actors : ['none'])).chain((name) =>
    fc.oneof(
      fc.nat(9).map((output): Move => ({ done: name, output })),
      fc.constant<Move>({ fail: name, error: 'broken' }),
    ),
  );
  return fc.array(
    fc.oneof(
      { arbitrary: send, weight: 5 },
      { arbitrary: wait, weight: 2 },
      { arbitrary: result, weight: actors.length > 0 ? 2 : 0 },
    ),
    { maxLength: 25 },
  );
}

describe('the engine and XState itself', () => {
  it.each(graphs)(
    'given %s, when the same things happen to both, then both are in the same state',
    async (_name, graph) => {
      await fc.assert(
        fc.asyncProperty(movesOf(graph), (moves) => compare(graph, moves)),
        { numRuns: 60 },
      );
    },
  );
});
