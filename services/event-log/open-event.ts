import { EngineError, upcast, type DurableMachine } from '../../machines/engine/index.ts';
import { RetryLaterError, type CloudEvent } from '../consumer/index.ts';
import type { PersonalData } from '../personal-data/index.ts';
import { cloudEventType, dataSchemaOf, fromEnvelope } from './envelope.ts';

/**
 * What consumers of this build see of stored events: personal texts as the reader may read them, and the newest shape
 * that the contracts know. Stored bytes are never changed.
 * @returns throws RetryLaterError while the key of a text is not there, EngineError `PERSONAL_DATA_TAMPERED` and
 * `EVENT_SHAPE_UNKNOWN`
 */
export function eventOpener(
  personal: PersonalData,
  machines: readonly DurableMachine[],
): (stored: CloudEvent) => CloudEvent {
  const contracts = new Map(machines.map(({ contract }) => [contract.id, contract]));
  return (stored) => {
    // In this order: a text can be read only in the place in which it was encrypted.
    const envelope = opened(personal, stored);
    const event = fromEnvelope(envelope);
    const contract = contracts.get(event.machine);
    const newest = contract ? upcast(contract, event) : event;
    if (newest === event) return envelope;
    const { data } = newest;
    return { ...envelope, type: cloudEventType(newest), dataschema: dataSchemaOf(newest), data };
  };
}

/**
 * The types of all events of the machines, by name and in their newest version.
 * @returns `newest` gives what {@link eventOpener} makes of a stored event's type: whoever chose events by types of
 * an earlier version goes on getting them
 */
export function eventTypes(machines: readonly DurableMachine[]): {
  readonly known: readonly { readonly name: string; readonly type: string }[];
  readonly newest: (type: string) => string;
} {
  const known = machines.flatMap(({ contract }) =>
    Object.entries(contract.events).map(([name, { version = 1 }]) => ({
      name,
      type: cloudEventType({ machine: contract.id, cause: 'command', type: name, version }),
    })),
  );
  const byStem = new Map(known.map(({ type }) => [stemOf(type), type]));
  return { known, newest: (type) => byStem.get(stemOf(type)) ?? type };
}

function stemOf(type: string): string {
  return type.replace(/\.v\d+$/, '');
}

/** A key that is missing is no fault of the event: it waits until the key was put back. */
function opened(personal: PersonalData, stored: CloudEvent): CloudEvent {
  try {
    return personal.open(stored);
  } catch (error) {
    const isTampered = error instanceof EngineError && error.code === 'PERSONAL_DATA_TAMPERED';
    if (isTampered) throw error;
    throw new RetryLaterError(error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}
