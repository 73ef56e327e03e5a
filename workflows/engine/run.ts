import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  log,
  makeContinueAsNewFunc,
  metricMeter,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  decide,
  dehydrate,
  EngineError,
  faultsIn,
  hydrate,
  stateOf,
  type Decision,
  type DurableMachine,
  type Input,
  type Message,
} from '../../machines/engine/index.ts';
import { append } from './append.ts';
import { publishAttributes } from './attributes.ts';
import { workflowTime } from './clock.ts';
import { takeCommands } from './commands.ts';
import { detailsOf } from './details.ts';
import {
  START_POSITION,
  type Carried,
  type Entity,
  type StartOptions,
  type Waiting,
} from './entity.ts';
import { createWorld, DELIVER, type World } from './reconcile.ts';

/** A run ends after this many steps even when the server does not ask for it. */
const STEPS_PER_RUN = 300;
/** Inputs decided and appended together. */
const BATCH = 64;
/** A carried state above this size is an alarm. */
const STATE_ALARM_BYTES = 256 * 1024;

const stateSize = metricMeter.createHistogram(
  'certway_state_bytes',
  'int',
  'bytes',
  'Carried state',
);

/** How a machine runs as a workflow. */
export interface Runnable {
  readonly machine: DurableMachine;
  /** Whether people start it; the others are started by a parent only. */
  readonly root: boolean;
}

/**
 * Runs a machine as this workflow until it is final: decide, append, evolve.
 * @param input - one JSON object
 * @param options - for the engine itself: who started a child, what a run hands to the next
 * @returns the last state and the machine's output
 * @throws ApplicationFailure `INPUT_INVALID`, `NOT_STARTED_BY_A_JOURNEY`, `ENTITY_EXISTS`, `MACHINE_FAILED`
 */
export async function runMachine(
  runnable: Runnable,
  input: unknown,
  options: StartOptions = {},
): Promise<unknown> {
  const entity = createEntity(runnable, input, options);
  // The default handlers among the commands are given every signal that has no handler yet.
  takeEngineSignals(entity);
  takeCommands(entity);
  takeCancellation(entity);
  return CancellationScope.nonCancellable(() => live(entity, createWorld(entity)));
}

function createEntity(runnable: Runnable, input: unknown, options: StartOptions): Entity {
  const { machine, root } = runnable;
  const { workflowId, firstExecutionRunId } = workflowInfo();
  const { carried, startedBy = '', resume = false } = options;
  const fresh: Entity = {
    machine,
    id: workflowId,
    startedBy,
    resume,
    firstRunId: firstExecutionRunId,
    state: undefined,
    position: START_POSITION,
    queue: [],
    busy: false,
    wake: false,
    checkLog: false,
    fired: new Set(),
    problem: undefined,
    steps: 0,
    crash: undefined,
    started: new Set(carried?.started),
    signals: new Map(),
    delivered: new Map(),
    attributes: {},
  };
  if (carried) return continued(fresh, carried);
  if (resume) return { ...fresh, checkLog: true };
  if (!root && startedBy === '') throw notStartedByAJourney(fresh);
  return { ...fresh, queue: [{ input: startInput(fresh, input) }] };
}

function continued(fresh: Entity, carried: Carried): Entity {
  return {
    ...fresh,
    state: hydrate(fresh.machine, carried.state),
    position: carried.position,
    queue: carried.queue.map((input) => ({ input })),
    wake: true,
    attributes: carried.attributes,
  };
}

function startInput(entity: Entity, input: unknown): Input {
  const { machine, id, startedBy, firstRunId } = entity;
  const schema = machine.contract.input;
  const faults = faultsIn(schema, input ?? {});
  if (faults.length > 0) {
    const lines = [
      `the input of ${workflowInfo().workflowType} is not valid:`,
      ...faults.map((fault) => `- ${fault}`),
      `A valid input: ${JSON.stringify(machine.contract.example)}`,
    ];
    throw ApplicationFailure.nonRetryable(lines.join('\n'), 'INPUT_INVALID', { faults });
  }
  const data = schema.parse(input ?? {});
  const own = startedBy === '' ? { runId: firstRunId } : {};
  return { cause: 'start', entity: id, data, startedBy, ...own };
}

