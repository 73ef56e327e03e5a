import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { startChild } from '@temporalio/workflow';
import {
  actorEntity,
  workflowTypeOf,
  type AnyContract,
  type RunningActor,
} from '../../../machines/engine/index.ts';
import { nameOf, say } from '../../../machines/text/index.ts';
import { summary } from '../display/index.ts';
import type { Entity } from '../entity.ts';
import { inBackground } from './background.ts';

/** The running child machines of a state as workflows. */
export interface Children {
  /** Starts what is wanted and was not started yet. A child that is wanted no more is told so by a message. */
  reconcile(wanted: Readonly<Record<string, RunningActor>>): void;
  /** Whether a start is not confirmed yet: the next run would not know of it. */
  isStarting(): boolean;
  /** Whether a workflow is a child that will be there, but is not yet. */
  isExpected(entity: string): boolean;
}

/**
 * Prepares the children of an entity.
 * @param onStarted - called whenever a start was confirmed
 */
export function createChildren(entity: Entity, onStarted: () => void): Children {
  const starting = new Set<string>();

  const start = async (child: string, actor: RunningActor): Promise<void> => {
    const contracts = (entity.machine.contract.children ?? {}) as Record<string, AnyContract>;
    const contract = contracts[actor.src] ?? { id: actor.src };
    try {
      await startChild(workflowTypeOf(contract), {
        workflowId: child,
        args: [actor.input, { startedBy: actor.startedBy }],
        parentClosePolicy: 'ABANDON',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: summary(childSummary(contract.id, entity.id)),
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    starting.delete(child);
    entity.started.add(child);
    onStarted();
  };

  return {
    reconcile: (wanted) => {
      const living = new Map(
        Object.entries(wanted).map(([id, actor]) => [actorEntity(entity.id, id, actor), actor]),
      );
      for (const child of entity.started) if (!living.has(child)) entity.started.delete(child);
      for (const [child, actor] of living) {
        if (entity.started.has(child) || starting.has(child)) continue;
        starting.add(child);
        inBackground(entity, start(child, actor));
      }
    },
    isStarting: () => starting.size > 0,
    isExpected: (target) =>
      starting.has(target) || (isLiving(entity, target) && !entity.started.has(target)),
  };
}

function childSummary(machine: string, parent: string): string {
  return say('summary.child', '{machine} of {parent}', { machine: nameOf(machine), parent });
}

/** Whether a workflow is a child that has neither told its end nor been stopped. */
export function isLiving({ id, state }: Entity, target: string): boolean {
  if (state?.snapshot.status !== 'active') return false;
  return Object.entries(state.actors).some(
    ([name, actor]) => actor.kind === 'machine' && actorEntity(id, name, actor) === target,
  );
}
