import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';

/** How a workflow is asked. */
export interface Question<Answer> {
  /** Name of the query. */
  readonly query: string;
  /** How long an answer may take. */
  readonly withinMs: number;
  /** What counts as one; anything else is asked again until the time is over. @defaultValue everything */
  readonly isAnswer?: (answer: unknown) => answer is Answer;
}

/** Asks a workflow. @returns `undefined` when nobody answers, or nobody has answered so many before that it is plain */
export type Ask = <Answer>(
  entity: string,
  question: Question<Answer>,
) => Promise<Answer | undefined>;

const ASK_AGAIN_MS = 100;
/** Where no worker runs, waiting for the answer of every workflow would take hours. */
const SILENT_LIMIT = 8;

/** Asks workflows one after the other or side by side, until it is plain that no worker answers. */
export function createAsk(client: Client): Ask {
  /** Questions without an answer, one behind the other. */
  let silent = 0;
  return async (entity, { query, withinMs, isAnswer }) => {
    if (silent >= SILENT_LIMIT) return undefined;
    const handle = client.workflow.getHandle(entity);
    for (const end = Date.now() + withinMs; Date.now() < end;) {
      try {
        const answer = await client.connection.withDeadline(end, () =>
          handle.query<unknown>(query),
        );
        silent = 0;
        if (!isAnswer || isAnswer(answer)) return answer as never;
      } catch (error) {
        // What Temporal does not hold says nothing of the workers.
        if (error instanceof WorkflowNotFoundError) return undefined;
        break;
      }
      await delay(ASK_AGAIN_MS);
    }
    silent += 1;
    return undefined;
  };
}
