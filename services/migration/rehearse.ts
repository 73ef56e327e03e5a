import {
  adopt,
  dehydrate,
  EngineError,
  fold,
  hydrate,
  type DurableMachine,
  type PersistedState,
  type RecordedEvent,
} from '../../machines/engine/index.ts';
import { differences } from './differences.ts';

/** What becomes of a running instance on this build. */
export type Verdict = 'continues' | 'migrates' | 'changes' | 'breaks';

/** The rehearsal of one instance. */
export interface Rehearsal {
  readonly verdict: Verdict;
  /** Version that it runs now. */
  readonly from: string;
  /** Version of this build; empty when it has no such machine. */
  readonly to: string;
  /** JSON paths of what is not as it runs now. */
  readonly paths: readonly string[];
  /** Why it breaks, each by name. */
  readonly reasons: readonly string[];
}

/** What is known of a running instance. */
export interface Running {
  /** The whole log, or all of it up to some moment. */
  readonly events: readonly RecordedEvent[];
  /** What runs now, when a worker has told. */
  readonly live: PersistedState | undefined;
}

/**
 * Takes an instance through this build as a new run would, in memory.
 * @param machine - `undefined` when this build has no machine of its kind
 */
export function rehearse(machine: DurableMachine | undefined, running: Running): Rehearsal {
  const versions = { from: versionOf(running), to: machine?.contract.version ?? '' };
  const broken = (reasons: readonly string[]): Rehearsal => ({
    ...versions,
    verdict: 'breaks',
    paths: [],
    reasons,
  });
  if (!machine) return broken([`this build has no machine ${running.events[0]?.machine ?? ''}`]);
  try {
    return { ...versions, ...takenOver(machine, running), reasons: [] };
  } catch (error) {
    return broken(reasonsOf(error));
  }
}

function versionOf({ live, events }: Running): string {
  return live?.machine.version ?? events.at(-1)?.machineVersion ?? '';
}

function takenOver(
  machine: DurableMachine,
  { events, live }: Running,
): Pick<Rehearsal, 'verdict' | 'paths'> {
  const before = live ?? folded(machine, events);
  if (before.snapshot.status !== 'active') return { verdict: 'continues', paths: [] };
  const state = hydrate(machine, before);
  const loaded = differences(essence(before), essence(dehydrate(machine, state)));
  if (state.migrating) return { verdict: 'migrates', paths: loaded };
  const known = events.filter(({ sequence }) => sequence <= before.sequence);
  const again = dehydrate(machine, fold(machine, known));
  const paths = [...new Set([...loaded, ...differences(essence(before), essence(again))])].sort();
  return { verdict: paths.length > 0 ? 'changes' : 'continues', paths };
}

function folded(machine: DurableMachine, events: readonly RecordedEvent[]): PersistedState {
  const adopted = adopt(machine, undefined, events);
  return dehydrate(adopted.machine, adopted.state);
}

/** All that decides what happens next: not what was delivered meanwhile, and not the build's own name. */
function essence({ outbox: _o, machine: _m, migrating: _g, ...state }: PersistedState): object {
  return state;
}

/** A bug of the machine under rehearsal breaks the instance as much as a conflict does. */
function reasonsOf(error: unknown): readonly string[] {
  const problems = error instanceof EngineError ? error.details['problems'] : undefined;
  if (Array.isArray(problems)) return problems.map(String);
  return [error instanceof Error ? error.message : String(error)];
}
