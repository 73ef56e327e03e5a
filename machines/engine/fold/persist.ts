import type { AnyMachineSnapshot } from 'xstate';
import { EngineError } from '../contract/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { revive } from '../step/index.ts';
import { recordOf, seenOf, type SeenCommand, type EntityState } from '../state/index.ts';

/** A snapshot as plain JSON; of the children only the names are kept. */
export interface PersistedSnapshot {
  readonly status: AnyMachineSnapshot['status'];
  readonly value: unknown;
  readonly context: unknown;
  readonly historyValue: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
  /** Actor id → name under which the machine refers to it. */
  readonly children: Readonly<Record<string, string>>;
}

/** The whole state as plain JSON: what continue-as-new carries and what the fold is compared with. */
export type PersistedState = Omit<EntityState, 'snapshot' | 'seen'> & {
  readonly snapshot: PersistedSnapshot;
  /** The commands decided last, by id. */
  readonly seen: Readonly<Record<string, SeenCommand>>;
};

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
 * A live state from plain JSON.
 * @throws EngineError `MACHINE_INVALID` when the state does not exist in this version of the machine
 */
export function hydrate(machine: DurableMachine, persisted: PersistedState): EntityState {
  const copy = JSON.parse(JSON.stringify(persisted)) as PersistedState;
  const children = Object.entries(copy.snapshot.children).map(
    ([id, src]) => [id, { src, snapshot: { status: 'active' } }] as const,
  );
  try {
    assertChildrenKnown(machine, copy);
    const snapshot = revive(
      machine.logic,
      { ...copy.snapshot, children: Object.fromEntries(children) },
      { entity: copy.entity, parent: copy.parent, unnamed: copy.unnamed },
    );
    return { ...copy, snapshot, seen: seenOf(copy.seen) };
  } catch (error) {
    throw new EngineError(
      'MACHINE_INVALID',
      `machine ${machine.contract.id} ${machine.contract.version} has no such state: ${String(error)}`,
      { entity: copy.entity, machine: copy.machine },
    );
  }
}

/** XState drops a child that the machine knows no more without a word, and then waits for it in vain. */
function assertChildrenKnown({ logic }: DurableMachine, { snapshot }: PersistedState): void {
  const known = logic.implementations.actors as Readonly<Record<string, unknown>>;
  const lost = Object.values(snapshot.children).find(
    // XState itself names logic that stands in the graph.
    (src) => !(src in known) && !src.startsWith('xstate.invoke.'),
  );
  if (lost !== undefined) throw new Error(`it starts no ${lost}`);
}
