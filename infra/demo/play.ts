import {
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import { startOfDay, type LocalDate } from '../../machines/calendar/index.ts';
import { say } from '../../machines/text/index.ts';
import type { ServerClock } from '../temporal/index.ts';
import { waitUntil } from '../wait-until.ts';
import type { Case, CaseStep } from './case.ts';
import { isSettled, liveState, runningChildrenOf, type LiveState } from './entities.ts';

/** Where a case is played. */
export interface Stage {
  readonly client: Client;
  readonly clock: ServerClock;
  readonly taskQueue: string;
  /** Zone of the certification body. */
  readonly zone: string;
  readonly signal: AbortSignal;
  /** Told of the journey's state after every command. */
  readonly onState: (journey: LiveState) => void;
}

const NOON_MS = 12 * 3_600_000;
const SETTLED_WITHIN_MS = 20_000;
const ANSWERED_WITHIN_MS = 20_000;

/**
 * Plays a case through the client interface that everybody uses: start, update, query.
 * @throws Error when the journey does not start, and at the first command that is refused or does not arrive
 */
export async function play(stage: Stage, played: Case, workflowType: string): Promise<void> {
  await travelTo(stage, played.startsOn);
  await start(stage, played, workflowType);
  await settle(stage, played.journey);
  await playSteps(stage, played);
}

/**
 * Starts a journey.
 * @throws Error with the reason when it does not start
 */
export async function start(
  { client, taskQueue, signal }: Pick<Stage, 'client' | 'taskQueue' | 'signal'>,
  { journey, input }: Pick<Case, 'journey' | 'input'>,
  workflowType: string,
): Promise<void> {
  const given = { workflowId: journey, taskQueue, args: [input] };
  const handle = await client.workflow.start(workflowType, given);
  const hasEnded = async (): Promise<boolean> =>
    (await handle.describe()).status.name !== 'RUNNING';
  const isDecided = async (): Promise<boolean> =>
    (await hasEnded()) || (await liveState(client, journey)) !== undefined;
  await waitUntil(isDecided, { withinMs: SETTLED_WITHIN_MS, signal });
  if (!(await hasEnded())) return;
  await handle.result().catch((error: unknown) => {
    const why = error instanceof WorkflowFailedError ? error.cause?.message : String(error);
    throw new Error(
      say('demo.notStarted', '{journey} did not start: {why}', { journey, why: String(why) }),
      { cause: error },
    );
  });
}

/** Goes on with a journey that exists. */
export async function playSteps(stage: Stage, played: Case): Promise<void> {
  for (const [index, step] of played.steps.entries()) {
    stage.signal.throwIfAborted();
    await travelTo(stage, step.date);
    await command(stage, { ...step, journey: played.journey, number: index + 1 });
    await settle(stage, played.journey);
  }
}

/** Noon of a day, unless it is later already. */
async function travelTo({ clock, zone }: Stage, date: string): Promise<void> {
  const noon = startOfDay(date as LocalDate, zone) + NOON_MS;
  const missing = noon - (await clock.now());
  if (missing > 0) await clock.skip(missing);
}

async function command(
  { client }: Stage,
  step: CaseStep & { readonly journey: string; readonly number: number },
): Promise<void> {
  const entity = step.to === 'self' ? step.journey : `${step.journey}/${step.to}`;
  try {
    await client.connection.withDeadline(Date.now() + ANSWERED_WITHIN_MS, () =>
      client.workflow.getHandle(entity).executeUpdate(step.command, { args: [step.payload] }),
    );
  } catch (error) {
    const why =
      error instanceof WorkflowUpdateFailedError
        ? (error.cause?.message ?? error.message)
        : error instanceof WorkflowNotFoundError
          ? say('demo.noWorkflow', 'there is no such workflow')
          : String(error);
    throw new Error(
      say(
        'demo.notThrough',
        'step {number}, {date}, {entity}: {command} did not go through: {why}',
        { number: step.number, date: step.date, entity, command: step.command, why },
      ),
      { cause: error },
    );
  }
}

/** Waits until everything that a command leads to, in other workflows as well, has happened. */
export async function settle(
  { client, signal, onState }: Pick<Stage, 'client' | 'signal' | 'onState'>,
  journey: string,
): Promise<void> {
  let state: LiveState | undefined;
  const done = await waitUntil(
    async () => {
      state = await liveState(client, journey);
      if (!state || state.waiting > 0) return false;
      const children = await Promise.all(
        runningChildrenOf(state).map((child) => liveState(client, child)),
      );
      return isSettled(state, children);
    },
    { withinMs: SETTLED_WITHIN_MS, signal },
  );
  if (!done || !state) {
    throw new Error(say('demo.noRest', '{journey} does not come to rest', { journey }));
  }
  onState(state);
}
