import {
  createSimulation,
  stateOf,
  type DurableMachine,
  type PersistedState,
  type Simulation,
  type Timer,
} from '../../machines/engine/index.ts';

/** What will happen at one instant when nobody does anything until then. */
export interface Prospect {
  /** ISO-8601 UTC. */
  readonly at: string;
  /** Deadlines that pass. */
  readonly passes: readonly Deadline[];
  /** What is recorded, in order. */
  readonly events: readonly Recorded[];
  /** States that change by it. */
  readonly states: readonly {
    readonly entity: string;
    readonly from: string;
    readonly to: string;
  }[];
  /** Deadlines that end with it without having passed. */
  readonly ends: readonly Deadline[];
  /** Deadlines that begin with it. */
  readonly begins: readonly Deadline[];
}

/** A deadline that runs. */
export interface Deadline {
  readonly entity: string;
  readonly name: string;
  /** Instant at which it has passed, ISO-8601 UTC. */
  readonly fireAt: string;
  /** Local date and rule, where the rules of the business set it. */
  readonly due?: string;
  readonly rule?: string;
}

/** A journey as it stands, to be run forward. */
export interface Family {
  readonly machines: readonly DurableMachine[];
  /** A journey and its children, the journey first. */
  readonly states: readonly PersistedState[];
  /** The present, ISO-8601 UTC. */
  readonly now: string;
}

/** What is run forward. */
export interface ForecastOptions extends Family {
  /** How many prospects are wanted at most. */
  readonly limit: number;
}

/** The deadlines ahead: the machines of this build run forward on a virtual clock while nobody acts. */
export function forecast(options: ForecastOptions): readonly Prospect[] {
  const { limit } = options;
  const recorded: Recorded[] = [];
  const simulation = simulationOf(options, (one) => recorded.push(one));
  const prospects: Prospect[] = [];
  while (prospects.length < limit) {
    const due = simulation.nextDue();
    if (due === undefined) break;
    recorded.length = 0;
    const at = Math.max(due, Date.parse(simulation.now()));
    prospects.push({ ...travel(simulation, at), events: [...recorded] });
  }
  return prospects;
}

/** Something that is recorded. */
export interface Recorded {
  readonly entity: string;
  readonly type: string;
}

/** A copy of a journey in memory, on a clock of its own. */
export function simulationOf(
  { machines, states, now }: Family,
  onEvent: (recorded: Recorded) => void,
): Simulation {
  const simulation = createSimulation({
    machines,
    at: now,
    onStep: ({ entity, events }) => {
      for (const { type } of events) onEvent({ entity, type });
    },
  });
  for (const state of states) simulation.restore(state);
  simulation.resume();
  return simulation;
}

function travel(simulation: Simulation, at: number): Omit<Prospect, 'events'> {
  const before = photograph(simulation);
  const instant = new Date(at).toISOString();
  simulation.travelTo(instant);
  const after = photograph(simulation);
  const isIn = (deadlines: readonly Deadline[], one: Deadline): boolean =>
    deadlines.some((other) => keyOf(other) === keyOf(one));
  const gone = before.deadlines.filter((one) => !isIn(after.deadlines, one));
  return {
    at: instant,
    passes: gone.filter(({ fireAt }) => Date.parse(fireAt) <= at),
    ends: gone.filter(({ fireAt }) => Date.parse(fireAt) > at),
    begins: after.deadlines.filter((one) => !isIn(before.deadlines, one)),
    states: [...after.paths].flatMap(([entity, to]) => {
      const from = before.paths.get(entity) ?? '';
      return from === to ? [] : [{ entity, from, to }];
    }),
  };
}

function keyOf({ entity, name, fireAt }: Deadline): string {
  return [entity, name, fireAt].join(' ');
}

interface Photograph {
  readonly paths: ReadonlyMap<string, string>;
  readonly deadlines: readonly Deadline[];
}

function photograph(simulation: Simulation): Photograph {
  const entities = simulation.entities();
  return {
    paths: new Map(entities.map((entity) => [entity, stateOf(simulation.state(entity))])),
    deadlines: runningIn(simulation),
  };
}

/** The deadlines that run, of all instances. */
export function runningIn(simulation: Simulation): readonly Deadline[] {
  return simulation.entities().flatMap((entity) => {
    const { snapshot, timers } = simulation.state(entity);
    return snapshot.status === 'active' ? deadlinesOf(entity, timers) : [];
  });
}

/** The deadlines of an instance, the next one first. */
export function deadlinesOf(
  entity: string,
  timers: Readonly<Record<string, Timer>>,
): readonly Deadline[] {
  return Object.values(timers)
    .sort((a, b) => a.fireAt - b.fireAt)
    .map(({ name, fireAt, dueDate }) => ({
      entity,
      name,
      fireAt: new Date(fireAt).toISOString(),
      ...(dueDate && { due: dueDate.due, rule: dueDate.rule }),
    }));
}
