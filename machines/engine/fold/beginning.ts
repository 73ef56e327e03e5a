import type { DurableMachine } from '../registration/index.ts';
import { definitionOf, hydrate, versionUnknown } from '../migration/index.ts';
import {
  eventId,
  type EntityState,
  type MachineIdentity,
  type PersistedState,
  type RecordedEvent,
} from '../state/index.ts';
import { step } from '../step/index.ts';
import { assertSame, conflict, factOf } from './recorded.ts';

/** What `MachineMigrated` holds. */
interface Migrated {
  readonly from: MachineIdentity;
  readonly to: MachineIdentity;
  /** Already in the new version; as it was before the event itself. */
  readonly state: PersistedState;
}

/** Whether an event begins a new version. */
export function isMigration({ cause }: Pick<RecordedEvent, 'cause'>): boolean {
  return cause === 'migrated';
}

/**
 * The definition by which an event is folded.
 * @throws EngineError `MACHINE_VERSION_UNKNOWN` when this build does not hold it
 */
export function definitionFor(machine: DurableMachine, event: RecordedEvent): DurableMachine {
  const definition = definitionOf(machine, event.machineVersion);
  if (definition) return definition;
  const id = eventId(event.entity, event.sequence);
  const given = { id: event.machine, version: event.machineVersion };
  throw versionUnknown(machine, given, `${id} ${event.type}`);
}

/**
 * The state behind a migration, from nothing but the event.
 * @throws EngineError `EVENT_STREAM_CONFLICT` when the event is not what a migration records
 */
export function stateBehind(definition: DurableMachine, event: RecordedEvent): EntityState {
  const { from, to, state } = event.data as unknown as Partial<Migrated>;
  const isWhole = state?.entity === event.entity && to?.version === event.machineVersion;
  if (!from || !isWhole || state.sequence !== event.sequence - 1) {
    throw conflict(event, 'it holds no state of this instance at this place');
  }
  const before: EntityState = { ...hydrate(definition, state), migrating: from };
  const applied = step(definition, before, factOf(event, false));
  assertSame(definition.contract, event, applied.events[0]);
  return applied.state;
}

/** The state that a migration recorded, as JSON. */
export function migratedState(event: RecordedEvent): PersistedState {
  return (event.data as unknown as Migrated).state;
}
