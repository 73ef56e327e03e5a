import { EngineError, canonicalJson } from '../contract/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { actorEntity } from '../step/index.ts';
import {
  eventId,
  namedActors,
  own,
  type EntityState,
  type Fact,
  type Message,
  type PersistedState,
} from '../state/index.ts';
import { identityOf, type Link } from './versions.ts';

const PARTS = ['snapshot', 'timers', 'actors', 'machine'];
const SNAPSHOT_PARTS = ['value', 'context', 'historyValue', 'children'];

/**
 * Takes a state through a chain of migrations.
 * @throws EngineError `MIGRATION_FAILED` when one throws, or changes what it may not change
 */
export function migrated(
  machine: DurableMachine,
  before: PersistedState,
  chain: readonly Link[],
): PersistedState {
  const after = chain.reduce((state, link) => followed(machine, state, link), before);
  return {
    ...withoutDropped(before, withChildren(before, after)),
    machine: identityOf(machine),
    migrating: before.migrating ?? before.machine,
  };
}

function followed(machine: DurableMachine, state: PersistedState, link: Link): PersistedState {
  const name = `the migration of ${machine.contract.id} from ${link.from} to ${link.to}`;
  const after = run(link, state, name);
  const changed = forbidden(state, after);
  if (changed.length > 0) {
    throw failed(name, `changes ${changed.join(', ')}, which the engine keeps`, state);
  }
  return { ...after, machine: { ...after.machine, version: link.to, hash: '' } };
}

function run({ migrate }: Link, state: PersistedState, name: string): PersistedState {
  let given: unknown;
  try {
    given = migrate(copyOf(state));
  } catch (error) {
    throw failed(name, `throws ${String(error)}`, state);
  }
  if (!isWhole(given)) throw failed(name, 'does not return a whole state', state);
  return copyOf(given);
}

function isWhole(given: unknown): given is PersistedState {
  const { snapshot, timers, actors } = (given ?? {}) as Partial<PersistedState>;
  return snapshot !== undefined && timers !== undefined && actors !== undefined;
}

function copyOf(state: PersistedState): PersistedState {
  return JSON.parse(JSON.stringify(state)) as PersistedState;
}

/** Names of changed parts that are not a migration's to change. */
function forbidden(before: PersistedState, after: PersistedState): string[] {
  return [
    ...changes(before, after).filter((name) => !PARTS.includes(name)),
    ...changes(before.snapshot, after.snapshot)
      .filter((name) => !SNAPSHOT_PARTS.includes(name))
      .map((name) => `snapshot.${name}`),
  ];
}

function changes(before: object, after: object): string[] {
  const [a, b] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => canonicalJson(a[name]) !== canonicalJson(b[name]));
}

/** The machine refers to every running actor, and to none that the migration has dropped. */
function withChildren(before: PersistedState, after: PersistedState): PersistedState {
  const dropped = Object.keys(before.actors).filter((id) => !Object.hasOwn(after.actors, id));
  const kept = Object.entries(after.snapshot.children).filter(([id]) => !dropped.includes(id));
  const running = namedActors(after.actors).map(([id, { src }]) => [id, src] as const);
  const children = Object.fromEntries([...kept, ...running]);
  return { ...after, snapshot: { ...after.snapshot, children } };
}

/** A child that no state of the new machine knows is told to end. */
function withoutDropped(before: PersistedState, after: PersistedState): PersistedState {
  const id = eventId(before.entity, before.sequence + 1);
  return Object.entries(before.actors)
    .filter(([name, { kind }]) => kind === 'machine' && !Object.hasOwn(after.actors, name))
    .map(([name, actor]) => actorEntity(before.entity, name, actor))
    .reduce((state, target): PersistedState => {
      const number = (own(state.sent, target) ?? 0) + 1;
      const stop: Message = {
        number,
        id,
        kind: 'stop',
        type: 'Stopped',
        data: {},
        correlationId: id,
      };
      const waiting = [...(own(state.outbox, target) ?? []), stop];
      return {
        ...state,
        sent: { ...state.sent, [target]: number },
        outbox: { ...state.outbox, [target]: waiting },
      };
    }, after);
}

/**
 * The fact that records a migration; the state is whole, so that the fold can begin with it.
 * @param persisted - the state that is migrated, as JSON, `migrating` included
 */
export function migrationFact(
  state: Pick<EntityState, 'entity' | 'sequence'>,
  persisted: PersistedState,
  at: string,
): Fact {
  const { migrating, ...whole } = persisted;
  const before = eventId(state.entity, state.sequence);
  return {
    cause: 'migrated',
    type: 'MachineMigrated',
    data: { from: migrating, to: whole.machine, state: whole },
    at,
    causationId: before,
    correlationId: before,
  };
}

function failed(name: string, why: string, { entity }: PersistedState): EngineError {
  return new EngineError('MIGRATION_FAILED', `${name} ${why} (${entity})`, { entity });
}
