import { ApplicationFailure, log, metricMeter } from '@temporalio/workflow';
import {
  decide,
  EngineError,
  type Decision,
  type ErrorCode,
  type Input,
} from '../../machines/engine/index.ts';
import { append } from './append.ts';
import { nextBatch } from './batch.ts';
import { workflowTime } from './clock.ts';
import { publishAttributes } from './display/index.ts';
import type { World } from './effects/index.ts';
import type { Entity, Waiting } from './entity.ts';
import { lookUpForgotten } from './look-up.ts';
import { tellRecorded } from './recorder.ts';

/** What no other build would see otherwise. */
const STOPPING: readonly ErrorCode[] = [
  'EVENT_STREAM_CONFLICT',
  'ENTITY_EXISTS',
  'EVENT_TOO_LARGE',
];

/** Decides what waits, appends it, and only then lets it be true. */
export async function turn(entity: Entity, world: World): Promise<void> {
  entity.busy = true;
  const batch = nextBatch(entity.queue);
  try {
    if (entity.checkLog) {
      entity.checkLog = false;
      entity.problem = undefined;
      await append(entity, [], workflowTime());
      if (!entity.state && entity.resume) throw nothingToResume(entity);
    }
    const decision = await decided(
      entity,
      batch.map((waiting) => waiting.input),
    );
    entity.state = decision.state;
    entity.steps += Math.max(decision.events.length, batch.length);
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
  publishAttributes(entity);
}

/**
 * Decides until the log agrees: each time it holds more than we know, on the state that it gives. What becomes true
 * is the decision at the recorded instant, so that a replay ends in the same state.
 */
async function decided(entity: Entity, inputs: readonly Input[]): Promise<Decision> {
  for (;;) {
    entity.wake = false;
    // What fires while the log is written belongs to the next turn.
    const fired = new Set(entity.fired);
    const found = await lookUpForgotten(entity, inputs);
    const at = (ms: number): Decision =>
      decide(entity.machine, entity.state, { inputs, now: { ms, fired }, found });
    const now = workflowTime();
    const decision = at(now);
    if (decision.events.length === 0) return decision;
    const recorded = await append(entity, decision.events, now);
    if (recorded === undefined) continue;
    const valid = recorded === now ? decision : at(recorded);
    tellRecorded(entity, valid.events);
    return valid;
  }
}

/**
 * A log that cannot be ours stops the instance; an instance that never began fails. Everything else is a bug, or a
 * migration that this build lacks: the task fails, and a mended build goes on.
 */
function stop(entity: Entity, error: unknown, batch: readonly Waiting[]): void {
  if (!(error instanceof EngineError) || !STOPPING.includes(error.code)) throw error;
  if (!entity.state)
    throw ApplicationFailure.nonRetryable(error.message, error.code, error.details);
  entity.problem = error.message;
  const failure = ApplicationFailure.nonRetryable(error.message, error.code, error.details);
  const waiting = [...batch, ...entity.queue.splice(0)];
  for (const { fail } of waiting) fail?.(failure);
  entity.queue.push(...waiting.filter(({ fail }) => !fail));
  metricMeter
    .createCounter(
      'certway_conflicts',
      'workflow',
      'Instances that have stopped deciding because of what their log holds',
    )
    .add(1, { machine: entity.machine.contract.id });
  log.error('the instance has stopped deciding', { entity: entity.id, problem: error.message });
}

function nothingToResume(entity: Entity): EngineError {
  return new EngineError(
    'ENTITY_EXISTS',
    `the log holds no event of ${entity.id}: nothing to resume`,
  );
}

/** Forgets the messages whose arrival was confirmed. */
export function prune(entity: Entity): void {
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
