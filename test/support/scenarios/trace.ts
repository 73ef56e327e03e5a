import type { AnyMachineSnapshot } from 'xstate';
import { canonicalJson, type RunningActor } from '../../../machines/engine/index.ts';
import type { Move } from './scenario.ts';

/** A machine seen from outside. */
export interface Seen {
  readonly value: unknown;
  readonly context: unknown;
  readonly status: string;
  readonly output: unknown;
  readonly tags: readonly string[];
  readonly meta: unknown;
  /** Everything emitted so far. */
  readonly told: readonly unknown[];
  /** Ids of the activities and children that run. */
  readonly running: readonly string[];
}

/** A machine that runs somewhere. */
export interface Player {
  /** Lets something happen; returns when everything has that follows from it. */
  move(move: Move): Promise<void>;
  seen(): Seen | Promise<Seen>;
}

/** What a snapshot and what goes with it look like from outside. */
export function seenOf(
  snapshot: AnyMachineSnapshot,
  besides: { readonly told: readonly unknown[]; readonly running: readonly string[] },
): Seen {
  const { value, context, status, output } = snapshot as unknown as Seen;
  const seen: Seen = {
    ...{ value, context, status, output: output ?? null },
    tags: [...(snapshot.tags as ReadonlySet<string>)].sort(),
    meta: snapshot.getMeta(),
    told: besides.told,
    running: [...besides.running].sort(),
  };
  return JSON.parse(canonicalJson(seen)) as Seen;
}

/** What can be named: an actor whose id was taken by a later one runs on, as in XState, but is in no snapshot. */
export function runningOf(actors: Readonly<Record<string, RunningActor>>): string[] {
  return Object.entries(actors).flatMap(([key, { id }]) => (id === undefined ? [key] : []));
}

/** What was seen at the start and after every move. */
export async function traceOf(player: Player, script: readonly Move[]): Promise<readonly Seen[]> {
  const trace = [await player.seen()];
  for (const move of script) {
    await player.move(move);
    trace.push(await player.seen());
  }
  return trace;
}
