import type { RecordedEvent } from '../../machines/engine/index.ts';
import type { Row } from '../journeys/index.ts';

/** Where an engagement is over, or the client with another body, nothing of this one is recorded any more. */
const over: readonly string[] = ['terminated', 'transferredOut'];

/**
 * Which certification body each journey has chosen, from the events in which it did so.
 * @param selections - `RcbSelected` of any journeys, in the order of the log: the last one of a journey counts
 */
export async function bodiesOf(
  selections: AsyncIterable<{ readonly event: RecordedEvent }>,
): Promise<ReadonlyMap<string, string>> {
  const bodies = new Map<string, string>();
  for await (const { event } of selections) {
    const { candidate } = event.data as { readonly candidate?: unknown };
    if (typeof candidate === 'string') bodies.set(event.entity, candidate);
  }
  return bodies;
}

/** The journeys of a body whose engagement is not over, by id. */
export function openJourneysOf(
  body: string,
  bodies: ReadonlyMap<string, string>,
  running: readonly Row[],
): readonly Row[] {
  return running
    .filter(
      ({ entity, state }) =>
        bodies.get(entity) === body && !over.includes(state.split('/')[0] ?? ''),
    )
    .sort((one, other) => (one.entity < other.entity ? -1 : 1));
}
