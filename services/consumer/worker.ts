import type { Given, Outcome } from './attempt.ts';
import type { Delivery } from './delivery/index.ts';
import { parseEnvelope } from './envelope.ts';
import { pauseAfter } from './judge.ts';
import {
  describeFault,
  headersOf,
  isDue,
  type DeadLetter,
  type DeadLetterNote,
  type Parking,
} from './letters/index.ts';
import type { Counts } from './metrics.ts';
import type { ConsumerOptions } from './options.ts';
import type { Ending, Task } from './queue.ts';
import { parseSubject } from './subjects.ts';

/** An event that was just delivered, or one that was parked and is due again. */
type Origin =
  | { readonly delivery: Delivery; readonly letter?: undefined }
  | { readonly delivery?: undefined; readonly letter: DeadLetter };

/** An event to be handled. */
export type Work = Origin & Task & Progress;

interface Progress {
  /** Attempts that have failed. */
  failures: number;
  /** Attempts that could not be made, or whose end could not be stored. */
  delays: number;
  /** Why it is to be parked. */
  verdict?: Pick<DeadLetterNote, 'cause' | 'reason' | 'stack'>;
}

/** What the work needs beside the consumer's options. */
export interface WorkerOptions extends Pick<ConsumerOptions, 'name' | 'maxDeliver' | 'onNotice'> {
  readonly attempt: (given: Given) => Promise<Outcome>;
  readonly parking: Parking;
  readonly count: (what: keyof Counts) => void;
}

/** Handles events, parks those that fail, and takes back those that are redriven. */
export interface Worker {
  readonly workOf: (delivery: Delivery) => Work;
  /** The first parked event of an entity, if it is due. */
  readonly redriveOf: (entity: string) => Work | undefined;
  /**
   * Does one task.
   * @param redrive - called with an entity whose next parked event may be due
   * @throws unknown what a handler threw, when there is no name under which the event could be parked
   */
  readonly work: (task: Work, redrive: (entity: string) => void) => Promise<Ending>;
}

const MAX_DELIVER = 5;

/** Prepares the work. */
export function createWorker(options: WorkerOptions): Worker {
  const { name, maxDeliver = MAX_DELIVER, onNotice, attempt, parking, count } = options;

  const park = async (task: Work): Promise<void> => {
    const { note, data } = task.letter ?? letterOf(task.delivery, name ?? '');
    const { verdict, failures } = task;
    const attempts = note.attempts + failures;
    const parked = { ...note, ...verdict, state: 'parked' as const, attempts };
    await parking.put({ note: parked, data });
    count('parked');
    onNotice?.({ kind: 'parked', note: parked });
    task.delivery?.done();
  };
  const settle = async (task: Work, redrive: (entity: string) => void): Promise<void> => {
    task.delivery?.done();
    if (!task.letter) return;
    const note = { ...task.letter.note, state: 'handled' as const };
    await parking.put({ note, data: task.letter.data });
    count('redriven');
    onNotice?.({ kind: 'redriven', note });
    redrive(task.entity);
  };
  const fail = (task: Work, outcome: Exclude<Outcome, { kind: 'settled' }>): Ending => {
    const { kind, error } = outcome;
    const { entity, place: streamSequence } = task;
    count('failures');
    if (kind === 'later') task.delays += 1;
    else task.failures += 1;
    const attempt = task.failures + task.delays;
    onNotice?.({ kind: 'failed', entity, streamSequence, attempt, error });
    if (kind === 'later') return { againAfterMs: pauseAfter(task.delays) };
    if (kind === 'failed' && task.failures < maxDeliver)
      return { againAfterMs: pauseAfter(task.failures) };
    if (name === undefined) throw error;
    task.verdict = { cause: kind, ...describeFault(error) };
    return { againAfterMs: 0 };
  };
  /** An event behind a parked one waits there too. */
  const follow = (task: Work): boolean => {
    const first = task.letter ? undefined : parking.first(task.entity);
    if (!first) return false;
    const reason = `behind ${first.note.eventId ?? first.note.subject}`;
    task.verdict = { cause: 'behind', reason };
    return true;
  };
  /** Without the dead-letter stream it is tried again until it is there: nothing is lost. */
  const stored = async (task: Work, store: () => Promise<void>): Promise<Ending> => {
    try {
      await store();
      return 'done';
    } catch (error) {
      return fail(task, { kind: 'later', error });
    }
  };
  const isStale = ({ letter, entity, place }: Work): boolean =>
    letter !== undefined && parking.first(entity)?.note.streamSequence !== place;

  const step: Worker['work'] = async (task, redrive) => {
    if (isStale(task)) return 'done';
    if (!task.letter && parking.has(task.entity, task.place)) {
      task.delivery.done();
      return 'done';
    }
    if (task.verdict || follow(task)) return stored(task, () => park(task));
    const outcome = await attempt(givenOf(task));
    if (outcome.kind !== 'settled') return fail(task, outcome);
    return stored(task, () => settle(task, redrive));
  };

  return {
    workOf: (delivery) => ({
      ...{ delivery, entity: entityAt(delivery.subject), place: delivery.streamSequence },
      ...{ failures: 0, delays: 0 },
    }),
    redriveOf: (entity) => {
      const letter = parking.first(entity);
      if (!letter || !isDue(letter.note)) return undefined;
      return { entity, letter, place: letter.note.streamSequence, failures: 0, delays: 0 };
    },
    work: step,
  };
}

function givenOf(task: Work): Given {
  const { entity, place: streamSequence } = task;
  const { subject, data, deliveries } = task.letter ? ofLetter(task.letter) : task.delivery;
  const before = task.failures + task.delays;
  return { entity, streamSequence, subject, data, deliveries: deliveries + before };
}

function ofLetter({ note, data }: DeadLetter): Pick<Given, 'subject' | 'data' | 'deliveries'> {
  return { subject: note.subject, data, deliveries: note.attempts + 1 };
}

function letterOf(delivery: Delivery, consumer: string): Omit<DeadLetter, 'revision'> {
  const { streamSequence, subject, data, headers } = delivery;
  const note: DeadLetterNote = {
    ...{ consumer, streamSequence, subject, entity: entityAt(subject), ...namesOf(data) },
    ...{ state: 'parked', cause: 'failed', reason: '', attempts: 0 },
    since: new Date().toISOString(),
    headers: headersOf(headers),
  };
  return { note, data };
}

/** Whatever lies on a subject that is none of an event is kept in order by itself. */
function entityAt(subject: string): string {
  return parseSubject(subject)?.entity ?? subject;
}

function namesOf(data: Uint8Array): Pick<DeadLetterNote, 'eventId' | 'type'> {
  try {
    const { id, type } = parseEnvelope(new TextDecoder().decode(data));
    return { eventId: id, type };
  } catch {
    return {};
  }
}
