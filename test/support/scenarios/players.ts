import { setImmediate } from 'node:timers/promises';
import {
  createActor,
  fromPromise,
  SimulatedClock,
  type AnyActor,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate';
import {
  createRunner,
  createSimulation,
  type PersistedRun,
  type Runner,
} from '../../../machines/engine/index.ts';
import { activityNames, createJobs, type Jobs } from './jobs.ts';
import {
  childrenOf,
  durableOf,
  eventOf,
  MINUTE,
  type Cast,
  type Move,
  type Scenario,
} from './scenario.ts';
import { runningOf, seenOf, type Player } from './trace.ts';

type Delay = (args: object, params: unknown) => number;

/** Actors and delays for XState alone: children as machines, and instants as durations from now. */
function provided({ machine, children = {} }: Cast, jobs: Jobs, clock: SimulatedClock) {
  const activities = activityNames.map((name) => [name, fromPromise(jobs.activity(name))] as const);
  const machines = Object.entries(children).map(([name, child]): [string, AnyStateMachine] => [
    name,
    provided(child, jobs, clock),
  ]);
  const { delays } = machine.implementations;
  const relative = Object.entries(delays).map(([name, delay]) => {
    if (typeof delay !== 'function') return [name, delay] as const;
    const after: Delay = (args, params) => {
      const given = (delay as Delay)(args, params);
      return given < 0 ? Math.max(0, -given - clock.now()) : given;
    };
    return [name, after] as const;
  });
  return machine.provide({
    actors: Object.fromEntries([...activities, ...machines]) as never,
    delays: Object.fromEntries(relative) as never,
  });
}

/** Half a minute after the other, because XState's clock lets a delay elapse only when it has arrived. */
function pass(clock: Pick<SimulatedClock, 'increment'>, minutes: number): void {
  for (let halves = 0; halves < 2 * minutes; halves += 1) clock.increment(MINUTE / 2);
}

/** XState itself, live. `starts` tells how often an activity was started. */
export function plain(scenario: Scenario): Player & Pick<Jobs, 'starts'> {
  const clock = new SimulatedClock();
  const jobs = createJobs();
  const told: unknown[] = [];
  const { input = {} } = scenario;
  const actor: AnyActor = createActor(provided(scenario, jobs, clock), { clock, input });
  actor.on('*', (event) => told.push(event));
  actor.subscribe({ error: () => undefined });
  actor.start();
  return {
    starts: jobs.starts,
    move: async (move) => {
      const event = eventOf(move);
      if (event) actor.send(event);
      else if (!jobs.settle(move)) pass(clock, waitOf(move));
      await setImmediate();
    },
    seen: () => {
      const snapshot = actor.getSnapshot() as AnyMachineSnapshot;
      const children = Object.values(snapshot.children as Readonly<Record<string, AnyActor>>);
      const running = children
        .filter((child) => (child.getSnapshot() as AnyMachineSnapshot).status === 'active')
        .map(({ id }) => id);
      return seenOf(snapshot, { told, running });
    },
  };
}

function waitOf(move: Move): number {
  return (move as { readonly wait?: number }).wait ?? 0;
}

function activitiesOf(jobs: Jobs) {
  return Object.fromEntries(activityNames.map((name) => [name, jobs.activity(name)]));
}

/** The engine's runner; `restored` takes it through JSON before every move. */
export function inMemory(scenario: Scenario, { restored = false } = {}): Player {
  const clock = new SimulatedClock();
  const jobs = createJobs();
  const told: unknown[] = [];
  const machine = durableOf(scenario);
  const begun = (snapshot?: PersistedRun): Runner => {
    const runner = createRunner({
      ...{ machine, machines: childrenOf(scenario), clock, activities: activitiesOf(jobs) },
      ...(scenario.input && { input: scenario.input }),
      ...(snapshot && { snapshot }),
    });
    runner.onEmit((event) => told.push(event));
    return runner.start();
  };
  let runner = begun();
  if (restored) jobs.know(runner.persisted());
  return {
    move: async (move) => {
      if (restored && runner.snapshot().status === 'active') {
        const persisted = JSON.parse(JSON.stringify(runner.persisted())) as PersistedRun;
        runner.stop();
        jobs.resume(persisted);
        runner = begun(persisted);
      }
      const event = eventOf(move);
      if (event) runner.send(event);
      else if (!jobs.settle(move)) runner.advance(waitOf(move) * MINUTE);
      await setImmediate();
      if (restored) jobs.know(runner.persisted());
    },
    seen: () => {
      const { actors } = runner.persisted();
      return seenOf(runner.snapshot(), { told, running: runningOf(actors) });
    },
  };
}

const clerk = { id: 'a-1', role: 'clerk' };

/** The engine by commands, as a workflow takes them: what a state cannot take is refused. */
export function commanded(scenario: Scenario): Player {
  const jobs = createJobs();
  const machine = durableOf(scenario);
  const { id } = machine.contract;
  const simulation = createSimulation({
    machines: [machine, ...childrenOf(scenario)],
    activities: activitiesOf(jobs),
    at: new Date(0).toISOString(),
  });
  simulation.start(id, id, scenario.input ?? {});
  return {
    move: async (move) => {
      const event = eventOf(move);
      if (event) {
        const { type, ...data } = event;
        simulation.command(id, `do${type}`, { actor: clerk, ...data });
      } else if (!jobs.settle(move)) {
        const now = Date.parse(simulation.now()) + waitOf(move) * MINUTE;
        simulation.travelTo(new Date(now).toISOString());
      }
      await setImmediate();
    },
    seen: () => {
      const { snapshot, actors } = simulation.state(id);
      const told = simulation
        .log(id)
        .flatMap(({ cause, type, data }) => (cause === 'derived' ? [{ type, ...data }] : []));
      return seenOf(snapshot, { told, running: runningOf(actors) });
    },
  };
}
