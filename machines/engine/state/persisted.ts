import type { AnyMachineSnapshot } from 'xstate';
import type { SeenCommand } from './seen.ts';
import type { EntityState } from './state.ts';

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
