import type { DurableMachine } from '../registration/index.ts';
import { eventDefinition, unknownShape, upcast, versionOf } from '../contract/index.ts';
import { dehydrate, hydrate } from '../migration/index.ts';
import { isReceived, type EntityState, type RecordedEvent } from '../state/index.ts';
import { step, type Step } from '../step/index.ts';
import { definitionFor, isMigration, stateBehind } from './beginning.ts';
import { illegality } from './legality.ts';
import { assertSame, conflict, factOf } from './recorded.ts';

/** A state taken from the log, and what the log still lacks of its last step. */
export interface Adopted {
  readonly state: EntityState;
  /** The definition that gives the state its meaning: an earlier one when the log ends in an earlier version. */
  readonly machine: DurableMachine;
  /** Derived events of the last step that were not written any more; to be appended before anything else. */
  readonly missing: readonly RecordedEvent[];
}

/**
 * Rebuilds the state of one entity from all its events, in order; from the last migration on, if there was one. A
 * log that ends in an earlier version gives the state of that version.
 * @throws EngineError `EVENT_STREAM_CONFLICT` at the first event that is out of sequence, not legal, or not what
 * the machine derives; `MACHINE_VERSION_UNKNOWN` when this build lacks the definition, `EVENT_SHAPE_UNKNOWN` the shape;
 * Error when there is no event
 */
export function fold(machine: DurableMachine, events: readonly RecordedEvent[]): EntityState {
  return adopt(machine, undefined, events).state;
}

/**
 * Takes events that the log holds beyond a state.
 * @param state - of this machine; not one whose migration is yet to be recorded, unless the events hold it
 * @throws EngineError as {@link fold}
 */
export function adopt(
  machine: DurableMachine,
  state: EntityState | undefined,
  events: readonly RecordedEvent[],
): Adopted {
  const begun = beginning(machine, state, events);
  const definition = begun.machine;
  let current = begun.state;
  let missing: readonly RecordedEvent[] = [];
  for (let index = begun.index; index < events.length;) {
    const primary = events[index] as RecordedEvent;
    const size = Math.min(primary.stepSize, events.length - index);
    const recorded = events.slice(index, index + size).map((event) => newest(definition, event));
    if (definitionFor(machine, primary) !== definition) {
      throw conflict(primary, `no migration leads to version ${primary.machineVersion}`);
    }
    const applied = replay(definition, current, recorded);
    current = applied.state;
    missing = applied.events.slice(size);
    index += size;
  }
  if (!current) throw new Error('nothing to fold: the entity has no events');
  return { state: current, machine: definition, missing };
}

/** The state that this build goes on from: the adopted one, or the one it migrates to. @throws as `hydrate` */
export function takeOver(machine: DurableMachine, adopted: Adopted): EntityState {
  if (adopted.machine === machine) return adopted.state;
  return hydrate(machine, dehydrate(adopted.machine, adopted.state));
}

interface Beginning {
  readonly machine: DurableMachine;
  readonly state: EntityState | undefined;
  /** Of the first event that is still to be applied. */
  readonly index: number;
}

function beginning(
  machine: DurableMachine,
  state: EntityState | undefined,
  events: readonly RecordedEvent[],
): Beginning {
  const index = events.findLastIndex(isMigration);
  const migration = events[index];
  if (migration) {
    const definition = definitionFor(machine, migration);
    return { machine: definition, state: stateBehind(definition, migration), index: index + 1 };
  }
  if (state?.migrating && events.length > 0) {
    throw new Error('the events are older than the migration: fold the whole log');
  }
  const [first] = events;
  const definition = state || !first ? machine : definitionFor(machine, first);
  return { machine: definition, state, index: 0 };
}

/** What the machine sees of an event, whatever its shape in the log. @throws EngineError `EVENT_SHAPE_UNKNOWN` */
function newest({ contract }: DurableMachine, event: RecordedEvent): RecordedEvent {
  const known = versionOf(eventDefinition(contract, event));
  // What a relative of a newer build has sent was taken as it came.
  if (event.version > known && !isReceived(event)) throw unknownShape(contract, event, known);
  return upcast(contract, event);
}

function replay(
  machine: DurableMachine,
  state: EntityState | undefined,
  recorded: readonly RecordedEvent[],
): Step {
  const primary = recorded[0] as RecordedEvent;
  const expected = (state?.sequence ?? 0) + 1;
  if (primary.sequence !== expected) {
    throw conflict(primary, `sequence ${String(expected)} was to come`);
  }
  if (primary.stepIndex !== 1) throw conflict(primary, 'it is not the first event of its step');
  const why = illegality(machine, state, primary);
  if (why !== undefined) throw conflict(primary, why);
  const applied = step(machine, state, factOf(primary, state === undefined));
  recorded.forEach((event, index) => {
    assertSame(machine.contract, event, applied.events[index]);
  });
  return applied;
}
