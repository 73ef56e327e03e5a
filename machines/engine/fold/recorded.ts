import { type AnyContract, EngineError, isSameJson } from '../contract/index.ts';
import { erasedEvent, isSameButWithheld } from '../personal/index.ts';
import { copyFact, eventId, type Fact, type RecordedEvent } from '../state/index.ts';
import type { StartFact } from '../step/index.ts';

/** The fact behind a primary event. */
export function factOf(event: RecordedEvent, isFirst: boolean): Fact | StartFact {
  const fact = copyFact(event as Fact);
  return isFirst ? Object.assign(fact, { entity: event.entity }) : fact;
}

/**
 * A personal text that was erased, in the event or in what it is derived from, is like any other.
 * @throws EngineError `EVENT_STREAM_CONFLICT` when a recorded event is not the one that a step gives
 */
export function assertSame(
  contract: AnyContract,
  event: RecordedEvent,
  derived: RecordedEvent | undefined,
): void {
  if (derived && isSameFact(event, derived)) return;
  if (derived && isSameButErased(contract, event, derived)) return;
  throw conflict(event, `this build derives ${derived ? derived.type : 'nothing'} in its place`);
}

/** Whether two events differ only in texts that are marked as personal, and only where one of them lacks the text. */
function isSameButErased(
  contract: AnyContract,
  event: RecordedEvent,
  other: RecordedEvent,
): boolean {
  return (
    isSameFact(erasedEvent(contract, event), erasedEvent(contract, other)) &&
    isSameButWithheld(event.data, other.data)
  );
}

/** All of an event counts but the versions of the build that recorded it. */
function isSameFact(event: RecordedEvent, derived: RecordedEvent): boolean {
  const { machineVersion, version } = event;
  // For every event: spreading takes several times as long.
  return isSameJson(event, Object.assign({}, derived, { machineVersion, version }));
}

/** An event that cannot be where it is. */
export function conflict(event: RecordedEvent, why: string): EngineError {
  const id = eventId(event.entity, event.sequence);
  return new EngineError('EVENT_STREAM_CONFLICT', `${id} ${event.type}: ${why}`, {
    eventId: id,
    type: event.type,
  });
}
