import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { ActivityCancellationType, CancellationScope, proxyActivities } from '@temporalio/workflow';
import {
  activityOptionsOf,
  type DurableMachine,
  type ResultInput,
  type RunningActor,
} from '../../../machines/engine/index.ts';
import { capital, nameOf } from '../../../machines/text/index.ts';
import { summary } from '../display/index.ts';
import type { Entity } from '../entity.ts';
import { inBackground } from './background.ts';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** The running activities of a state as activities of Temporal. */
export interface Activities {
  /** Starts what is wanted and does not run, cancels what is wanted no more. */
  reconcile(wanted: Readonly<Record<string, RunningActor>>): void;
  isRunning(): boolean;
}

/** Prepares the activities of an entity. */
export function createActivities(entity: Entity): Activities {
  const running = new Map<string, CancellationScope>();

  const start = (key: string, actorId: string, actor: RunningActor): void => {
    const scope = new CancellationScope();
    running.set(key, scope);
    const answered = scope.run(async () => {
      const result = await resultOf(entity.machine, { key, actor, scope });
      running.delete(key);
      if (!result) return;
      const { generation } = actor;
      entity.queue.push({ input: { cause: 'actor', actorId, generation, result } });
    });
    inBackground(entity, answered);
  };

  return {
    reconcile: (wanted) => {
      const keyed = new Map(
        Object.entries(wanted).map(([key, actor]) => {
          const { id = key, generation } = actor;
          return [`${id}#${String(generation)}`, { id, actor }];
        }),
      );
      for (const [key, scope] of running) {
        if (keyed.has(key)) continue;
        running.delete(key);
        scope.cancel();
      }
      for (const [key, { id, actor }] of keyed) if (!running.has(key)) start(key, id, actor);
    },
    isRunning: () => running.size > 0,
  };
}

/** What an activity gave; `undefined` when nobody waits for it any more. */
async function resultOf(
  machine: DurableMachine,
  call: {
    readonly key: string;
    readonly actor: RunningActor;
    readonly scope: CancellationScope;
  },
): Promise<ResultInput['result'] | undefined> {
  const { actor, key, scope } = call;
  const activities = proxyActivities<Record<string, (input: unknown) => Promise<unknown>>>({
    ...settings(machine, actor.src),
    activityId: key,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    summary: summary(capital(nameOf(actor.src))),
  });
  try {
    const run = activities[actor.src];
    if (!run) throw new Error(`no activity ${actor.src}`);
    return { output: await run(actor.input) };
  } catch (error) {
    return scope.consideredCancelled ? undefined : { error: plain(error) };
  }
}

type Settings = Parameters<typeof proxyActivities>[0];

function settings(machine: DurableMachine, src: string): Settings {
  const options = activityOptionsOf(machine.logic.implementations.actors[src]);
  const { attempts, heartbeatTimeoutMs } = options;
  return {
    startToCloseTimeout: options.startToCloseTimeoutMs ?? MINUTE_MS,
    ...(heartbeatTimeoutMs !== undefined && { heartbeatTimeout: heartbeatTimeoutMs }),
    retry: {
      initialInterval: options.firstPauseMs ?? SECOND_MS,
      maximumInterval: options.longestPauseMs ?? MINUTE_MS,
      ...(attempts !== undefined && { maximumAttempts: attempts }),
    },
  };
}

/** A failure as the log keeps it: what was thrown in the activity, without Temporal's wrapping. */
function plain(error: unknown): Readonly<Record<string, unknown>> {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { name, message } = cause as Error;
  if (cause instanceof TimeoutFailure) return { name, message, type: cause.timeoutType };
  if (!(cause instanceof ApplicationFailure)) return { name, message, type: null };
  const { type, nonRetryable, details } = cause;
  return {
    ...{ name, message, type: type ?? null },
    ...(nonRetryable === true && { nonRetryable }),
    ...(details && details.length > 0 && { details }),
  };
}
