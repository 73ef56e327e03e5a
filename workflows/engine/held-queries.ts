import {
  condition,
  setCurrentDetails,
  type WorkflowInterceptorsFactory,
  type WorkflowInternalsInterceptor,
} from '@temporalio/workflow';

type Activate = NonNullable<WorkflowInternalsInterceptor['activate']>;

/** The id of a query that the server sent as a task of its own, not along with a workflow task. */
const DIRECT = 'legacy_query';
/** The query that is answered with the current details, the Temporal UI's for example. */
const METADATA = '__temporal_workflow_metadata';

let localActivities = 0;
/** What answers the queries of an activation, for each that waits. */
const held: (() => void)[] = [];
let tell = (): string => '';

/**
 * No query is answered while a local activity is under way.
 *
 * SDK core 1.24 completes a workflow task as soon as the queries that came along are answered, local activities or not
 * (`managed_run.rs`). The marker of one that ends meanwhile can go into that task, and the workflow hears of it one
 * task later, a replay at once; and a task that was completed without a command counts on replay as a heartbeat, whose
 * jobs enter together with those of the next task. Either way inputs would be decided in other portions than the
 * first time, and the workflow could never be replayed again. Answers that wait keep the task open.
 *
 * Of a task in which a local activity is under way core loses track when a query comes as a task of its own. Then the
 * run fails that query and leaves the worker's memory: it begins anew from its history, and takes from the log what that lacks.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
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
});

const activate: Activate = (input, next) => {
  const queries = (input.activation.jobs ?? []).flatMap((job) => job.queryWorkflow ?? []);
  const answer = (): void => {
    if (queries.some(({ queryType }) => queryType === METADATA)) setCurrentDetails(tell());
    next(input);
  };
  if (queries.length === 0 || localActivities === 0) answer();
  else if (queries.every(({ queryId }) => queryId !== DIRECT)) held.push(answer);
  else throw new Error('the query came while the log was being written; ask again');
};

/**
 * Answers the queries that wait, whenever no local activity is under way and none is about to be. Never ends.
 * @param isResting - whether nothing that has come in is left to be done
 */
export async function answerQueries(isResting: () => boolean): Promise<never> {
  for (;;) {
    await condition(() => localActivities === 0 && held.length > 0 && isResting());
    for (const answer of held.splice(0)) answer();
  }
}

/**
 * What the current details are is told when somebody asks for them, not with every step: a history is replayed without.
 * @param details - a text in Markdown
 */
export function tellDetails(details: () => string): void {
  tell = details;
}