function notStartedByAJourney({ machine }: Entity): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `a workflow of type ${workflowInfo().workflowType} is started by a journey, never by hand: give the journey the command that leads to this ${machine.contract.id}`,
    'NOT_STARTED_BY_A_JOURNEY',
  );
}

function takeEngineSignals(entity: Entity): void {
  setHandler(
    defineSignal<[{ from: string; message: Message }]>(DELIVER),
    ({ from, message }) => {
      entity.queue.push({ input: { cause: 'message', from, message } });
    },
    { description: 'For workflows only: hands over an event of a parent or child.' },
  );
  setHandler(
    defineSignal('catchUp'),
    () => {
      entity.checkLog = true;
    },
    { description: 'For the worker: the log may hold events that this workflow does not know.' },
  );
  setHandler(defineQuery('position'), () => entity.position, {
    description: 'Where this workflow believes its log to end.',
  });
  setHandler(defineQuery('state'), () => viewOf(entity), {
    description: 'The whole state as JSON, with its position in the log.',
  });
}

/** What the query `state` returns. */
function viewOf(entity: Entity): unknown {
  const { state, machine, position, problem, queue } = entity;
  if (!state) return null;
  return {
    path: stateOf(state),
    position,
    problem: problem ?? null,
    waiting: queue.length,
    ...dehydrate(machine, state),
  };
}

async function live(entity: Entity, world: World): Promise<unknown> {
  world.reconcile();
  for (;;) {
    await condition(() => entity.crash !== undefined || hasWork(entity) || isOver(entity, world));
    if (entity.crash !== undefined) throw asError(entity.crash);
    if (hasWork(entity)) await turn(entity, world);
    else if (entity.state?.snapshot.status !== 'active') return outcomeOf(entity);
    else return nextRun(entity);
  }
}

/** The next run begins on the present build: without this it would stay on the one of this run for ever. */
function nextRun(entity: Entity): Promise<never> {
  const continueAsNew = makeContinueAsNewFunc<NextRun>({
    initialVersioningBehavior: 'AUTO_UPGRADE',
  });
  return continueAsNew(undefined, { carried: carry(entity) });
}

type NextRun = (input: undefined, options: StartOptions) => Promise<unknown>;

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function hasWork(entity: Entity): boolean {
  const asked = entity.queue.length > 0 || entity.wake || entity.checkLog;
  return asked && (entity.problem === undefined || entity.checkLog);
}

/** A new run, or the end, only when nothing would be lost: a signal sent in the last task is dropped by the server. */
function isOver(entity: Entity, world: World): boolean {
  const { state } = entity;
  if (!state || entity.problem !== undefined) return false;
  if (!allHandlersFinished() || !world.isQuiet()) return false;
  if (state.snapshot.status !== 'active') return world.isDelivered();
  const info = workflowInfo();
  return info.continueAsNewSuggested || entity.steps >= STEPS_PER_RUN;
}

/** Decides what waits, appends it, and only then lets it be true. */
async function turn(entity: Entity, world: World): Promise<void> {
  entity.busy = true;
  const batch = entity.queue.splice(0, BATCH);
  try {
    if (entity.checkLog) {
      entity.checkLog = false;
      entity.problem = undefined;
      await append(entity, []);
      if (!entity.state && entity.resume) throw nothingToResume(entity);
    }
    const decision = await decided(entity, () => batch.map((waiting) => waiting.input));
    entity.state = decision.state;
    entity.steps += decision.events.length;
    batch.forEach((waiting, index) => {
      const outcome = decision.outcomes[index];
      if (outcome) waiting.settle?.(outcome);
    });
  } catch (error) {
    stop(entity, error, batch);
  } finally {
    entity.busy = false;
  }
  prune(entity);
  world.reconcile();
  publish(entity);
}

