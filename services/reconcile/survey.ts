import { entityOfEvent, isReceived, type RecordedEvent } from '../../machines/engine/index.ts';
import type { Position, StoredEvent } from '../event-log/index.ts';

/** What a log says of one entity. */
export interface Surveyed {
  /** Workflow id. */
  readonly entity: string;
  /** Id of the machine; `undefined` when only others speak of it. */
  readonly machine: string | undefined;
  /** Behind its last event; `undefined` when the log holds none. */
  readonly end: Position | undefined;
  /** The latest event of it that somebody else has recorded as a cause; 0 when there is none. */
  readonly witnessed: number;
  /** Id of the event that names it. */
  readonly witness: string | undefined;
}

/** Reads a log once: where each entity ends, and what others have recorded of it. */
export async function survey(
  stored: AsyncIterable<StoredEvent>,
  onProgress?: (events: number) => void,
): Promise<ReadonlyMap<string, Surveyed>> {
  const found = new Map<string, Surveyed>();
  const change = (entity: string, more: Partial<Surveyed>): void => {
    const known = found.get(entity) ?? { ...nothing, entity };
    found.set(entity, { ...known, ...more });
  };
  let count = 0;
  for await (const { event, envelope, hash, streamSequence } of stored) {
    const { entity, machine, sequence } = event;
    change(entity, { machine, end: { sequence, streamSequence, hash } });
    const cause = causeOf(event);
    if (cause && cause.sequence > (found.get(cause.entity)?.witnessed ?? 0)) {
      change(cause.entity, { witnessed: cause.sequence, witness: envelope.id });
    }
    count += 1;
    if (count % PROGRESS_EVERY === 0) onProgress?.(count);
  }
  return found;
}

const PROGRESS_EVERY = 10_000;
const nothing: Omit<Surveyed, 'entity'> = {
  machine: undefined,
  end: undefined,
  witnessed: 0,
  witness: undefined,
};

/** The other entity's event that an event comes from, if it comes from one. */
function causeOf(
  event: RecordedEvent,
): { readonly entity: string; readonly sequence: number } | undefined {
  const { cause, causationId } = event;
  const isFromOther = isReceived(event) || (cause === 'start' && causationId !== '');
  const sequence = Number(/:(\d+)$/.exec(causationId)?.[1]);
  if (!isFromOther || !(sequence > 0)) return undefined;
  return { entity: entityOfEvent(causationId), sequence };
}
