import { canonicalJson } from '../contract/index.ts';
import { erasedEvent, isSameButWithheld } from '../personal/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { chainFrom, definitionOf, dehydrate, hydrate } from '../migration/index.ts';
import type { PersistedState, RecordedEvent } from '../state/index.ts';
import { isMigration, migratedState } from './beginning.ts';
import { adopt, type Adopted } from './fold.ts';
import { conflict } from './recorded.ts';

/** Events of one version, one behind the other. */
export interface Stretch {
  readonly version: string;
  /** Sequence of the first event. */
  readonly from: number;
  /** Sequence of the last event. */
  readonly to: number;
  /** Why it is not verified. */
  readonly reason?: string;
}

/** What a build can say of a whole log. */
export interface Known {
  /** The state at its end; `undefined` when this build does not hold the last version. */
  readonly adopted: Adopted | undefined;
  readonly verified: readonly Stretch[];
  /** What this build has no definition of, or no migration to. */
  readonly unverifiable: readonly Stretch[];
}

/**
 * Folds everything of a log that this build can verify: each version by its own definition, and each migration by
 * taking the state before it through it again.
 * @throws EngineError `EVENT_STREAM_CONFLICT` when something that can be verified is not so
 */
export function foldKnown(machine: DurableMachine, events: readonly RecordedEvent[]): Known {
  const verified: Stretch[] = [];
  const unverifiable: Stretch[] = [];
  let before: Adopted | undefined;
  for (const own of stretchesOf(events)) {
    const first = own[0] as RecordedEvent;
    const stretch = { version: first.machineVersion, from: first.sequence, to: first.sequence };
    const whole = { ...stretch, to: first.sequence + own.length - 1 };
    if (!definitionOf(machine, first.machineVersion)) {
      unverifiable.push({ ...whole, reason: 'this build does not hold the definition' });
      before = undefined;
      continue;
    }
    const adopted = adopt(machine, undefined, own);
    const reason = isMigration(first) ? unmigrated(adopted.machine, before, first) : undefined;
    if (reason === undefined) verified.push(whole);
    else {
      unverifiable.push({ ...stretch, reason });
      if (own.length > 1) verified.push({ ...whole, from: first.sequence + 1 });
    }
    before = adopted;
  }
  return { adopted: before, verified, unverifiable };
}

/** Each migration begins a stretch. */
function stretchesOf(events: readonly RecordedEvent[]): RecordedEvent[][] {
  const stretches: RecordedEvent[][] = [];
  for (const event of events) {
    const last = stretches.at(-1);
    if (!last || isMigration(event)) stretches.push([event]);
    else last.push(event);
  }
  return stretches;
}

/** Why a migration cannot be verified; `undefined` when it was taken again and gave the same state. */
export function unmigrated(
  definition: DurableMachine,
  before: Adopted | undefined,
  event: RecordedEvent,
): string | undefined {
  if (!before) return 'the state before it is not known';
  if (before.missing.length > 0) throw conflict(event, 'the step before it is not complete');
  const state = dehydrate(before.machine, before.state);
  if (!chainFrom(definition, state.machine.version))
    return 'this build does not hold the migration';
  const again = dehydrate(definition, hydrate(definition, state));
  const recorded = migratedState(event);
  if (!isSame(definition, essence(again), essence(recorded))) {
    throw conflict(event, 'the migration gives another state than the one recorded');
  }
  return undefined;
}

/** All but what was delivered meanwhile, and the graph's hash. */
function essence({ outbox: _o, machine, migrating: _m, ...state }: PersistedState): Essence {
  return { ...state, outbox: {}, version: machine.version };
}

type Essence = Omit<PersistedState, 'machine' | 'migrating'> & { readonly version: string };

/** Personal texts may be missing on either side. */
function isSame({ contract }: DurableMachine, one: Essence, other: Essence): boolean {
  const [before, after] = [one, other].map((state) => {
    const { entity } = state;
    const event = { entity, type: 'MachineMigrated', data: { state } };
    return canonicalJson(erasedEvent(contract, event).data);
  });
  return before === after && isSameButWithheld(one, other);
}
