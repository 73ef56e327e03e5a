// A review written by hand, as one does with Temporal and without an engine: no XState, no schema library, nothing but
// what this workflow needs. It stores the same events as the machine.
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  currentUpdateInfo,
  defineUpdate,
  isCancellation,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { RecordedEvent } from '../../../machines/engine/index.ts';
import type { Position } from '../../../services/event-log/index.ts';
import type { ReviewActivities } from './activities.ts';

interface Payload {
  readonly actor: { readonly id: string; readonly role: string };
  readonly text?: string;
}

/** What is told to whoever gave the command. */
interface Answer {
  readonly eventId: string;
  readonly event: string;
}

interface Review {
  status: 'new' | 'open' | 'paused';
  remarks: number;
  /** When a pause has lasted too long, in ms; 0 while there is none. */
  restsUntil: number;
  position: Position;
  /** Answers by command id, the oldest first: the same id twice is one command. */
  readonly answers: Map<string, Answer>;
}

/** What a run hands to the next. */
interface Carried {
  readonly status: Review['status'];
  readonly remarks: number;
  readonly restsUntil: number;
  readonly position: Position;
  readonly answers: readonly (readonly [string, Answer])[];
}

const begun: Carried = {
  ...{ status: 'new', remarks: 0, restsUntil: 0, answers: [] },
  position: { sequence: 0, streamSequence: 0, hash: '0'.repeat(64) },
};
const REMEMBERED = 500;
const PATIENCE_MS = 30 * 86_400_000;
const commands = {
  addRemark: 'RemarkAdded',
  pauseReview: 'ReviewPaused',
  resumeReview: 'ReviewResumed',
} as const;
type Command = keyof typeof commands;

function assertWellFormed(command: Command, { actor, text }: Payload): void {
  const isText = command !== 'addRemark' || (typeof text === 'string' && text !== '');
  if (actor.id !== '' && actor.role === 'reviewer' && isText) return;
  throw ApplicationFailure.nonRetryable(`${command}: the payload is not valid`, 'INPUT_INVALID');
}

function assertAllowed({ status, remarks }: Review, command: Command): void {
  const isAllowed = {
    addRemark: status !== 'new',
    pauseReview: status === 'open' && remarks > 0,
    resumeReview: status === 'paused',
  };
  if (isAllowed[command]) return;
  throw ApplicationFailure.nonRetryable(`${command} is not possible now`, 'COMMAND_REFUSED');
}

/** Lets what the log holds become true. */
function evolve(review: Review, event: RecordedEvent): void {
  if (event.type === 'RemarkAdded') review.remarks += 1;
  else {
    const isPaused = event.type === 'ReviewPaused';
    review.status = isPaused ? 'paused' : 'open';
    review.restsUntil = isPaused ? Date.parse(event.at) + PATIENCE_MS : 0;
  }
  const eventId = `${event.entity}:${String(event.sequence)}`;
  review.answers.set(event.causationId, { eventId, event: event.type });
  const [oldest] = review.answers.keys();
  if (review.answers.size > REMEMBERED && oldest !== undefined) review.answers.delete(oldest);
}

function eventOf(
  { position }: Review,
  given: Pick<RecordedEvent, 'cause' | 'type' | 'causationId'> & Partial<RecordedEvent>,
): RecordedEvent {
  const { workflowId } = workflowInfo();
  const sequence = position.sequence + 1;
  return {
    ...{ entity: workflowId, machine: 'review', machineVersion: '1.0.0', version: 1 },
    ...{ sequence, step: sequence, stepIndex: 0, stepSize: 1, correlationId: workflowId },
    ...{ at: new Date().toISOString(), data: {} },
    ...given,
  };
}

/** One after the other, in the order of arrival. */
function mutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** Appends, and takes whatever the log holds already: a worker may have died right after its append. */
async function record(
  review: Review,
  { appendReview }: ReviewActivities,
  event: RecordedEvent,
): Promise<void> {
  const reply = await appendReview({ event, expected: review.position });
  for (const one of reply.found ?? [event]) evolve(review, one);
  review.position = reply.position;
}

function open(
  review: Review,
  activities: ReviewActivities,
  input: { readonly title: string },
): Promise<void> {
  const { firstExecutionRunId: runId } = workflowInfo();
  const start = { cause: 'start', type: 'ReviewOpened', causationId: '' } as const;
  return record(review, activities, eventOf(review, { ...start, data: input, runId }));
}

/** A timer that runs while a review rests. */
interface Patience {
  /** Lets the timer be what the review needs now. */
  readonly adjust: () => void;
}

function patience(review: Review, elapsed: () => Promise<unknown>): Patience {
  let running: { readonly until: number; readonly scope: CancellationScope } | undefined;
  const rest = async (until: number): Promise<void> => {
    try {
      await sleep(until - Date.now());
      await elapsed();
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  };
  return {
    adjust: () => {
      const until = review.restsUntil;
      if (until === (running?.until ?? 0)) return;
      running?.scope.cancel();
      running = undefined;
      if (until === 0) return;
      const scope = new CancellationScope();
      running = { until, scope };
      void scope.run(() => rest(until));
    },
  };
}

/**
 * Runs a review whose events are appended by an activity before the command is answered.
 * @param activities - regular or local
 */
export async function runReview(
  activities: ReviewActivities,
  input: { readonly title: string },
  carried = begun,
): Promise<never> {
  const review: Review = { ...carried, answers: new Map(carried.answers) };
  const lock = mutex();
  let waiting = 0;
  const isLong = () => workflowInfo().continueAsNewSuggested;

  // Before the handlers: a command may come with the first task, and waits.
  const opened = review.status === 'new' ? lock(() => open(review, activities, input)) : undefined;

  const resting = patience(review, () =>
    lock(async () => {
      if (review.status !== 'paused') return;
      const at = new Date(review.restsUntil).toISOString();
      const said = { cause: 'timer', type: 'PatienceElapsed', causationId: 'patience' } as const;
      await record(review, activities, eventOf(review, { ...said, data: { at } }));
    }),
  );
  resting.adjust();

  const give = (command: Command, payload: Payload): Promise<Answer> => {
    const id = currentUpdateInfo()?.id ?? '';
    waiting += 1;
    return lock(async () => {
      try {
        for (;;) {
          const known = review.answers.get(id);
          if (known) return known;
          assertAllowed(review, command);
          const { actor, ...data } = payload;
          const said = { cause: 'command', type: commands[command], causationId: id } as const;
          await record(review, activities, eventOf(review, { ...said, actor, data }));
          resting.adjust();
        }
      } finally {
        waiting -= 1;
      }
    });
  };

  const validator = (command: Command) => (payload: Payload) => {
    if (review.answers.has(currentUpdateInfo()?.id ?? '')) return;
    assertWellFormed(command, payload);
    if (isLong()) {
      throw ApplicationFailure.nonRetryable('this run ends: send it again', 'BACKPRESSURE');
    }
    // A command that waits may make this one possible.
    if (waiting === 0 && review.status !== 'new') assertAllowed(review, command);
  };
  for (const command of Object.keys(commands) as Command[]) {
    const handler = (payload: Payload) => give(command, payload);
    setHandler(defineUpdate<Answer, [Payload]>(command), handler, {
      validator: validator(command),
    });
  }

  await opened;
  await condition(() => isLong() && allHandlersFinished());
  const { status, remarks, restsUntil, position } = review;
  const answers = [...review.answers];
  const next: Carried = { status, remarks, restsUntil, position, answers };
  return continueAsNew<(input: unknown, carried: Carried) => Promise<never>>(input, next);
}
