import type { RecordedEvent } from '../../machines/engine/index.ts';
import type { Row } from '../journeys/index.ts';

/** Where nothing is certified any more, or the edition has ended already. */
const over = /^(terminated|transferredOut|cancelled|expired\/missed)(\/|$)/;

interface Told {
  readonly event: RecordedEvent;
}

/**
 * To which edition each journey certifies, from the events that tell it.
 * @param begun - `JourneyStarted` of any journeys
 * @param moved - `StandardTransitionCompleted` of any journeys, in the order of the log
 */
export async function editionsOf(
  begun: AsyncIterable<Told>,
  moved: AsyncIterable<Told>,
): Promise<ReadonlyMap<string, string>> {
  const editions = new Map<string, string>();
  for await (const { event } of begun) keep(editions, event, 'standard');
  for await (const { event } of moved) keep(editions, event, 'toEdition');
  return editions;
}

function keep(editions: Map<string, string>, { entity, data }: RecordedEvent, field: string): void {
  const edition = data[field];
  if (typeof edition === 'string') editions.set(entity, edition);
}

/** The journeys that certify to an edition and are not over, by id. */
export function journeysUnder(
  edition: string,
  editions: ReadonlyMap<string, string>,
  running: readonly Row[],
): readonly Row[] {
  return running
    .filter(({ entity, state }) => editions.get(entity) === edition && !over.test(state))
    .sort((one, other) => (one.entity < other.entity ? -1 : 1));
}
