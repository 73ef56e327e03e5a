import {
  condition,
  setCurrentDetails,
  workflowInfo,
  type WorkflowInterceptorsFactory,
  type WorkflowInternalsInterceptor,
} from '@temporalio/workflow';

type Activate = NonNullable<WorkflowInternalsInterceptor['activate']>;

/** The id of a query that the server sent as a task of its own, not along with a workflow task. */
const DIRECT = 'legacy_query';
/** The query that is answered with the current details, the Temporal UI's for example. */
const METADATA = '__temporal_workflow_metadata';

/** What a workflow knows of its queries. */
interface Queries {
  localActivities: number;
  /** What answers the queries of an activation, for each that waits. */
  readonly held: (() => void)[];
  details: () => string;
}

/** By run, because the workflows of a worker share this module. */
const byRun = new Map<string, Queries>();

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
export const interceptors: WorkflowInterceptorsFactory = () => {
  const { runId } = workflowInfo();
  const queries: Queries = { localActivities: 0, held: [], details: () => '' };
  byRun.set(runId, queries);
  return {
    internals: [
      {
        activate: (input, next) => {
          activate(queries, input, next);
        },
        dispose: (input, next) => {
          byRun.delete(runId);
          next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleLocalActivity: async (input, next) => {
          queries.localActivities += 1;
          try {
            return await next(input);
          } finally {
            queries.localActivities -= 1;
          }
        },
      },
    ],
  };
};

function activate(own: Queries, ...[input, next]: Parameters<Activate>): void {
  const queries = (input.activation.jobs ?? []).flatMap((job) => job.queryWorkflow ?? []);
  const answer = (): void => {
    if (queries.some(({ queryType }) => queryType === METADATA)) setCurrentDetails(own.details());
    next(input);
  };
  if (queries.length === 0 || own.localActivities === 0) answer();
  else if (queries.every(({ queryId }) => queryId !== DIRECT)) own.held.push(answer);
  else throw new Error('the query came while the log was being written; ask again');
}

function ownQueries(): Queries {
  const queries = byRun.get(workflowInfo().runId);
  if (!queries) throw new Error('the bundle lacks the interceptors of held-queries.ts');
  return queries;
}

/**
 * Answers the queries that wait, whenever no local activity is under way and none is about to be. Never ends.
 * @param isResting - whether nothing that has come in is left to be done
 */
export async function answerQueries(isResting: () => boolean): Promise<never> {
  const queries = ownQueries();
  for (;;) {
    await condition(() => queries.localActivities === 0 && queries.held.length > 0 && isResting());
    for (const answer of queries.held.splice(0)) answer();
  }
}

/**
 * What the current details are is told when somebody asks for them, not with every step: a history is replayed without.
 * @param details - a text in Markdown
 */
export function tellDetails(details: () => string): void {
  ownQueries().details = details;
}
