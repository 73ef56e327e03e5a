import { faultsInRecorded } from '../contract/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { isReceived, type RecordedEvent } from '../state/index.ts';

/** Events of the engine itself, and answers of actors, are in no contract. */
const OWN_EVENTS: ReadonlySet<string> = new Set(['CommandRouted', 'InputSetAside']);
const OWN_CAUSES: ReadonlySet<string> = new Set(['refused', 'actor', 'migrated']);

/**
 * Why an event is not one that the machine's contract knows.
 * @returns `undefined` when it is, and for what no contract holds: the engine's own events, another entity's
 */
export function contractFault(
  { contract }: DurableMachine,
  event: Pick<RecordedEvent, 'type' | 'cause' | 'data'>,
): string | undefined {
  if (contract.open === true || OWN_EVENTS.has(event.type) || isReceived(event)) return undefined;
  if (OWN_CAUSES.has(event.cause)) return undefined;
  const definition = contract.events[event.type];
  if (!definition) return `${event.type}, which its contract lacks`;
  const faults = faultsInRecorded(definition.data, event.data);
  return faults.length > 0 ? `a faulty ${event.type}: ${faults.join('; ')}` : undefined;
}
