import { EngineError, faultsIn, type AnyContract } from '../contract/index.ts';
import { hydrate } from '../migration/index.ts';
import { decide, foundInLog, idsToLookUp, type Decision, type Outcome } from '../decide/index.ts';
import { actorLogic, kindOf } from '../definition/index.ts';
import { register, type DurableMachine } from '../registration/index.ts';
import type { ResolvedAction } from '../scope/index.ts';
import type { EntityState, Input, PersistedState, RecordedEvent } from '../state/index.ts';
import { actorEntity } from '../step/index.ts';
import { createActivities, type FakeActivity, type Instance, type Waiting } from './activities.ts';

/** What a simulation plays. */
export interface SimulationOptions {
  /** Machines by contract id. */
  readonly machines: readonly DurableMachine[];
  /** Activities by name. @defaultValue none */
  readonly activities?: Readonly<Record<string, FakeActivity>>;
  /** Instant at which virtual time begins, ISO-8601. */
  readonly at: string;
  /** Told of everything that was recorded in one go, in order. */
  readonly onStep?: (step: SimulatedStep) => void;
  /** Told when the result of an activity has come later and everything has happened that follows from it. */
  readonly onAnswer?: () => void;
}

/** What one entity recorded in one go. */
export interface SimulatedStep {
  readonly entity: string;
  readonly state: EntityState;
  readonly events: readonly RecordedEvent[];
  /** Actions written in place, which only machines of tests have. */
  readonly actions: readonly ResolvedAction[];
}

/**
 * Runs machines and their children in memory on virtual time, with the same decisions as in production: for tests,
 * simulation and forecasts. Messages and results arrive at once; time passes only by `travelTo`.
 */
export interface Simulation {
  /** Starts a root instance. @throws EngineError `INPUT_INVALID` with every fault */
  start(machine: string, entity: string, input: unknown): void;
  /** Takes over an instance, parents before their children; `resume` lets them go on. */
  restore(persisted: PersistedState): void;
  /** Lets restored instances go on with what they have running and to say. */
  resume(): void;
  /** Gives a command; its id is the payload's `commandId`, if it has one. @returns what became of it */
  command(entity: string, command: string, payload: unknown): Outcome;
  /** Decides one input, and everything that follows from it. @returns what became of it */
  take(entity: string, input: Input): Outcome;
  /** Lets time pass up to an instant; every delay elapses at its own. */
  travelTo(instant: string): void;
  /** Instant of the next delay, epoch milliseconds. */
  nextDue(): number | undefined;
  /** Virtual time, ISO-8601 UTC. */
  now(): string;
  state(entity: string): EntityState;
  machine(entity: string): DurableMachine;
  /** The log of one entity, or of all in the order of recording. */
  log(entity?: string): readonly RecordedEvent[];
  entities(): readonly string[];
}

