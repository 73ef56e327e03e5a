import { SimulatedClock, type AnyMachineSnapshot, type EventObject } from 'xstate';
import { dehydrate } from '../migration/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { next } from '../scope/index.ts';
import type { EntityState, PersistedState, RecordedEvent, Timer } from '../state/index.ts';
import type { FakeActivity } from './activities.ts';
import { createSimulation, type SimulatedStep } from './simulation.ts';

/** Where a runner reads the time and asks to be woken; XState's `SimulatedClock` is one. */
export type RunnerClock = Pick<SimulatedClock, 'now' | 'setTimeout' | 'clearTimeout' | 'increment'>;

/** What a runner has running, as plain JSON: the state of the instance, and of its children. */
export type PersistedRun = PersistedState & { readonly children?: readonly PersistedState[] };

/** What a runner runs. */
export interface RunnerOptions {
  readonly machine: DurableMachine;
  /** @defaultValue none */
  readonly input?: unknown;
  /** @defaultValue a clock of its own that begins at 0, or at the instant of `snapshot` */
  readonly clock?: RunnerClock;
  /** What `persisted` gave: the instance goes on from there, timers, children and activities included. */
  readonly snapshot?: PersistedRun;
  /** Activities by name. @defaultValue none; one that is missing is an error of the test */
  readonly activities?: Readonly<Record<string, FakeActivity>>;
  /** Machines of children that the contract names. @defaultValue none */
  readonly machines?: readonly DurableMachine[];
  /** Workflow id. @defaultValue the machine's id */
  readonly id?: string;
}

/** A delay that has not elapsed yet. */
export type PendingTimer = Timer & { readonly id: string };

/** What was recorded in one go, by the instance itself or a child. */
export interface RunnerStep {
  readonly entity: string;
  readonly snapshot: AnyMachineSnapshot;
  readonly events: readonly RecordedEvent[];
}

/** Ends a subscription. */
export type Unsubscribe = () => void;

/**
 * One instance in memory, on a virtual clock, with the decisions of production. Synchronous: when `send` or `advance`
 * returns, everything has happened that follows from it.
 */
export interface Runner {
  /** Begins. What was sent before waits for this. @throws EngineError `INPUT_INVALID` */
  start(): Runner;
  /**
   * Hands the machine an event, past the commands of its contract; what the state does not know is ignored.
   * @throws FailingInput when a guard or action throws
   */
  readonly send: (event: EventObject) => void;
  /** Lets time pass; every delay elapses at its own instant. @param ms - milliseconds */
  advance(ms: number): void;
  /** Delays of the instance that have not elapsed, in the order in which they will. */
  timers(): readonly PendingTimer[];
  /** The machine's snapshot as XState gives it. @throws Error before the start */
  snapshot(): AnyMachineSnapshot;
  /** Everything as plain JSON, for `createRunner({ snapshot })`. */
  persisted(): PersistedRun;
  /** Calls back after every step of the instance and its children. */
  onStep(listener: (step: RunnerStep) => void): Unsubscribe;
  /** Calls back for every event that the machine itself emits. */
  onEmit(listener: (event: EventObject) => void): Unsubscribe;
  /** Ends it: no delay elapses any more, nothing is taken any more. */
  stop(): void;
}

