import {
  assign,
  cancel,
  emit,
  raise,
  sendParent,
  sendTo,
  spawnChild,
  stopChild,
  type EventObject,
} from 'xstate';
import type { Place, Trial } from './graph.ts';

type Collect = (args: object, params?: unknown) => void;
type Maker = (...args: never[]) => unknown;

const makers: Readonly<Record<string, Maker>> = {
  assign,
  cancel,
  emit,
  raise,
  sendParent,
  sendTo,
  spawnChild,
  stopChild,
};

/**
 * The actions that `enqueueActions` can be brought to give, and those that its code names.
 * @returns actions and names of actions
 */
export function enqueued({ subject, event }: Place, collect: unknown): unknown[] {
  const { trial } = subject;
  const named = [...String(collect).matchAll(/\benqueue\(\s*(['"])([\w-]+)\1\s*\)/g)];
  const found: unknown[] = named.map(([, , name]) => name);
  if (!trial || typeof collect !== 'function') return found;
  const own = trial.events.filter(({ type }) => type === event);
  for (const sample of own.length > 0 ? own : [{ type: 'xstate.init' }]) {
    for (const holds of [true, false]) {
      found.push(...collected(collect as Collect, { trial, sample, holds }));
    }
  }
  return found;
}

function collected(
  collect: Collect,
  given: { readonly trial: Trial; readonly sample: EventObject; readonly holds: boolean },
): unknown[] {
  const actions: unknown[] = [];
  const take =
    (make: Maker) =>
    (...args: never[]): void => {
      actions.push(make(...args));
    };
  const enqueue = Object.assign(
    take((action: unknown) => action),
    Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, take(make)])),
  );
  const { trial, sample, holds } = given;
  try {
    const check = (): boolean => holds;
    collect({ context: trial.context(), event: sample, enqueue, check, self: {}, system: {} }, {});
  } catch {
    // It was made for other events; what it gave until then counts.
  }
  return actions;
}
