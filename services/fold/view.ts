import {
  actorEntity,
  stateOf,
  type Adopted,
  type EntityState,
  type Message,
  type RunningActor,
} from '../../machines/engine/index.ts';
import type { StoredEvent } from '../event-log/index.ts';

/** The state of one entity at a place of its log, as JSON. */
export interface FoldView {
  /** Workflow id. */
  readonly entity: string;
  readonly machine: { readonly id: string; readonly version: string };
  /** Sequence of the last event that was folded. */
  readonly sequence: number;
  /** How many events the log holds of this entity. */
  readonly of: number;
  /** Instant of the last event, ISO-8601 UTC. */
  readonly at: string;
  readonly path: string;
  readonly status: string;
  readonly lastEvent: {
    readonly id: string;
    readonly type: string;
    readonly cause: string;
    readonly at: string;
    readonly actor?: { readonly id: string; readonly role: string };
  };
  /** Derived events of the last step that lie behind the cut, or were never written. */
  readonly missing: readonly string[];
  readonly timers: readonly {
    readonly name: string;
    /** ISO-8601 UTC. */
    readonly fireAt: string;
    readonly due?: string;
    readonly rule?: string;
  }[];
  readonly children: readonly { readonly entity: string; readonly machine: string }[];
  readonly activities: readonly { readonly id: string; readonly src: string }[];
  /** Messages that their receivers had not recorded then. */
  readonly outbox: readonly {
    readonly to: string;
    readonly number: number;
    readonly kind: string;
    readonly type: string;
  }[];
  readonly context: unknown;
}

/** What a view is made of. */
export interface Folded {
  /** Up to the cut; at least one. */
  readonly events: readonly StoredEvent[];
  /** How many events the log holds. */
  readonly of: number;
  readonly adopted: Adopted;
  /** Number of the last message that each receiver has recorded, by receiver. */
  readonly taken: ReadonlyMap<string, number>;
}

/** The state at the cut as people and programs read it. */
export function viewOf({ events, of, adopted, taken }: Folded): FoldView {
  const { state, missing } = adopted;
  const { entity, at, machine, snapshot } = state;
  const isActive = snapshot.status === 'active';
  return {
    entity,
    machine: { id: machine.id, version: machine.version },
    ...{ sequence: events.length, of, at },
    path: stateOf(state),
    status: snapshot.status,
    lastEvent: lastOf(events),
    missing: missing.map(({ type }) => type),
    timers: isActive ? timersOf(state) : [],
    children: isActive ? childrenOf(state) : [],
    activities: isActive ? activitiesOf(state) : [],
    outbox: outboxOf(state, taken),
    context: snapshot.context as unknown,
  };
}

function lastOf(events: readonly StoredEvent[]): FoldView['lastEvent'] {
  const last = events.at(-1);
  if (!last) throw new Error('a fold of no events has no view');
  const { envelope, event } = last;
  const { type, cause, at, actor } = event;
  return {
    ...{ id: envelope.id, type, cause, at },
    ...(actor && { actor: { id: actor.id, role: actor.role } }),
  };
}

function timersOf({ timers }: EntityState): FoldView['timers'] {
  return Object.values(timers)
    .sort((a, b) => a.fireAt - b.fireAt)
    .map(({ name, fireAt, dueDate }) => ({
      name,
      fireAt: new Date(fireAt).toISOString(),
      ...(dueDate && { due: dueDate.due, rule: dueDate.rule }),
    }));
}

function childrenOf(state: EntityState): FoldView['children'] {
  return actorsOf(state, 'machine').map(([id, actor]) => ({
    entity: actorEntity(state.entity, id, actor),
    machine: actor.src,
  }));
}

function activitiesOf(state: EntityState): FoldView['activities'] {
  return actorsOf(state, 'activity').map(([id, { src }]) => ({ id, src }));
}

function actorsOf({ actors }: EntityState, kind: RunningActor['kind']): [string, RunningActor][] {
  return Object.entries(actors).filter(([, actor]) => actor.kind === kind);
}

function outboxOf({ outbox }: EntityState, taken: ReadonlyMap<string, number>): FoldView['outbox'] {
  const waiting = ([to, messages]: readonly [string, readonly Message[]]) =>
    messages
      .filter(({ number }) => number > (taken.get(to) ?? 0))
      .map(({ number, kind, type }) => ({ to, number, kind, type }));
  return Object.entries(outbox).flatMap(waiting);
}
