import { CancellationScope, sleep } from '@temporalio/workflow';
import { timerKey, type Timer } from '../../../machines/engine/index.ts';
import { capital, nameOf, say } from '../../../machines/text/index.ts';
import { workflowTime } from '../clock.ts';
import { summary } from '../display/index.ts';
import type { Entity } from '../entity.ts';
import { inBackground } from './background.ts';

/** The delays of a state as timers of Temporal. */
export interface Timers {
  /** Arms what is wanted and not yet armed, cancels what is wanted no more. */
  reconcile(wanted: Readonly<Record<string, Timer>>): void;
}

/** Prepares the timers of an entity. */
export function createTimers(entity: Entity): Timers {
  const armed = new Map<string, CancellationScope>();

  const arm = (key: string, timer: Timer): void => {
    const scope = new CancellationScope();
    armed.set(key, scope);
    const elapsed = scope.run(async () => {
      await sleep(Math.max(1, timer.fireAt - workflowTime()), { summary: summaryOf(timer) });
      armed.delete(key);
      entity.fired.add(key);
      entity.wake = true;
    });
    inBackground(entity, elapsed);
  };

  return {
    reconcile: (wanted) => {
      const keyed = new Map(
        Object.entries(wanted).map(([id, timer]) => [timerKey(id, timer), timer]),
      );
      for (const [key, scope] of armed) {
        if (keyed.has(key)) continue;
        armed.delete(key);
        scope.cancel();
      }
      for (const [key, timer] of keyed) {
        if (!armed.has(key) && !entity.fired.has(key)) arm(key, timer);
      }
      for (const key of entity.fired) if (!keyed.has(key)) entity.fired.delete(key);
    },
  };
}

function summaryOf({ name, dueDate }: Timer): string {
  const what = capital(nameOf(name));
  if (!dueDate) return summary(what);
  const { due, rule } = dueDate;
  return summary(say('summary.due', '{what} {due} ({rule})', { what, due, rule }));
}
