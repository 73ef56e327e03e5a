import { EngineError } from '../contract/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { revive } from '../scope/index.ts';
import {
  recordOf,
  seenOf,
  type EntityState,
  type PersistedSnapshot,
  type PersistedState,
} from '../state/index.ts';
import { migrated } from './migrate.ts';
import { problemsOf } from './problems.ts';
import { chainFrom, definitionOf, identityOf, understands, versionUnknown } from './versions.ts';

/** Plain JSON of a state. */
export function dehydrate(machine: DurableMachine, state: EntityState): PersistedState {
  const raw = machine.logic.getPersistedSnapshot(state.snapshot) as unknown as {
    value: unknown;
    context: unknown;
    historyValue: unknown;
  };
  const references = state.snapshot.children as Readonly<Record<string, { readonly src: unknown }>>;
  const children = Object.entries(references).map(([id, { src }]) => [id, String(src)] as const);
  const snapshot: PersistedSnapshot = {
    status: state.snapshot.status,
    value: raw.value,
    context: raw.context,
    historyValue: raw.historyValue,
    output: state.snapshot.output as unknown,
    error: state.snapshot.error,
    children: Object.fromEntries(children),
  };
  const plain = { ...state, snapshot, seen: recordOf(state.seen) };
  return JSON.parse(JSON.stringify(plain)) as PersistedState;
}

/**
 * A live state of this build from plain JSON. The state of the same version, or of a compatible one, is taken as it
 * is; that of a version with a migration is migrated, and `migrating` says so until the log holds it. What has ended
 * needs no migration while its own definition is kept.
 * @throws EngineError `MACHINE_VERSION_UNKNOWN`, `MIGRATION_FAILED`; `MACHINE_STATE_UNKNOWN` with every problem at
 * once when the state does not exist in this version of the machine
 */
export function hydrate(machine: DurableMachine, persisted: PersistedState): EntityState {
  const copy = JSON.parse(JSON.stringify(persisted)) as PersistedState;
  const { id, version } = copy.machine;
  const isOurs = id === machine.contract.id;
  if (isOurs && understands(machine, version)) {
    return loaded(machine, { ...copy, machine: identityOf(machine) });
  }
  const chain = isOurs ? chainFrom(machine, version) : undefined;
  if (chain) return loaded(machine, migrated(machine, copy, chain));
  const earlier = isOurs && !isActive(copy) ? definitionOf(machine, version) : undefined;
  if (earlier) return hydrate(earlier, copy);
  throw versionUnknown(machine, copy.machine, `the state of ${copy.entity}`);
}

function isActive({ snapshot }: PersistedState): boolean {
  return snapshot.status === 'active';
}

function loaded(machine: DurableMachine, state: PersistedState): EntityState {
  const problems = problemsOf(machine, state);
  if (problems.length > 0) throw stateUnknown(machine, state, problems);
  const children = Object.entries(state.snapshot.children).map(
    ([id, src]) => [id, { src, snapshot: { status: 'active' } }] as const,
  );
  try {
    const snapshot = revive(
      machine.logic,
      { ...state.snapshot, children: Object.fromEntries(children) },
      { entity: state.entity, parent: state.parent, unnamed: state.unnamed },
    );
    return { ...state, snapshot, seen: seenOf(state.seen) };
  } catch (error) {
    throw stateUnknown(machine, state, [String(error)]);
  }
}

function stateUnknown(
  { contract: { id, version } }: DurableMachine,
  { entity, migrating }: PersistedState,
  problems: readonly string[],
): EngineError {
  const after = migrating ? `, migrated from ${migrating.version}` : '';
  return new EngineError(
    'MACHINE_STATE_UNKNOWN',
    `machine ${id} ${version} cannot go on from the state of ${entity}${after}:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    { entity, problems },
  );
}
