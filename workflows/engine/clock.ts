import { currentTask } from './held-jobs.ts';

/** Workflow time, epoch milliseconds: when the task came whose jobs came in last, the same on every replay. */
export function workflowTime(): number {
  return currentTask().at;
}
