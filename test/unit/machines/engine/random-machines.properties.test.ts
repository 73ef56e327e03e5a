import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SimulatedClock } from 'xstate';
import {
  adopt,
  canonicalJson,
  createRunner,
  dehydrate,
  fold,
  hydrate,
  type DurableMachine,
  type EntityState,
  type FakeActivity,
  type Outcome,
  type PersistedRun,
  type RecordedEvent,
} from '../../../../machines/engine/index.ts';
import { begin, stored } from '../../../support/given.ts';
import { jobOf, machineOf } from '../../../support/random-machines.ts';
import {
  createEnginePlayer,
  createOracle,
  resolved,
  seenOf,
  type EnginePlayer,
  type Manner,
  type Move,
  type Seen,
} from '../../../support/random-players.ts';
import { anyPlay, type Play } from '../../../support/random-specs.ts';

/** Machines per property. */
const RUNS = 60;
const LIMIT_MS = 20_000;

const plainly: Manner = { roundTrips: 0, deliveries: 1 };
const job: FakeActivity = (input) => {
  const given = jobOf(input);
  if ('error' in given) throw Object.assign(new Error(given.error.message), { type: null });
  return given.output;
};

/** Checks a property of many machines; what fails it names the seed and the path that lead there again. */
async function holds(property: (play: Play) => Promise<void> | void): Promise<void> {
  const details = await fc.check(
    fc.asyncProperty(anyPlay, async (play) => property(play)),
    {
      numRuns: RUNS,
      // Shrinking ends too: the smallest counterexample so far is shown.
      interruptAfterTimeLimit: LIMIT_MS,
    },
  );
  if (!details.failed) return;
  const { seed, counterexamplePath: path, counterexample, errorInstance } = details;
  throw new Error(
    `seed ${String(seed)}, path ${JSON.stringify(path)}: ${JSON.stringify(counterexample)}\n${String(errorInstance)}`,
    { cause: errorInstance },
  );
}

function same(seen: Seen, expected: Seen, place: unknown): void {
  const [one, other] = [canonicalJson(seen), canonicalJson(expected)];
  if (one === other) return;
  fc.pre(!entersTwice(expected));
  expect({ place, seen }).toEqual({ place, seen: expected });
}

/**
 * Through a history XState 5.33 may enter a state a second time without leaving it. Then it has two actors under one id,
 * and which of them an answer is meant for this oracle cannot say.
 */
function entersTwice({ context }: Seen): boolean {
  const entered = new Set<string>();
  return (context as { readonly trace: readonly string[] }).trace.some((entry) => {
    const [, way, state = ''] = /^(in|out) (\S*)/.exec(entry) ?? [];
    if (way === 'out') entered.delete(state);
    const isTwice = way === 'in' && entered.has(state);
    if (way === 'in') entered.add(state);
    return isTwice;
  });
}

/** Plays a script on XState and on the engine, and compares after every move. */
async function compared(play: Play, players: readonly EnginePlayer[]): Promise<void> {
  const oracle = await createOracle(play.spec, false);
  for (const [index, spec] of [undefined, ...play.moves].entries()) {
    const move = spec && resolved(spec, oracle);
    if (move) await oracle.move(move);
    for (const player of players) {
      if (move) player.move(move);
      same(player.seen(), oracle.seen(), { index, move });
    }
  }
}

/** The moves of a script, and the engine after them. */
async function played(play: Play, manner = plainly): Promise<EnginePlayer> {
  const player = createEnginePlayer(machineOf(play.spec), manner);
  await compared(play, [player]);
  return player;
}

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const stateOf = ({ machine, state }: EnginePlayer) => dehydrate(machine, state());

/** A run that can be put down as JSON and taken up again. */
function createRun(machine: DurableMachine) {
  const clock = new SimulatedClock();
  const log: RecordedEvent[] = [];
  const begun = (snapshot?: PersistedRun) => {
    const options = { machine, clock, activities: { job } };
    const runner = createRunner({ ...options, ...(snapshot ? { snapshot } : { input: {} }) });
    runner.onStep(({ events }) => log.push(...events));
    return runner.start();
  };
  let runner = begun();
  return {
    log,
    move: (move: Move, ms: number) => {
      if ('send' in move) runner.send({ type: move.send, n: move.n } as never);
      else if ('wait' in move)
        for (let left = move.wait; left > 0; left -= ms) runner.advance(Math.min(ms, left));
    },
    putDown: () => {
      const persisted = json(runner.persisted()) as PersistedRun;
      runner.stop();
      runner = begun(persisted);
    },
    persisted: () => runner.persisted(),
    seen: () => {
      const snapshot = runner.snapshot();
      return seenOf({ snapshot, actors: runner.persisted().actors }, log);
    },
  };
}

