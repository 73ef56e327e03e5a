import { setTimeout as delay } from 'node:timers/promises';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  type Client,
  type WorkflowHandleWithFirstExecutionRunId,
} from '@temporalio/client';
import { say } from '../../machines/text/index.ts';
import type { LiveState } from './ask.ts';
import { JourneyError } from './journey-error.ts';

/** What is started. */
export interface Beginning {
  readonly workflowType: string;
  readonly id: string;
  readonly input: unknown;
  readonly taskQueue: string;
  readonly signal: AbortSignal;
}

const BEGUN_WITHIN_MS = 10_000;
const ATTEMPT_MS = 2_000;
const PAUSE_MS = 100;

/** What was started. */
export interface Begun {
  readonly runId: string;
  /** The first state; `undefined` when no worker has taken it up yet. */
  readonly state: string | undefined;
}

/**
 * Starts a journey and waits until it stands in its first state.
 * @throws JourneyError `exists` when the id is taken, `unknown` when the workflow did not begin
 */
export async function beginJourney(client: Client, given: Beginning): Promise<Begun> {
  const { workflowType, id, input, taskQueue, signal } = given;
  const handle = await started(client, { workflowType, id, input, taskQueue, signal });
  for (const end = Date.now() + BEGUN_WITHIN_MS; Date.now() < end;) {
    const state = await stateSoon(client, id);
    if (state) return { runId: handle.firstExecutionRunId, state: state.path };
    await failIfEnded(handle, id);
    await delay(PAUSE_MS, undefined, { signal });
  }
  return { runId: handle.firstExecutionRunId, state: undefined };
}

type Handle = WorkflowHandleWithFirstExecutionRunId;

async function started(client: Client, given: Beginning): Promise<Handle> {
  const { workflowType, id, input, taskQueue } = given;
  try {
    return await client.workflow.start(workflowType, { workflowId: id, taskQueue, args: [input] });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new JourneyError(
      'exists',
      say(
        'journey.exists',
        '{id} runs already: "certway show {id}" shows it; --id names another one.',
        {
          id,
        },
      ),
    );
  }
}

async function stateSoon(client: Client, id: string): Promise<LiveState | null> {
  try {
    return await client.connection.withDeadline(Date.now() + ATTEMPT_MS, () =>
      client.workflow.getHandle(id).query<LiveState | null>('state'),
    );
  } catch {
    // Nobody serves it, or not yet: whether it has ended is asked of the server.
    return null;
  }
}

async function failIfEnded(handle: Handle, id: string): Promise<void> {
  const { status } = await handle.describe();
  if (status.name !== 'FAILED' && status.name !== 'TERMINATED') return;
  const why = await handle.result().then(
    () => '',
    (error: unknown) =>
      error instanceof WorkflowFailedError ? (error.cause?.message ?? error.message) : '',
  );
  const text = say('journey.didNotStart', '{id} did not start: {why}', { id, why });
  throw new JourneyError('unknown', text);
}