/** Makes an empty world. */
export function createSimulation(options: SimulationOptions): Simulation {
  const machines = new Map(options.machines.map((machine) => [machine.contract.id, machine]));
  const instances = new Map<string, Instance>();
  const log: RecordedEvent[] = [];
  let now = Date.parse(options.at);
  let counter = 0;

  const machineOf = (id: string): DurableMachine => {
    const machine = machines.get(id);
    if (!machine) throw new Error(`no machine ${id}`);
    return machine;
  };
  const instanceOf = (entity: string): Instance => {
    const instance = instances.get(entity);
    if (!instance) throw new Error(`no instance ${entity}`);
    return instance;
  };
  const stateOf = (entity: string): EntityState => {
    const { state } = instanceOf(entity);
    if (!state) throw new Error(`${entity} has not started`);
    return state;
  };

  /** The machine of a child that was taken over with its parent. */
  const heir = (parent: string, entity: string): DurableMachine => {
    const { machine, state } = instanceOf(parent);
    const actors = Object.entries(state?.actors ?? {});
    const found = actors.find(([id, actor]) => actorEntity(parent, id, actor) === entity);
    if (!found) throw new Error(`${parent} has no child ${entity}`);
    return childOf(machine, found[1].src, machineOf);
  };

  const queue: Waiting[] = [];
  let isBusy = false;

  const decideOne = (entity: string, inputs: readonly Input[]): Decision => {
    const instance = instanceOf(entity);
    const ids = idsToLookUp(instance.state, inputs);
    const own = ids.length > 0 ? log.filter((event) => event.entity === entity) : [];
    const found = foundInLog(instance.machine, own, ids);
    const decision = decide(instance.machine, instance.state, { inputs, now: { ms: now }, found });
    instance.state = decision.state;
    log.push(...decision.events);
    queue.push(...reactions(instance));
    const { state, events, actions } = decision;
    if (events.length > 0) options.onStep?.({ entity, state, events, actions });
    return decision;
  };

  /** Decides what waits, and what follows from it, unless somebody further up does so already. */
  const drain = (): void => {
    if (isBusy) return;
    isBusy = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        decideOne(next.entity, [next.input]);
      }
    } finally {
      isBusy = false;
    }
  };

  const put = (entity: string, input?: Input): Outcome | undefined => {
    const { outcomes } = decideOne(entity, input ? [input] : []);
    drain();
    return outcomes[0];
  };

  const answer = (entity: string, input: Input): void => {
    put(entity, input);
    options.onAnswer?.();
  };
  const activities = createActivities({ activities: options.activities ?? {}, answer });
  const started = new Set<string>();

  const reactions = (instance: Instance): Waiting[] => {
    const state = instance.state as EntityState;
    const fresh = Object.entries(state.actors).flatMap(([id, actor]): Waiting[] => {
      const entity = actorEntity(state.entity, id, actor);
      if (instances.has(entity) || started.has(entity)) return [];
      started.add(entity);
      if (actor.kind === 'activity') return activities.run(instance, actor.id ?? id, actor);
      const machine = childOf(instance.machine, actor.src, machineOf);
      instances.set(entity, { machine, state: undefined });
      const data = checked(machine, actor.input);
      return [{ entity, input: { cause: 'start', entity, data, startedBy: actor.startedBy } }];
    });
    const messages = Object.entries(state.outbox).flatMap(([target, waiting]) =>
      instances.has(target)
        ? waiting.map((message): Waiting => ({
            entity: target,
            input: { cause: 'message', from: state.entity, message },
          }))
        : [],
    );
    instance.state = { ...state, outbox: {} };
    return [...fresh, ...messages];
  };

  return {
    start: (machine, entity, input) => {
      const durable = machineOf(machine);
      const data = checked(durable, input);
      instances.set(entity, { machine: durable, state: undefined });
      put(entity, { cause: 'start', entity, data, startedBy: '', runId: `run-of-${entity}` });
    },
    restore: (persisted) => {
      const { entity, parent } = persisted;
      const machine = parent === undefined ? machineOf(persisted.machine.id) : heir(parent, entity);
      instances.set(entity, { machine, state: hydrate(machine, persisted) });
    },
    resume: () => {
      for (const instance of instances.values()) queue.push(...reactions(instance));
      drain();
    },
    take: (entity, input) => {
      stateOf(entity);
      return put(entity, input) as Outcome;
    },
    command: (entity, command, payload) => {
      stateOf(entity);
      const stated = (payload as { commandId?: string } | undefined)?.commandId;
      const id = stated ?? `command-${String((counter += 1))}`;
      return put(entity, { cause: 'command', id, command, payload, via: 'update' }) as Outcome;
    },
    travelTo: (instant) => {
      const goal = Date.parse(instant);
      for (let due = earliest(instances); due && due.fireAt <= goal; due = earliest(instances)) {
        now = Math.max(now, due.fireAt);
        put(due.entity);
      }
      now = Math.max(now, goal);
    },
    nextDue: () => earliest(instances)?.fireAt,
    now: () => new Date(now).toISOString(),
    state: stateOf,
    machine: (entity) => instanceOf(entity).machine,
    log: (entity) => log.filter((event) => entity === undefined || event.entity === entity),
    entities: () => [...instances.keys()],
  };
}

/** The machine behind a child: by its contract, or written in place. */
function childOf(
  parent: DurableMachine,
  src: string,
  machineOf: (id: string) => DurableMachine,
): DurableMachine {
  const contracts = (parent.contract.children ?? {}) as Record<string, AnyContract>;
  const placed = parent.inline ? actorLogic(parent.logic, src) : undefined;
  return kindOf(placed) === 'machine'
    ? register({ machine: placed as object, inline: true })
    : machineOf(contracts[src]?.id ?? src);
}

function checked(machine: DurableMachine, input: unknown): Record<string, unknown> {
  const { contract } = machine;
  if (contract.open === true) return { input };
  const faults = faultsIn(contract.input, input ?? {});
  if (faults.length > 0) {
    throw new EngineError('INPUT_INVALID', `${contract.id}: ${faults.join('; ')}`, { faults });
  }
  return contract.input.parse(input ?? {});
}

function earliest(
  instances: ReadonlyMap<string, Instance>,
): { readonly entity: string; readonly fireAt: number } | undefined {
  let found: { entity: string; fireAt: number } | undefined;
  for (const [entity, { state }] of instances) {
    if (state?.snapshot.status !== 'active') continue;
    for (const { fireAt } of Object.values(state.timers)) {
      if (!found || fireAt < found.fireAt) found = { entity, fireAt };
    }
  }
  return found;
}
