import { EngineError, canonicalJson } from '../contract/index.ts';
import { eventId, type Fact, type RecordedEvent, type EntityState } from '../state/index.ts';
import { illegality } from './legality.ts';
import type { DurableMachine } from '../registration/index.ts';
import { step, type StartFact, type Step } from '../step/index.ts';

/** A state taken from the log, and what the log still lacks of its last step. */
export interface Adopted {
  readonly state: EntityState;
  /** Derived events of the last step that were not written any more; to be appended before anything else. */
  readonly missing: readonly RecordedEvent[];
}

/**
 * Rebuilds the state of one entity from all its events, in order.
 * @throws EngineError `EVENT_STREAM_CONFLICT` at the first event that is out of sequence, not legal, or not what
 * the machine derives; Error when there is no event
 */
export function fold(machine: DurableMachine, events: readonly RecordedEvent[]): EntityState {
  return adopt(machine, undefined, events).state;
}

/**
 * Takes events that the log holds beyond a state.
 * @throws EngineError as {@link fold}
 */
export function adopt(
  machine: DurableMachine,
  state: EntityState | undefined,
  events: readonly RecordedEvent[],
): Adopted {
  let current = state;
  let missing: readonly RecordedEvent[] = [];
  for (let index = 0; index < events.length;) {
    const primary = events[index] as RecordedEvent;
    const size = Math.min(primary.stepSize, events.length - index);
    const recorded = events.slice(index, index + size);
    const applied = replay(machine, current, recorded);
    current = applied.state;
    missing = applied.events.slice(size);
    index += size;
  }
  if (!current) throw new Error('nothing to fold: the entity has no events');
  return { state: current, missing };
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
    assertSame(event, applied.events[index]);
  });
  return applied;
}

function assertSame(event: RecordedEvent, derived: RecordedEvent | undefined): void {
  if (!derived || essence(event) !== essence(derived)) {
    throw conflict(event, `this build derives ${derived ? derived.type : 'nothing'} in its place`);
  }
}

/** All of an event but the versions of the build that recorded it. */
function essence({ machineVersion: _build, version: _shape, ...event }: RecordedEvent): string {
  return canonicalJson(event);
}

/** The fact behind a primary event. */
function factOf(event: RecordedEvent, isFirst: boolean): Fact | StartFact {
  const { sequence: _s, step: _t, stepIndex: _i, stepSize: _z, version: _v, ...rest } = event;
  const { entity, machine: _m, machineVersion: _mv, ...fact } = rest;
  return (isFirst ? { ...fact, entity } : fact) as Fact;
}

function conflict(event: RecordedEvent, why: string): EngineError {
  const id = eventId(event.entity, event.sequence);
  return new EngineError('EVENT_STREAM_CONFLICT', `${id} ${event.type}: ${why}`, {
    eventId: id,
    type: event.type,
  });
}
