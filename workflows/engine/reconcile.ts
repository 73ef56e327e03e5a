import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  proxyActivities,
  sleep,
  startChild,
} from '@temporalio/workflow';
import {
  actorEntity,
  timerKey,
  type AnyContract,
  type Message,
  type RunningActor,
  workflowTypeOf,
  type Timer,
} from '../../machines/engine/index.ts';
import { workflowTime } from './clock.ts';
import type { Entity } from './entity.ts';

/** Names of the signals between workflows. */
export const DELIVER = 'deliver';

/** What runs in Temporal on behalf of the state. */
export interface World {
  /** Makes timers, activities, children and messages agree with the state, whatever way the state came about. */
  reconcile(): void;
  /** Whether nothing is under way that a new run could not take over. */
  isQuiet(): boolean;
  /** Whether every message was confirmed. */
  isDelivered(): boolean;
}

const SLOWEST_RETRY_MS = 600_000;
const SUMMARY_LENGTH = 60;

/** Prepares what executes the state of an entity. */
export function createWorld(entity: Entity): World {
  const timers = new Map<string, CancellationScope>();
  const activities = new Map<string, CancellationScope>();
  const starting = new Set<string>();
  const sending = new Set<string>();

  const background = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      if (!isCancellation(error)) entity.crash = error;
    });
  };

  const armTimer = (key: string, timer: Timer): void => {
    const scope = new CancellationScope();
    timers.set(key, scope);
    background(
      scope.run(async () => {
        await sleep(Math.max(1, timer.fireAt - workflowTime()), { summary: summaryOf(timer) });
        timers.delete(key);
        entity.fired.add(key);
        entity.wake = true;
      }),
    );
  };

  const reconcileTimers = (wanted: Readonly<Record<string, Timer>>): void => {
    const keyed = new Map(
      Object.entries(wanted).map(([id, timer]) => [timerKey(id, timer), timer]),
    );
    for (const [key, scope] of timers) {
      if (!keyed.has(key)) {
        timers.delete(key);
        scope.cancel();
      }
    }
    for (const [key, timer] of keyed) {
      if (!timers.has(key) && !entity.fired.has(key)) armTimer(key, timer);
    }
    for (const key of entity.fired) if (!keyed.has(key)) entity.fired.delete(key);
  };

  const runActivity = (key: string, actorId: string, actor: RunningActor): void => {
    const scope = new CancellationScope();
    activities.set(key, scope);
    background(
      scope.run(async () => {
        const result = await activityResult(key, actor);
        activities.delete(key);
        entity.queue.push({
          input: { cause: 'actor', actorId, generation: actor.generation, result },
        });
      }),
    );
  };

  const startMachine = (child: string, actor: RunningActor): void => {
    starting.add(child);
    const contracts = (entity.machine.contract.children ?? {}) as Record<string, AnyContract>;
    const contract = contracts[actor.src] ?? { id: actor.src };
    background(
      startChild(workflowTypeOf(contract), {
        workflowId: child,
        args: [actor.input, { startedBy: actor.startedBy }],
        parentClosePolicy: 'ABANDON',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: `${contract.id} of ${entity.id}`,
      })
        .then(() => undefined)
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        })
        .then(() => {
          starting.delete(child);
          entity.started.add(child);
          pump();
        }),
    );
  };

  const reconcileActors = (wanted: Readonly<Record<string, RunningActor>>): void => {
    const running = new Set<string>();
    for (const [id, actor] of Object.entries(wanted)) {
      const child = actorEntity(entity.id, id, actor);
      if (actor.kind === 'machine') {
        if (!entity.started.has(child) && !starting.has(child)) startMachine(child, actor);
      } else {
        const key = `${id}#${String(actor.generation)}`;
        running.add(key);
        if (!activities.has(key)) runActivity(key, id, actor);
      }
    }
    for (const [key, scope] of activities) {
      if (!running.has(key)) {
        activities.delete(key);
        scope.cancel();
      }
    }
  };

  const waitingFor = (target: string): readonly Message[] => {
    const delivered = entity.delivered.get(target) ?? 0;
    return (entity.state?.outbox[target] ?? []).filter((message) => message.number > delivered);
  };

  /** One message at a time per target: two signals sent in one task arrive in any order. */
  const send = async (target: string): Promise<void> => {
    for (let wait = 1_000; ;) {
      const [message] = waitingFor(target);
      if (!message) return;
      try {
        await getExternalWorkflowHandle(target).signal(DELIVER, { from: entity.id, message });
        entity.delivered.set(target, message.number);
        wait = 1_000;
      } catch (error) {
        if (isChild(target)) {
          log.warn('a message to a child that has ended is dropped', {
            target,
            type: message.type,
          });
          entity.delivered.set(target, message.number);
          continue;
        }
        log.warn('the parent cannot be reached', { target, error: String(error) });
        await sleep(wait, { summary: `Try again to reach ${target}`.slice(0, SUMMARY_LENGTH) });
        wait = Math.min(wait * 2, SLOWEST_RETRY_MS);
      }
    }
  };

  const isChild = (target: string): boolean => target.startsWith(`${entity.id}/`);

  /** A child that will be told once its start is confirmed; one that has ended is told in vain, and that is the end of it. */
  const isExpected = (target: string): boolean => {
    const { state } = entity;
    if (state?.snapshot.status !== 'active' || entity.started.has(target)) return false;
    const living = Object.entries(state.actors);
    return living.some(([id, actor]) => actorEntity(entity.id, id, actor) === target);
  };

  const pump = (): void => {
    for (const target of Object.keys(entity.state?.outbox ?? {})) {
      const waits = isExpected(target) || sending.has(target);
      if (waits || waitingFor(target).length === 0) continue;
      sending.add(target);
      background(
        send(target).then(() => {
          sending.delete(target);
          pump();
        }),
      );
    }
  };

  return {
    reconcile: () => {
      const { state } = entity;
      if (!state) return;
      const active = state.snapshot.status === 'active';
      reconcileTimers(active ? state.timers : {});
      reconcileActors(active ? state.actors : {});
      pump();
    },
    isQuiet: () => activities.size === 0 && starting.size === 0 && sending.size === 0,
    isDelivered: () =>
      Object.keys(entity.state?.outbox ?? {}).every((target) => waitingFor(target).length === 0),
  };
}

async function activityResult(
  key: string,
  actor: RunningActor,
): Promise<{ output: unknown } | { error: Readonly<Record<string, unknown>> }> {
  const activities = proxyActivities<Record<string, (input: unknown) => Promise<unknown>>>({
    startToCloseTimeout: '1m',
    activityId: key,
    summary: words(actor.src),
  });
  try {
    const run = activities[actor.src];
    if (!run) throw new Error(`no activity ${actor.src}`);
    return { output: await run(actor.input) };
  } catch (error) {
    if (isCancellation(error)) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const { name, message } = cause as Error;
    return { error: { name, message, type: (cause as { type?: unknown }).type ?? null } };
  }
}

function summaryOf(timer: Timer): string {
  const what = words(timer.name);
  const text = timer.dueDate ? `${what} ${timer.dueDate.due} (${timer.dueDate.rule})` : what;
  return text.slice(0, SUMMARY_LENGTH);
}

/** `firstSurveillanceDue` → `First surveillance due`. */
export function words(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.slice(0, 1).toUpperCase() + spaced.slice(1);
}
