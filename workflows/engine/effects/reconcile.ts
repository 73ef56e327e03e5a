import type { RunningActor } from '../../../machines/engine/index.ts';
import type { Entity } from '../entity.ts';
import { createActivities } from './activities.ts';
import { createChildren } from './children.ts';
import { createMessages } from './messages.ts';
import { createTimers } from './timers.ts';

/** What runs in Temporal on behalf of the state. */
export interface World {
  /** Makes timers, activities, children and messages agree with the state, whatever way the state came about. */
  reconcile(): void;
  /** Whether nothing is under way that a new run could not take over. An activity it could: by starting it again. */
  isQuiet(): boolean;
  /** Whether an activity runs. */
  isActing(): boolean;
  /** Whether every message was confirmed. */
  isDelivered(): boolean;
}

/** Prepares what executes the state of an entity. */
export function createWorld(entity: Entity): World {
  const timers = createTimers(entity);
  const activities = createActivities(entity);
  const children = createChildren(entity, () => {
    messages.send();
  });
  const messages = createMessages(entity, (target) => children.isExpected(target));
  return {
    reconcile: () => {
      const { state } = entity;
      if (!state) return;
      const isActive = state.snapshot.status === 'active';
      timers.reconcile(isActive ? state.timers : {});
      activities.reconcile(isActive ? ofKind(state.actors, 'activity') : {});
      children.reconcile(isActive ? ofKind(state.actors, 'machine') : {});
      messages.send();
    },
    isQuiet: () => !children.isStarting() && !messages.isSending(),
    isActing: () => activities.isRunning(),
    isDelivered: () => messages.isDelivered(),
  };
}

function ofKind(
  actors: Readonly<Record<string, RunningActor>>,
  kind: RunningActor['kind'],
): Record<string, RunningActor> {
  return Object.fromEntries(Object.entries(actors).filter(([, actor]) => actor.kind === kind));
}
