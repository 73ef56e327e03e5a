import type { RecordedEvent } from '../../machines/engine/index.ts';
import {
  fromEnvelope,
  hashOfBytes,
  parseEnvelope,
  START_POSITION,
  toBytes,
  type Position,
  type StoredEvent,
} from '../../services/event-log/index.ts';

/** Events of one entity as a log holds them, at stream sequences of one's choice. */
export function storedEvents(
  events: readonly RecordedEvent[],
  streamSequenceOf: (event: RecordedEvent) => number = ({ sequence }) => sequence,
): readonly StoredEvent[] {
  let prevhash = START_POSITION.hash;
  return events.map((given) => {
    const text = toBytes('acme-cert', given, prevhash);
    prevhash = hashOfBytes(text);
    const envelope = parseEnvelope(text);
    const event = fromEnvelope(envelope);
    const signature = undefined;
    return { streamSequence: streamSequenceOf(event), hash: prevhash, envelope, event, signature };
  });
}

/** The position behind the last event. */
export function endOf(events: readonly StoredEvent[]): Position {
  const last = events.at(-1);
  if (!last) return START_POSITION;
  const { streamSequence, hash, event } = last;
  return { sequence: event.sequence, streamSequence, hash };
}
