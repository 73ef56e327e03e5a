import {
  condition,
  workflowInfo,
  type WorkflowInterceptorsFactory,
  type WorkflowInternalsInterceptor,
} from '@temporalio/workflow';

type Activate = NonNullable<WorkflowInternalsInterceptor['activate']>;
type Activation = Parameters<Activate>[0];
type Job = NonNullable<Activation['activation']['jobs']>[number];

/** What a workflow task told when its jobs came in. */
export interface Task {
  /** Workflow time, epoch milliseconds. */
  readonly at: number;
  readonly historyLength: number;
  /** Bytes. */
  readonly historySize: number;
  readonly continueAsNewSuggested: boolean;
  readonly isOutdated: boolean;
  /** Whether no task of this run has come in before. */
  readonly isFirst: boolean;
}

/** The jobs of one workflow task that wait at the door. */
interface Held {
  readonly jobs: readonly Job[];
  readonly enter: (jobs: readonly Job[]) => void;
}

let isInstalled = false;
let localActivities = 0;
let task: Task | undefined;
const held: Held[] = [];

/**
 * Makes it all one whether a local activity ends in this workflow task or in the next.
 *
 * A task that carries a query is completed as soon as the query is answered, local activities or not. When one has
 * ended meanwhile, its marker goes into that task, but the workflow hears of it together with the jobs of the next
 * task; a replay tells it before them (SDK core 1.24, `managed_run.rs`: a completion with query responses takes along
 * the markers of results that are still to be delivered). Whatever the jobs cause would come before what the result
 * causes the first time, and after it on replay, and the workflow could never be replayed again.
 *
 * So nothing enters while a local activity is under way. Jobs wait, task by task, until it has ended and all that
 * follows from it has happened; then they enter, as if their task had only come now. What they would see of
 * their task (time, length of the history) is kept with them: nothing else in a workflow reads it.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  isInstalled = true;
  return {
    internals: [{ activate }],
    outbound: [
      {
        scheduleLocalActivity: async (input, next) => {
          localActivities += 1;
          try {
            return await next(input);
          } finally {
            localActivities -= 1;
          }
        },
      },
    ],
  };
};

const activate: Activate = (input, next) => {
  const jobs = input.activation.jobs ?? [];
  const enter = (some: readonly Job[]): void => {
    next({ ...input, activation: { ...input.activation, jobs: [...some] } });
  };
  if (jobs.some((job) => job.queryWorkflow)) {
    next(input);
    return;
  }
  const results = jobs.filter((job) => job.resolveActivity?.isLocal === true);
  const others = jobs.filter((job) => !results.includes(job));
  const own = taskNow();
  const asTask = (some: readonly Job[]): void => {
    task = own;
    enter(some);
  };
  if (localActivities === 0 && held.length === 0) asTask(others);
  else if (others.length > 0) held.push({ jobs: others, enter: asTask });
  if (results.length > 0) enter(results);
};

function taskNow(): Task {
  const info = workflowInfo();
  const { historyLength, historySize, continueAsNewSuggested } = info;
  return {
    at: Date.now(),
    ...{ historyLength, historySize, continueAsNewSuggested },
    isOutdated: info.targetWorkerDeploymentVersionChanged,
    isFirst: task === undefined,
  };
}

/** The task whose jobs came in last: the same on every replay. @throws Error in a bundle that lacks the interceptors */
export function currentTask(): Task {
  if (!isInstalled || !task) {
    throw new Error('the bundle lacks the interceptors of workflows/engine/held-jobs.ts');
  }
  return task;
}

/**
 * Lets held jobs in, one task at a time.
 * @param isResting - whether the main loop has nothing to go on with
 */
export async function letIn(isResting: () => boolean): Promise<never> {
  for (;;) {
    await settled(() => localActivities === 0 && held.length > 0 && isResting());
    const next = held.shift();
    next?.enter(next.jobs);
  }
}

/** Before a run hands over: what was sent to it and is still held goes along with what waits. */
export async function takeSent(): Promise<void> {
  if (held.length === 0) return;
  for (const { jobs, enter } of held.splice(0)) {
    enter(jobs.filter((job) => job.signalWorkflow ?? job.cancelWorkflow));
  }
  await settled(() => true);
}

/** Waits until something is so when everything has happened that could. */
async function settled(isSo: () => boolean): Promise<void> {
  // The first look is taken at once, the others by the SDK when all is quiet.
  let isQuiet = false;
  await condition(() => {
    const isDue = isQuiet && isSo();
    isQuiet = true;
    return isDue;
  });
}