describe('a machine nobody has thought up', () => {
  it('given actors that answer at any time, when it is played by decisions, then its traces are those of XState', () =>
    holds((play) => compared(play, [createEnginePlayer(machineOf(play.spec), plainly)])));

  it('given actors that answer at once, when it is played by the runner, through JSON or not, then its traces are those of XState', () =>
    holds(async ({ spec, moves }) => {
      const oracle = await createOracle(spec, true);
      const machine = machineOf(spec);
      const [steady, restored, hasty] = [
        createRun(machine),
        createRun(machine),
        createRun(machine),
      ];
      for (const [index, move] of [
        undefined,
        ...moves.map((one) => resolved(one, oracle)),
      ].entries()) {
        if (move && !('result' in move)) {
          await oracle.move(move);
          steady.move(move, 1);
          restored.move(move, 1);
          hasty.move(move, 100);
        }
        restored.putDown();
        for (const run of [steady, restored, hasty])
          same(run.seen(), oracle.seen(), { index, move });
      }
      // The events carry instants and causes: timers have fired when they should.
      expect(hasty.log).toEqual(steady.log);
      const timeless = ({ causationId: _c, correlationId: _r, ...event }: RecordedEvent) => event;
      expect(json(restored.log.map(timeless))).toEqual(json(steady.log.map(timeless)));
    }));

  it('given every state goes through JSON once or three times, when it is played, then traces, log and instants are the same', () =>
    holds(async (play) => {
      const machine = machineOf(play.spec);
      const players = [0, 1, 3].map((roundTrips) =>
        createEnginePlayer(machine, { ...plainly, roundTrips }),
      );
      await compared(play, players);
      const [steady, ...others] = players.map((player) => ({
        log: stored(player.log),
        state: stateOf(player),
      }));
      for (const other of others) expect(other).toEqual(steady);
    }));

  it('given everything is delivered twice, when it is played, then the second time changes nothing and is answered alike', () =>
    holds(async (play) => {
      const machine = machineOf(play.spec);
      const [once, twice] = [1, 2].map((deliveries) =>
        createEnginePlayer(machine, { ...plainly, deliveries }),
      ) as [EnginePlayer, EnginePlayer];
      await compared(play, [once, twice]);
      expect(stored(twice.log)).toEqual(stored(once.log));
      expect(stateOf(twice)).toEqual(stateOf(once));
      twice.answers.forEach(([first, second]) => {
        expect(second).toEqual(
          isOnce(first) ? expect.objectContaining({ kind: 'dropped' }) : first,
        );
      });
    }));

  it('given its log, when it is folded up to any sequence number, then that is the state then, and what is missing is the rest of the step', () =>
    holds(async (play) => {
      const { machine, log, states, state } = await played(play);
      const events = stored(log);
      let before: EntityState | undefined;
      for (const [index, { stepIndex, stepSize }] of events.entries()) {
        const first = index + 1 - stepIndex;
        const { state: after, missing } = adopt(machine, before, events.slice(first, index + 1));
        expect(stored(missing)).toEqual(events.slice(index + 1, first + stepSize));
        const known = states.get(first + stepSize);
        if (known) expect(dehydrate(machine, after)).toEqual(dehydrate(machine, known));
        if (stepIndex === stepSize) before = hydrate(machine, dehydrate(machine, after));
      }
      expect(dehydrate(machine, fold(machine, events))).toEqual(dehydrate(machine, state()));
    }));

  it('given inputs of one instant, when they are decided together, then log and state are those of one by one', () =>
    holds(async (play) => {
      const player = await played(play);
      const instance = begin(player.machine);
      for (const instant of new Set(player.taken.map(({ at }) => at))) {
        const inputs = player.taken.filter(({ at }) => at === instant).flatMap((one) => one.inputs);
        instance.take(inputs, instant);
      }
      expect(stored(instance.log)).toEqual(stored(player.log));
      expect(dehydrate(player.machine, instance.state)).toEqual(stateOf(player));
    }));
});

/** A result, and a refusal that was recorded, are taken once and dropped afterwards. */
function isOnce({ kind, input }: Outcome): boolean {
  return input.cause === 'actor' || (kind === 'refused' && input.via === 'signal');
}
