import {
  adopt,
  stateOf,
  type DurableMachine,
  type EntityState,
  type RecordedEvent,
} from '../../machines/engine/index.ts';
import { START_POSITION, type EventLog, type StoredEvent } from '../event-log/index.ts';

/** How the log of one entity ends. */
export type End =
  | { readonly kind: 'open'; readonly path: string }
  | {
      readonly kind: 'ended';
      readonly path: string;
      /** First events of children that go on and have not taken what this entity told them. */
      readonly waiting: readonly RecordedEvent[];
    }
  | { readonly kind: 'broken'; readonly reason: string };

/** What is needed to read it. */
export interface EndOptions {
  readonly log: EventLog;
  readonly machines: readonly DurableMachine[];
}

/** Folds the log of an entity to see whether it goes on. A log that cannot be folded is a finding, not an error. */
export async function endOf(options: EndOptions, start: RecordedEvent): Promise<End> {
  try {
    const state = await folded(options, start);
    const path = stateOf(state);
    if (state.snapshot.status === 'active') return { kind: 'open', path };
    return { kind: 'ended', path, waiting: await waitingOf(options, state) };
  } catch (error) {
    return { kind: 'broken', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function folded(
  { log, machines }: EndOptions,
  { entity, machine }: Pick<RecordedEvent, 'entity' | 'machine'>,
): Promise<EntityState> {
  const definition = machines.find(({ contract }) => contract.id === machine);
  if (!definition) throw new Error(`this build has no machine ${machine}`);
  return foldOf(definition, await log.read({ entity, machine }, START_POSITION));
}

function foldOf(definition: DurableMachine, stored: readonly StoredEvent[]): EntityState {
  const events = stored.map(({ event }) => event);
  return adopt(definition, undefined, events).state;
}

async function waitingOf(
  options: EndOptions,
  { entity, outbox }: EntityState,
): Promise<readonly RecordedEvent[]> {
  const waiting: RecordedEvent[] = [];
  for (const [target, messages] of Object.entries(outbox)) {
    if (!target.startsWith(`${entity}/`)) continue;
    const child = await childOf(options, target);
    if (child?.state.snapshot.status !== 'active') continue;
    const taken = child.state.senders[entity] ?? 0;
    if (messages.some(({ number }) => number > taken)) waiting.push(child.first);
  }
  return waiting;
}

/** The machine of a child is not in its id: the one that has a log under it. */
async function childOf(
  options: EndOptions,
  entity: string,
): Promise<{ readonly state: EntityState; readonly first: RecordedEvent } | undefined> {
  for (const definition of options.machines) {
    const address = { entity, machine: definition.contract.id };
    const stored = await options.log.read(address, START_POSITION);
    const [first] = stored;
    if (first) return { state: foldOf(definition, stored), first: first.event };
  }
  return undefined;
}
