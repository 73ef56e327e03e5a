import { EngineError, isSameJson } from '../contract/index.ts';
import { copyFact, eventId, type Fact, type RecordedEvent } from '../state/index.ts';
import type { StartFact } from '../step/index.ts';

/** The fact behind a primary event. */
export function factOf(event: RecordedEvent, isFirst: boolean): Fact | StartFact {
  const fact = copyFact(event as Fact);
  return isFirst ? Object.assign(fact, { entity: event.entity }) : fact;
}

/** @throws EngineError `EVENT_STREAM_CONFLICT` when a recorded event is not the one that a step gives */
export function assertSame(event: RecordedEvent, derived: RecordedEvent | undefined): void {
  if (!derived || !isSameFact(event, derived)) {
    throw conflict(event, `this build derives ${derived ? derived.type : 'nothing'} in its place`);
  }
}

/** All of an event counts but the versions of the build that recorded it. */
function isSameFact(event: RecordedEvent, derived: RecordedEvent): boolean {
  const { machineVersion, version } = event;
  return isSameJson(event, { ...derived, machineVersion, version });
}

/** An event that cannot be where it is. */
export function conflict(event: RecordedEvent, why: string): EngineError {
  const id = eventId(event.entity, event.sequence);
  return new EngineError('EVENT_STREAM_CONFLICT', `${id} ${event.type}: ${why}`, {
    eventId: id,
    type: event.type,
  });
}
