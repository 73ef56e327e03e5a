import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  log,
  makeContinueAsNewFunc,
  metricMeter,
  workflowInfo,
} from '@temporalio/workflow';
import { dehydrate, stateOf } from '../../machines/engine/index.ts';
import { detailsOf } from './display/index.ts';
import { createWorld, inBackground, type World } from './effects/index.ts';
import type { Carried, Entity, StartOptions } from './entity.ts';
import { isLong, isTooLong } from './hand-over.ts';
import { answerQueries, tellDetails } from './held-queries.ts';
import {
  takeCancellation,
  takeCommands,
  takeEngineSignals,
  takeQuestions,
} from './handlers/index.ts';
import { createEntity, type Runnable } from './start.ts';
import { prune, turn } from './turn.ts';

/** A carried state above this size is an alarm. */
const STATE_ALARM_BYTES = 256 * 1024;

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
  takeQuestions(entity);
  takeCancellation(entity);
  tellDetails(() => currentDetails(entity));
  return CancellationScope.nonCancellable(() => live(entity, createWorld(entity)));
}

function currentDetails({ machine, state, problem }: Entity): string {
  return state ? detailsOf(machine, state, { namespace: workflowInfo().namespace, problem }) : '';
}

async function live(entity: Entity, world: World): Promise<unknown> {
  world.reconcile();
  inBackground(
    entity,
    answerQueries(() => entity.busy || !isAwake(entity, world)),
  );
  for (;;) {
    await condition(() => isAwake(entity, world));
    if (entity.crash !== undefined) throw asError(entity.crash);
    const ending = endingOf(entity, world);
    if (ending === 'outcome') return outcomeOf(entity);
    if (ending === 'next run') return nextRun(entity);
    if (hasWork(entity)) await turn(entity, world);
  }
}

function isAwake(entity: Entity, world: World): boolean {
  return entity.crash !== undefined || hasWork(entity) || endingOf(entity, world) !== undefined;
}

/** The next run begins on the present build: without this it would stay on the one of this run for ever. */
function nextRun(entity: Entity): Promise<never> {
  const continueAsNew = makeContinueAsNewFunc<NextRun>({
    initialVersioningBehavior: 'AUTO_UPGRADE',
  });
  // The input goes along only to be seen: what counts is carried.
  const { input, startedBy } = entity;
  return continueAsNew(input, {
    ...(startedBy !== '' && { startedBy }),
    carried: carry(entity),
  });
}

type NextRun = (input: unknown, options: StartOptions) => Promise<unknown>;

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function hasWork(entity: Entity): boolean {
  const asked = entity.queue.length > 0 || entity.wake || entity.checkLog;
  return asked && (entity.problem === undefined || entity.checkLog);
}

/** A new run, or the end, only when nothing would be lost: a signal sent in the last task is dropped by the server. */
function endingOf(entity: Entity, world: World): 'outcome' | 'next run' | undefined {
  if (!mayEnd(entity, world)) return undefined;
  const isAtRest = !hasWork(entity) && !world.isActing();
  const hasEnded = entity.state?.snapshot.status !== 'active' && world.isDelivered();
  if (isAtRest && hasEnded) return 'outcome';
  return isTooLong(entity) || (isAtRest && isLong(entity)) ? 'next run' : undefined;
}

function mayEnd({ state, problem, checkLog }: Entity, world: World): boolean {
  if (!state || problem !== undefined || checkLog) return false;
  return allHandlersFinished() && world.isQuiet();
}

function carry(entity: Entity): Carried {
  prune(entity);
  const { state, machine } = entity;
  if (!state) throw new Error('an instance that has not begun carries nothing');
  const persisted = dehydrate(machine, state);
  const size = JSON.stringify(persisted).length;
  metricMeter.createHistogram('certway_state_bytes', 'int', 'bytes', 'Carried state').record(size);
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
