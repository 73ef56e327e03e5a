import { type AnyContract, EngineError, faultsIn } from '../contract/index.ts';
import { decide, type Outcome } from '../decide/index.ts';
import { actorEntity } from '../step/index.ts';
import type {
  Input,
  ResultInput,
  RecordedEvent,
  EntityState,
  RunningActor,
} from '../state/index.ts';
import type { DurableMachine } from '../registration/index.ts';

/** What an activity gives, computed at once: the runner knows no outside world. What it throws is its failure. */
export type FakeActivity = (input: unknown) => unknown;

/** What the runner plays. */
export interface RunnerOptions {
  /** Machines by contract id. */
  readonly machines: readonly DurableMachine[];
  /** Activities by name. @defaultValue none */
  readonly activities?: Readonly<Record<string, FakeActivity>>;
  /** Instant at which virtual time begins, ISO-8601. */
  readonly at: string;
}

/**
 * Runs machines and their children in memory on virtual time, with the same decisions as in production: for tests,
 * simulation and forecasts. Messages and results arrive at once; time passes only by `travelTo`.
 */
export interface Runner {
  /** Starts a root instance. @throws EngineError `INPUT_INVALID` with every fault */
  start(machine: string, entity: string, input: unknown): void;
  /** Gives a command; its id is the payload's `commandId`, if it has one. @returns what became of it */
  command(entity: string, command: string, payload: unknown): Outcome;
  /** Lets time pass up to an instant; every delay elapses at its own. */
  travelTo(instant: string): void;
  /** Virtual time, ISO-8601 UTC. */
  now(): string;
  state(entity: string): EntityState;
  machine(entity: string): DurableMachine;
  /** The log of one entity, or of all in the order of recording. */
  log(entity?: string): readonly RecordedEvent[];
  entities(): readonly string[];
}

interface Instance {
  readonly machine: DurableMachine;
  state: EntityState | undefined;
}
interface Waiting {
  readonly entity: string;
  readonly input: Input;
}

/** Makes an empty world. */
export function createRunner(options: RunnerOptions): Runner {
  const machines = new Map(options.machines.map((machine) => [machine.contract.id, machine]));
  const instances = new Map<string, Instance>();
  const log: RecordedEvent[] = [];
  const started = new Set<string>();
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

  /** Decides one input and everything that follows from it. */
  const put = (entity: string, input?: Input): Outcome | undefined => {
    const queue: Waiting[] = [];
    const one = (target: string, given: readonly Input[]): Outcome | undefined => {
      const instance = instanceOf(target);
      const decision = decide(instance.machine, instance.state, {
        inputs: given,
        now: { ms: now },
      });
      instance.state = decision.state;
      log.push(...decision.events);
      queue.push(...reactions(instance));
      return decision.outcomes[0];
    };
    const outcome = one(entity, input ? [input] : []);
    for (let next = queue.shift(); next; next = queue.shift()) one(next.entity, [next.input]);
    return outcome;
  };

  const reactions = (instance: Instance): Waiting[] => {
    const state = instance.state as EntityState;
    const fresh = Object.entries(state.actors).flatMap(([id, actor]) =>
      startActor(instance, id, actor),
    );
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

  const startActor = (parent: Instance, id: string, actor: RunningActor): Waiting[] => {
    const parentId = (parent.state as EntityState).entity;
    const entity = actorEntity(parentId, id, actor);
    const key = `${entity}#${String(actor.generation)}`;
    if (started.has(key)) return [];
    started.add(key);
    if (actor.kind === 'activity') return [{ entity: parentId, input: result(id, actor) }];
    const child = ((parent.machine.contract.children ?? {}) as Record<string, AnyContract>)[
      actor.src
    ];
    const machine = machineOf(child?.id ?? actor.src);
    instances.set(entity, { machine, state: undefined });
    const data = checked(machine, actor.input);
    return [{ entity, input: { cause: 'start', entity, data, startedBy: actor.startedBy } }];
  };

  const result = (actorId: string, actor: RunningActor): Input => {
    const run = options.activities?.[actor.src];
    if (!run) throw new Error(`no activity ${actor.src}`);
    const { generation } = actor;
    return { cause: 'actor', actorId, generation, result: attempt(run, actor.input) };
  };

  return {
    start: (machine, entity, input) => {
      const durable = machineOf(machine);
      const data = checked(durable, input);
      instances.set(entity, { machine: durable, state: undefined });
      put(entity, { cause: 'start', entity, data, startedBy: '', runId: `run-of-${entity}` });
    },
    command: (entity, command, payload) => {
      stateOf(entity);
      const stated = (payload as { commandId?: string } | undefined)?.commandId;
      const commandId = stated ?? `command-${String((counter += 1))}`;
      const outcome = put(entity, {
        cause: 'command',
        id: commandId,
        command,
        payload,
        via: 'update',
      });
      if (!outcome) throw new Error('a command always has an outcome');
      return outcome;
    },
    travelTo: (instant) => {
      const goal = Date.parse(instant);
      for (;;) {
        const due = earliest(instances, goal);
        if (!due) break;
        now = Math.max(now, due.fireAt);
        put(due.entity);
      }
      now = Math.max(now, goal);
    },
    now: () => new Date(now).toISOString(),
    state: stateOf,
    machine: (entity) => instanceOf(entity).machine,
    log: (entity) => (entity === undefined ? log : log.filter((event) => event.entity === entity)),
    entities: () => [...instances.keys()],
  };
}

/** The same shape of an error as an activity's has in a workflow. */
function attempt(run: FakeActivity, input: unknown): ResultInput['result'] {
  try {
    return { output: run(input) };
  } catch (error) {
    const { name, message, type = null } = error as Error & { readonly type?: unknown };
    return { error: { name, message, type } };
  }
}

function checked(machine: DurableMachine, input: unknown): Record<string, unknown> {
  const faults = faultsIn(machine.contract.input, input ?? {});
  if (faults.length > 0) {
    throw new EngineError('INPUT_INVALID', `${machine.contract.id}: ${faults.join('; ')}`, {
      faults,
    });
  }
  return machine.contract.input.parse(input ?? {});
}

function earliest(
  instances: ReadonlyMap<string, Instance>,
  goal: number,
): { readonly entity: string; readonly fireAt: number } | undefined {
  let found: { entity: string; fireAt: number } | undefined;
  for (const [entity, { state }] of instances) {
    if (state?.snapshot.status !== 'active') continue;
    for (const { fireAt } of Object.values(state.timers)) {
      if (fireAt <= goal && (!found || fireAt < found.fireAt)) found = { entity, fireAt };
    }
  }
  return found;
}
