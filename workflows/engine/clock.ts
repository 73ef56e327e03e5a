/** Workflow time, epoch milliseconds: the same on every replay. The only place that reads it. */
export function workflowTime(): number {
  return Date.now();
}