/** Decides until the log agrees: each time it holds more than we know, on the state that it gives. */
async function decided(entity: Entity, inputs: () => readonly Input[]): Promise<Decision> {
  for (;;) {
    entity.wake = false;
    const now = { ms: workflowTime(), fired: entity.fired };
    const decision = decide(entity.machine, entity.state, { inputs: inputs(), now });
    if (decision.events.length === 0 || (await append(entity, decision.events))) return decision;
  }
}

/** A log that cannot be ours stops the instance; an instance that never began fails; everything else is a bug. */
function stop(entity: Entity, error: unknown, batch: readonly Waiting[]): void {
  if (!(error instanceof EngineError)) throw error;
  if (!entity.state)
    throw ApplicationFailure.nonRetryable(error.message, error.code, error.details);
  entity.problem = error.message;
  const failure = ApplicationFailure.nonRetryable(error.message, error.code, error.details);
  const waiting = [...batch, ...entity.queue.splice(0)];
  for (const { fail } of waiting) fail?.(failure);
  entity.queue.push(...waiting.filter(({ fail }) => !fail));
  log.error('the instance has stopped deciding', { entity: entity.id, problem: error.message });
}

function nothingToResume(entity: Entity): EngineError {
  return new EngineError(
    'ENTITY_EXISTS',
    `the log holds no event of ${entity.id}: nothing to resume`,
  );
}

function prune(entity: Entity): void {
  const { state } = entity;
  if (!state) return;
  const left = Object.entries(state.outbox)
    .map(([target, messages]) => {
      const last = entity.delivered.get(target) ?? 0;
      return [target, messages.filter((message) => message.number > last)] as const;
    })
    .filter(([, messages]) => messages.length > 0);
  entity.state = { ...state, outbox: Object.fromEntries(left) };
}

function publish(entity: Entity): void {
  const { machine, state, problem } = entity;
  if (!state) return;
  const { namespace } = workflowInfo();
  setCurrentDetails(detailsOf(machine, state, { namespace, problem }));
  publishAttributes(entity);
}

/** Somebody's cancellation is a command like any other; a machine that knows none refuses it. */
function takeCancellation(entity: Entity): void {
  const { cancelledBy, commands } = entity.machine.contract;
  const command = Object.keys(commands).find((name) => commands[name]?.records === cancelledBy);
  CancellationScope.current().cancelRequested.catch(() => {
    const actor = { id: 'temporal', role: 'operator' };
    const payload = { actor, ...commands[command ?? '']?.example };
    const id = `cancel-${workflowInfo().runId}`;
    entity.queue.push({
      input: { cause: 'command', id, command: command ?? 'cancel', payload, via: 'signal' },
    });
  });
}

function carry(entity: Entity): Carried {
  prune(entity);
  const { state, machine } = entity;
  if (!state) throw new Error('an instance that has not begun carries nothing');
  const persisted = dehydrate(machine, state);
  const size = JSON.stringify(persisted).length;
  stateSize.record(size);
  if (size > STATE_ALARM_BYTES) log.warn('the carried state is large', { entity: entity.id, size });
  return {
    state: persisted,
    position: entity.position,
    queue: entity.queue.map((waiting) => waiting.input),
    started: [...entity.started],
    attributes: entity.attributes,
  };
}

function outcomeOf({ state, id }: Entity): unknown {
  if (!state) throw new Error('an instance that has not begun has no outcome');
  const { status, output, error } = state.snapshot as {
    readonly status: string;
    readonly output: unknown;
    readonly error: unknown;
  };
  if (status === 'error') {
    throw ApplicationFailure.nonRetryable(`${id} ended in an error`, 'MACHINE_FAILED', error);
  }
  return { state: stateOf(state), status, output: output ?? null };
}
