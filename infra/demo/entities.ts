import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import {
  actorEntity,
  canonicalJson,
  dehydrate,
  fold,
  type DurableMachine,
  type PersistedState,
} from '../../machines/engine/index.ts';
import { machines } from '../../machines/index.ts';
import { START_POSITION, type EventLog } from '../../services/event-log/index.ts';

/** What the query `state` answers. */
export type LiveState = PersistedState & { readonly path: string; readonly waiting: number };

const ANSWERED_WITHIN_MS = 10_000;

/** The state of one workflow; `undefined` while it has none. */
export async function liveState(client: Client, entity: string): Promise<LiveState | undefined> {
  try {
    const state = await client.connection.withDeadline(Date.now() + ANSWERED_WITHIN_MS, () =>
      client.workflow.getHandle(entity).query<LiveState | null>('state'),
    );
    return state ?? undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** Workflow ids of all children that a journey has ever started. */
function childrenOf(journey: LiveState): readonly string[] {
  return Object.entries(journey.generations).flatMap(([id, count]) =>
    Array.from({ length: count }, (_, index) =>
      actorEntity(journey.entity, id, { generation: index + 1 }),
    ),
  );
}

/** Workflow ids of the children that have not ended: only they can still have something to say. */
export function runningChildrenOf(journey: LiveState): readonly string[] {
  return Object.entries(journey.actors).map(([id, actor]) =>
    actorEntity(journey.entity, id, actor),
  );
}

/** Whether every message between a journey and its children has arrived. */
export function isSettled(
  journey: LiveState,
  children: readonly (LiveState | undefined)[],
): boolean {
  return children.every(
    (child) =>
      child?.waiting === 0 &&
      (child.sent[journey.entity] ?? 0) === (journey.senders[child.entity] ?? 0) &&
      (journey.sent[child.entity] ?? 0) === (child.senders[journey.entity] ?? 0),
  );
}

/** What the log says of an entity beside what its workflow says. */
export interface Comparison {
  readonly entity: string;
  readonly events: number;
  /** Events that other services see: without the receivers' own copies. */
  readonly published: number;
  readonly equal: boolean;
}

/** Folds the log of an entity and compares it with the workflow's state, messages under way left aside. */
export async function compare(
  log: EventLog,
  machines: readonly DurableMachine[],
  live: LiveState,
): Promise<Comparison> {
  const machine = machines.find((each) => each.contract.id === live.machine.id);
  if (!machine) throw new Error(`no machine ${live.machine.id}`);
  const address = { entity: live.entity, machine: machine.contract.id };
  const stored = await log.read(address, START_POSITION);
  const folded = dehydrate(
    machine,
    fold(
      machine,
      stored.map((each) => each.event),
    ),
  );
  const parts = (state: PersistedState): unknown =>
    Object.keys(folded)
      .filter((key) => key !== 'outbox')
      .map((key) => [key, (state as unknown as Record<string, unknown>)[key]]);
  return {
    entity: live.entity,
    events: stored.length,
    published: stored.filter(
      ({ event }) => event.message === undefined || event.cause === 'command',
    ).length,
    equal: canonicalJson(parts(folded)) === canonicalJson(parts(live)),
  };
}

/** As {@link compare}, for a journey and all children that it has ever started. */
export async function compareAll(
  client: Client,
  log: EventLog,
  journey: string,
): Promise<Comparison[]> {
  const root = await liveState(client, journey);
  if (!root) throw new Error(`${journey} has no state`);
  const compared: Comparison[] = [];
  for (const entity of [journey, ...childrenOf(root)]) {
    const live = await liveState(client, entity);
    if (!live) throw new Error(`${entity} has no state`);
    compared.push(await compare(log, machines, live));
  }
  return compared;
}
