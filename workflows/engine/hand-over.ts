import { workflowInfo } from '@temporalio/workflow';
import type { Entity } from './entity.ts';

/** A run ends after this many steps even when the server does not ask for it. */
export const STEPS_PER_RUN = 300;

/** After so many times the steps of a run nothing postpones its end any more. */
const POSTPONED_TIMES = 3;
/** Where the server begins to warn, and a fifth of where it ends a workflow. */
const LONGEST_HISTORY = 10_240;
const LARGEST_HISTORY_BYTES = 10 * 1024 * 1024;

/** What waits beyond this is decided before a run ends: all that a run hands over travels as one message. */
const MOST_HANDED_OVER = 500;

/** Whether the run is long, or its build outdated: then it ends once nothing waits and nothing is under way. */
export function isLong({ steps, stepsPerRun, upgrade }: Entity): boolean {
  const { continueAsNewSuggested, targetWorkerDeploymentVersionChanged } = workflowInfo();
  const isOutdated = upgrade || targetWorkerDeploymentVersionChanged;
  return continueAsNewSuggested || isOutdated || steps >= stepsPerRun;
}

/**
 * Whether the end of the run was postponed for too long: it comes although inputs wait, which it hands over, and although activities run, which start again.
 */
export function isTooLong(entity: Entity): boolean {
  return isPostponed(entity) && entity.queue.length <= MOST_HANDED_OVER;
}

/** Whether the run takes no further updates, so that its end comes. */
export function isPostponed({ steps, stepsPerRun }: Entity): boolean {
  const { historyLength, historySize } = workflowInfo();
  return (
    steps >= POSTPONED_TIMES * stepsPerRun ||
    historyLength >= LONGEST_HISTORY ||
    historySize >= LARGEST_HISTORY_BYTES
  );
}
