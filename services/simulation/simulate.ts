import { setImmediate } from 'node:timers/promises';
import type { DurableMachine, RecordedEvent } from '../../machines/engine/index.ts';
import type { Break } from './invariants/index.ts';
import { neverReached, type Reached } from './reached.ts';
import { simulateJourney } from './simulate-journey.ts';

/** What is simulated. */
export interface SimulationPlan {
  /** The first one is what people start. */
  readonly machines: readonly DurableMachine[];
  readonly journeys: number;
  /** How long each of them is played. */
  readonly years: number;
  readonly seed: number;
  /** Number of the one journey that is played, 1 for the first. @defaultValue all of them */
  readonly only?: number | undefined;
}

/** Whoever looks on. */
export interface Onlooker {
  /** Ends it after the journey that is being played. */
  readonly signal: AbortSignal;
  readonly onJourney?: ((done: number, of: number) => void) | undefined;
  /** Told of every event and its place among those of the journey, as it is recorded. */
  readonly onEvent?: ((event: RecordedEvent, number: number) => void) | undefined;
  /** Told as soon as the journey is over. */
  readonly onBreak?: ((broken: BrokenInvariant) => void) | undefined;
}

/** An invariant that was broken, and in which journey. */
export interface BrokenInvariant extends Break {
  readonly journey: number;
}

/** What came of a simulation. */
export interface Simulated {
  readonly journeys: number;
  readonly events: number;
  /** How many journeys were in each outermost state at the end. */
  readonly terminal: Readonly<Record<string, number>>;
  readonly broken: readonly BrokenInvariant[];
  /** In how many journeys a workflow was in each state, by machine and path. */
  readonly reached: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** States in which no workflow ever was, by machine. */
  readonly neverReached: Readonly<Record<string, readonly string[]>>;
}

/** Plays journeys one after the other, and judges every event of each by the invariants. */
export async function simulate(plan: SimulationPlan, onlooker: Onlooker): Promise<Simulated> {
  const { machines, journeys, only } = plan;
  const numbers = only === undefined ? Array.from({ length: journeys }, (_, i) => i + 1) : [only];
  const terminal = new Map<string, number>();
  const broken: BrokenInvariant[] = [];
  const reached: Reached[] = [];
  let events = 0;
  for (const number of numbers) {
    // Whoever wants it to end is heard between two journeys.
    await setImmediate();
    if (onlooker.signal.aborted) break;
    const played = simulateJourney({ ...plan, number, onEvent: onlooker.onEvent });
    events += played.events;
    terminal.set(played.terminal, (terminal.get(played.terminal) ?? 0) + 1);
    reached.push(played.reached);
    for (const one of played.broken) {
      const found = { journey: number, ...one };
      broken.push(found);
      onlooker.onBreak?.(found);
    }
    onlooker.onJourney?.(reached.length, numbers.length);
  }
  return {
    journeys: reached.length,
    events,
    terminal: Object.fromEntries([...terminal].sort(([one], [other]) => (one < other ? -1 : 1))),
    broken,
    reached: counted(reached),
    neverReached: neverReached(machines, reached),
  };
}

function counted(all: readonly Reached[]): Simulated['reached'] {
  const counts: Record<string, Record<string, number>> = {};
  for (const [machine, states] of all.flatMap((reached) => Object.entries(reached))) {
    const ofMachine = (counts[machine] ??= {});
    for (const state of states) ofMachine[state] = (ofMachine[state] ?? 0) + 1;
  }
  return counts;
}
