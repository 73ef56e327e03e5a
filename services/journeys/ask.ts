import {
  isGrpcServiceError,
  QueryNotRegisteredError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import type { PersistedState } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { nearest } from '../fold/index.ts';
import { JourneyError } from './journey-error.ts';

/** What the query `state` answers. */
export type LiveState = PersistedState & {
  readonly path: string;
  /** Why the instance decides nothing any more. */
  readonly problem: string | null;
  /** Inputs that wait for their decision. */
  readonly waiting: number;
};

/** Something that is asked of a workflow. */
export interface JourneyQuestion {
  readonly query: string;
  readonly args?: readonly unknown[];
}

const ANSWERED_WITHIN_MS = 10_000;
const MOST_NAMES = 1_000;
/** Of gRPC: nobody has answered in time. */
const DEADLINE_EXCEEDED = 4;

/**
 * Asks one workflow, running or ended.
 * @throws JourneyError `unknown` when there is none or it never began, `silent` when no worker answers
 */
export async function askJourney<Answer>(
  client: Client,
  entity: string,
  { query, args = [] }: JourneyQuestion,
): Promise<Answer> {
  const handle = client.workflow.getHandle(entity);
  try {
    const answer = await client.connection.withDeadline(Date.now() + ANSWERED_WITHIN_MS, () =>
      handle.query<Answer | null, unknown[]>(query, ...args),
    );
    if (answer !== null) return answer;
  } catch (error) {
    throw await told(client, entity, error);
  }
  throw new JourneyError('unknown', await whyNotBegun(client, entity));
}

/** The whole state of a workflow. @throws as {@link askJourney} */
export function liveStateOf(client: Client, entity: string): Promise<LiveState> {
  return askJourney<LiveState>(client, entity, { query: 'state' });
}

/** What an error of a call means for a person; itself when it means nothing of its own. */
export async function told(client: Client, entity: string, error: unknown): Promise<unknown> {
  if (error instanceof WorkflowNotFoundError) return unknown(client, entity);
  if (error instanceof QueryNotRegisteredError) {
    const text = say('cli.notOfCertway', '{id} is no workflow of certway.', { id: entity });
    return new JourneyError('unknown', text, { cause: error });
  }
  return isTimeout(error) ? silent(entity) : error;
}

/** Whether a call had no answer in time. */
export function isTimeout(error: unknown): boolean {
  const code: number | undefined = isGrpcServiceError(error) ? error.code : undefined;
  return code === DEADLINE_EXCEEDED;
}

function silent(entity: string): JourneyError {
  const seconds = String(ANSWERED_WITHIN_MS / 1000);
  return new JourneyError(
    'silent',
    say(
      'journey.silent',
      'No worker answered for {entity} within {seconds} s: "npm start" runs one, "certway doctor" says what is missing.',
      { entity, seconds },
    ),
  );
}

async function unknown(client: Client, entity: string): Promise<JourneyError> {
  const meant = nearest(entity, await namesOf(client));
  return new JourneyError(
    'unknown',
    meant.length > 0
      ? say('journey.nearest', 'Temporal knows no workflow {entity}; nearest: {meant}.', {
          ...{ entity, meant: meant.join(', ') },
        })
      : say('cli.noWorkflow', 'Temporal knows no workflow {id}; "certway list" names them.', {
          id: entity,
        }),
  );
}

/** Ids of workflows that run; none where the server cannot list them. */
async function namesOf(client: Client): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    const query = "ExecutionStatus = 'Running' AND CertwayState IS NOT NULL";
    for await (const { workflowId } of client.workflow.list({ query })) {
      if (names.push(workflowId) >= MOST_NAMES) break;
    }
  } catch {
    // A hint is missing then, and nothing else.
  }
  return names;
}

async function whyNotBegun(client: Client, entity: string): Promise<string> {
  const handle = client.workflow.getHandle(entity);
  const { status } = await handle.describe();
  if (status.name === 'RUNNING') {
    return say('journey.notYet', '{entity} has not begun yet; ask again in a moment.', { entity });
  }
  const why = await handle.result().then(
    () => '',
    (error: unknown) => (error instanceof WorkflowFailedError ? (error.cause?.message ?? '') : ''),
  );
  const values = { entity, status: status.name.toLowerCase(), why };
  return why === ''
    ? say('journey.neverBegan', '{entity} never began ({status})', values)
    : say('journey.neverBeganBecause', '{entity} never began ({status}): {why}', values);
}
