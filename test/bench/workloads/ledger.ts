import { parseSubject, streamName, tenantSubjects } from '../../../services/event-log/index.ts';
import type { OpenLog } from '../../../infra/worker/index.ts';
import type { Variant } from '../variants/variant.ts';

/** What was acknowledged: for each entity the ids, each of which is one event. */
export type Ledger = Map<string, Set<string>>;

/** The same variant, which writes down what it acknowledged. */
export function audited(variant: Variant, ledger: Ledger): Variant {
  const enter = (entity: string, id: string): void => {
    const ids = ledger.get(entity) ?? new Set();
    ledger.set(entity, ids.add(id));
  };
  return {
    ...variant,
    start: async (entity) => {
      await variant.start(entity);
      enter(entity, 'start');
    },
    command: async (entity, command) => {
      const reply = await variant.command(entity, command);
      if (reply.kind === 'accepted') enter(entity, command.id);
      return reply;
    },
  };
}

/** Events of each entity in the stream. */
export async function countEvents({ jsm, log }: OpenLog): Promise<ReadonlyMap<string, number>> {
  const { state } = await jsm.streams.info(streamName(log.tenant), {
    subjects_filter: tenantSubjects(log.tenant),
  });
  const counts = new Map<string, number>();
  for (const [subject, count] of Object.entries(state.subjects ?? {})) {
    const entity = parseSubject(subject)?.entity ?? subject;
    counts.set(entity, (counts.get(entity) ?? 0) + count);
  }
  return counts;
}

/** @returns a line for each entity whose events are not those that were acknowledged */
export async function faultsOf(open: OpenLog, ledger: Ledger): Promise<readonly string[]> {
  const counts = await countEvents(open);
  return [...ledger].flatMap(([entity, ids]) => {
    const count = counts.get(entity) ?? 0;
    return count === ids.size
      ? []
      : [`${entity}: ${String(ids.size)} acknowledged, ${String(count)} in the stream`];
  });
}
