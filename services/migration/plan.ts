import type { JetStreamClient } from '@nats-io/jetstream';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { DurableMachine, PersistedState } from '../../machines/engine/index.ts';
import { createAsk, type Ask } from '../ask/index.ts';
import { entityEnds, START_POSITION, type EntityEnd, type EventLog } from '../event-log/index.ts';
import { rehearse, type Rehearsal } from './rehearse.ts';

/** What is rehearsed, and where it runs. */
export interface PlanOptions {
  readonly log: EventLog;
  readonly js: JetStreamClient;
  readonly client: Client;
  /** The machines of this build. */
  readonly machines: readonly DurableMachine[];
  /** Called after each entity. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** What becomes of one entity. */
export type Planned = Rehearsal & {
  /** Workflow id. */
  readonly entity: string;
  /** Id of the machine. */
  readonly machine: string;
  /** `running`: a worker told its state; `log`: judged by its log alone; `ended`: there is nothing to take over. */
  readonly source: 'running' | 'log' | 'ended';
};

type View = PersistedState & Readonly<Record<'path' | 'position' | 'problem' | 'waiting', unknown>>;
type Asked =
  | { readonly source: 'running'; readonly live: PersistedState }
  | { readonly source: 'log' | 'ended' };

const ANSWER_WITHIN_MS = 10_000;
const PARALLEL = 8;

/**
 * Rehearses this build against every entity of a log. Reads only: queries and the log; no workflow gets a task in
 * its history.
 */
export async function* planMigration(options: PlanOptions): AsyncGenerator<Planned> {
  const { js, log, client, onProgress } = options;
  const ends = [...(await entityEnds(js, log.tenant, 0))].sort((a, b) =>
    a.entity < b.entity ? -1 : 1,
  );
  const ask = createAsk(client);
  for (let index = 0; index < ends.length; index += PARALLEL) {
    const group = ends.slice(index, index + PARALLEL);
    yield* await Promise.all(group.map((end) => planOne(options, end, ask)));
    onProgress?.(Math.min(index + PARALLEL, ends.length), ends.length);
  }
}

async function planOne(
  options: PlanOptions,
  { entity, machine }: EntityEnd,
  ask: Ask,
): Promise<Planned> {
  const definition = options.machines.find(({ contract }) => contract.id === machine);
  const asked = await look(options.client, entity, ask);
  const stored = await options.log.read({ entity, machine }, START_POSITION);
  const events = stored.map(({ event }) => event);
  if (asked.source === 'ended') {
    const from = events.at(-1)?.machineVersion ?? '';
    const to = definition?.contract.version ?? '';
    return { entity, machine, ...asked, verdict: 'continues', from, to, paths: [], reasons: [] };
  }
  const live = asked.source === 'running' ? asked.live : undefined;
  return { entity, machine, source: asked.source, ...rehearse(definition, { events, live }) };
}

async function look(client: Client, entity: string, ask: Ask): Promise<Asked> {
  try {
    const { status } = await client.workflow.getHandle(entity).describe();
    if (status.name !== 'RUNNING') return { source: 'ended' };
  } catch (error) {
    // Journeys that Temporal has lost would be resumed from their log.
    if (error instanceof WorkflowNotFoundError) return { source: 'log' };
    throw error;
  }
  const view = await ask<View | null>(entity, { query: 'state', withinMs: ANSWER_WITHIN_MS });
  return view ? { source: 'running', live: persisted(view) } : { source: 'log' };
}

function persisted({
  path: _p,
  position: _q,
  problem: _r,
  waiting: _w,
  ...state
}: View): PersistedState {
  return state;
}
