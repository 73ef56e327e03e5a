import { EngineError, canonicalJson } from '../contract/index.ts';
import { eventId, type Fact, type RecordedEvent } from '../state/index.ts';
import type { StartFact } from '../step/index.ts';

/** The fact behind a primary event. */
export function factOf(event: RecordedEvent, isFirst: boolean): Fact | StartFact {
  const { sequence: _s, step: _t, stepIndex: _i, stepSize: _z, version: _v, ...rest } = event;
  const { entity, machine: _m, machineVersion: _mv, ...fact } = rest;
  return (isFirst ? { ...fact, entity } : fact) as Fact;
}

/** @throws EngineError `EVENT_STREAM_CONFLICT` when a recorded event is not the one that a step gives */
export function assertSame(event: RecordedEvent, derived: RecordedEvent | undefined): void {
  if (!derived || essence(event) !== essence(derived)) {
    throw conflict(event, `this build derives ${derived ? derived.type : 'nothing'} in its place`);
  }
}

/** All of an event but the versions of the build that recorded it. */
function essence({ machineVersion: _build, version: _shape, ...event }: RecordedEvent): string {
  return canonicalJson(event);
}

/** An event that cannot be where it is. */
export function conflict(event: RecordedEvent, why: string): EngineError {
  const id = eventId(event.entity, event.sequence);
  return new EngineError('EVENT_STREAM_CONFLICT', `${id} ${event.type}: ${why}`, {
    eventId: id,
    type: event.type,
  });
}