/** Makes a runner; it begins with `start`. */
export function createRunner(options: RunnerOptions): Runner {
  const { machine, machines = [], activities = {}, snapshot: given } = options;
  const clock = options.clock ?? clockAt(given ? Date.parse(given.at) : 0);
  const entity = given?.entity ?? options.id ?? machine.contract.id;
  const stepListeners = new Set<(step: RunnerStep) => void>();
  const emitListeners = new Set<(event: EventObject) => void>();
  const done: SimulatedStep[] = [];
  const simulation = createSimulation({
    machines: [machine, ...machines],
    activities,
    at: new Date(clock.now()).toISOString(),
    onStep: (step) => done.push(step),
    onAnswer: () => {
      settle();
    },
  });
  const waiting: EventObject[] = [];
  let status: 'new' | 'running' | 'stopped' = 'new';
  let alarm: ReturnType<RunnerClock['setTimeout']> | undefined;
  let counter = 0;
  let isSettling = false;

  const state = (): EntityState => simulation.state(entity);

  const take = (event: EventObject): void => {
    simulation.take(entity, { cause: 'event', id: `event-${String((counter += 1))}`, event });
  };

  const tell = ({ entity: teller, state: after, events, actions }: SimulatedStep): void => {
    for (const action of actions) {
      const { info, params } = action;
      action.exec?.({ ...info, self: { ...info.self, id: teller, send: runner.send } }, params);
    }
    for (const listener of stepListeners) {
      listener({ entity: teller, snapshot: after.snapshot, events });
    }
    for (const { cause, type, data } of teller === entity ? events : []) {
      if (cause !== 'derived') continue;
      for (const listener of emitListeners) listener({ type, ...data });
    }
  };

  /** Executes what was left to do outside, until nothing more is sent, and sets the alarm anew. */
  const settle = (): void => {
    if (isSettling || status !== 'running') return;
    isSettling = true;
    try {
      for (;;) {
        const step = done.shift();
        const event = step ? undefined : waiting.shift();
        if (step) tell(step);
        else if (event) take(event);
        else break;
      }
    } finally {
      isSettling = false;
      setAlarm();
    }
  };

  const setAlarm = (): void => {
    if (alarm !== undefined) clock.clearTimeout(alarm);
    const due = status === 'running' ? simulation.nextDue() : undefined;
    alarm = due === undefined ? undefined : clock.setTimeout(wake, Math.max(0, due - clock.now()));
  };

  const wake = (): void => {
    alarm = undefined;
    simulation.travelTo(new Date(clock.now()).toISOString());
    settle();
  };

  const begin = (): void => {
    if (!given) {
      simulation.start(machine.contract.id, entity, options.input);
      return;
    }
    const { children = [], ...root } = given;
    for (const persisted of [root, ...children]) simulation.restore(persisted);
    simulation.resume();
  };

  const runner: Runner = {
    start: () => {
      if (status !== 'new') return runner;
      begin();
      status = 'running';
      wake();
      return runner;
    },
    send: (event) => {
      if (event.type.startsWith('xstate.')) {
        throw new Error(`${event.type} is an event of XState itself, which nobody may send`);
      }
      if (status === 'stopped') return;
      waiting.push(event);
      if (status === 'running' && !isSettling) {
        simulation.travelTo(new Date(clock.now()).toISOString());
        settle();
      }
    },
    advance: (ms) => {
      clock.increment(ms);
    },
    timers: () =>
      Object.entries(state().timers)
        .map(([id, timer]) => ({ id, ...timer }))
        .sort((a, b) => a.fireAt - b.fireAt),
    snapshot: () => {
      const { snapshot } = state();
      return status === 'stopped' && snapshot.status === 'active'
        ? ended(machine, state())
        : snapshot;
    },
    persisted: () => {
      const others = simulation.entities().filter((id) => id !== entity);
      const children = others
        .filter((id) => simulation.state(id).snapshot.status === 'active')
        .map((id) => dehydrate(simulation.machine(id), simulation.state(id)));
      return { ...dehydrate(machine, state()), ...(children.length > 0 && { children }) };
    },
    onStep: (listener) => subscribed(stepListeners, listener),
    onEmit: (listener) => subscribed(emitListeners, listener),
    stop: () => {
      status = 'stopped';
      setAlarm();
    },
  };
  return runner;
}

function clockAt(ms: number): SimulatedClock {
  const clock = new SimulatedClock();
  clock.set(ms);
  return clock;
}

function ended(machine: DurableMachine, state: EntityState): AnyMachineSnapshot {
  const event = { type: 'xstate.stop' };
  return next(machine.logic, state.snapshot, { event, identity: state }).snapshot;
}

function subscribed<Listener>(listeners: Set<Listener>, listener: Listener): Unsubscribe {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
