import type { DurableMachine } from '../registration/index.ts';
import { definitionOf } from '../migration/index.ts';
import type { RecordedEvent } from '../state/index.ts';
import { isMigration } from './beginning.ts';
import { adopt, type Adopted } from './fold.ts';
import { unmigrated } from './known.ts';
import { assertSame } from './recorded.ts';

/** One entity's log as far as it was followed, event by event. */
export interface Followed {
  /** `undefined` while the log is of a version that this build does not hold. */
  readonly adopted: Adopted | undefined;
  /** Why the last event could not be judged. */
  readonly unverified?: string;
}

/**
 * Takes the next event of one entity's log, complete step or not: what a step derives is compared as it comes. The same
 * judgement as `foldKnown` gives on the whole log.
 * @param before - `undefined` for the first event
 * @throws EngineError `EVENT_STREAM_CONFLICT` when the event is not what may follow
 */
export function follow(
  machine: DurableMachine,
  before: Followed | undefined,
  event: RecordedEvent,
): Followed {
  const known = before?.adopted;
  const [derived, ...missing] = known?.missing ?? [];
  if (known && derived) {
    assertSame(known.machine.contract, event, derived);
    return { adopted: { ...known, missing } };
  }
  if (!before || isMigration(event)) return begun(machine, known, event);
  if (!known) return UNKNOWN;
  return { adopted: adopt(known.machine, known.state, [event]) };
}

const UNKNOWN: Followed = {
  adopted: undefined,
  unverified: 'this build does not hold the definition',
};

function begun(
  machine: DurableMachine,
  known: Adopted | undefined,
  event: RecordedEvent,
): Followed {
  if (!definitionOf(machine, event.machineVersion)) return UNKNOWN;
  const adopted = adopt(machine, undefined, [event]);
  const why = isMigration(event) ? unmigrated(adopted.machine, known, event) : undefined;
  return { adopted, ...(why !== undefined && { unverified: why }) };
}
