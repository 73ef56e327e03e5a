import {
  DeliverPolicy,
  JetStreamApiError,
  type ConsumerMessages,
  type JetStreamClient,
  type JsMsg,
} from '@nats-io/jetstream';
import { headers, type MsgHdrs } from '@nats-io/nats-core';
import { z } from 'zod';
import { withResolvers } from '../promises.ts';
import { deadLetterStream, deadLetterSubjects } from '../subjects.ts';

const noteSchema = z.object({
  consumer: z.string(),
  /** Of the event in the tenant's stream. */
  streamSequence: z.int(),
  subject: z.string(),
  entity: z.string(),
  eventId: z.string().optional(),
  type: z.string().optional(),
  state: z.enum(['parked', 'redriven', 'handled']),
  /** `behind`: nothing is wrong with it but that an earlier event of its entity is parked. */
  cause: z.enum(['failed', 'unreadable', 'behind']),
  reason: z.string(),
  stack: z.string().optional(),
  attempts: z.int(),
  /** Instant at which it was parked first. */
  since: z.iso.datetime(),
  /** The event's own headers. */
  headers: z.record(z.string(), z.string()),
});

/** What is known of an event that a consumer could not handle. */
export type DeadLetterNote = Readonly<z.infer<typeof noteSchema>>;

/** An event that a consumer could not handle, as the dead-letter stream holds it. */
export interface DeadLetter {
  readonly note: DeadLetterNote;
  /** The event's bytes. */
  readonly data: Uint8Array;
  /** Of the letter in the dead-letter stream. */
  readonly revision: number;
}

const WRONG_LAST_SEQUENCE = 10_071;
const NOTE = 'Certway-Dead-Letter';
const LONGEST_REASON = 1_000;
const LONGEST_STACK = 4_000;

/** Reason and stack of whatever was thrown, short enough for a header. */
export function describeFault(fault: unknown): Pick<DeadLetterNote, 'reason' | 'stack'> {
  const error = fault instanceof Error ? fault : new Error(String(fault));
  const reason = `${error.name}: ${error.message}`.slice(0, LONGEST_REASON);
  return { reason, stack: error.stack?.slice(0, LONGEST_STACK) };
}

/** The headers of a message as the note keeps them. */
export function headersOf(given: MsgHdrs | undefined): Record<string, string> {
  return Object.fromEntries((given?.keys() ?? []).map((key) => [key, given?.get(key) ?? '']));
}

/** Each letter lies on a subject of its own, where its present state replaces the one before. */
function subjectOf(tenant: string, { consumer, streamSequence }: DeadLetterNote): string {
  return deadLetterSubjects(tenant, consumer).replace('*', String(streamSequence));
}

/** Dead letters of a tenant. */
export interface DeadLetters {
  /**
   * Stores a letter's present state.
   * @throws JetStreamApiError 10071 when somebody has stored another since the revision
   */
  put(letter: Pick<DeadLetter, 'note' | 'data'>, revision?: number): Promise<DeadLetter>;
  /** The present state of all letters, of one consumer or of all, in order. */
  list(consumer?: string): Promise<readonly DeadLetter[]>;
  /** Calls back with each letter of a consumer, and again with each that changes. Resolves behind those that are there. */
  follow(consumer: string, options: FollowOptions): Promise<void>;
}

/** What somebody who follows does, and until when. */
export interface FollowOptions {
  readonly onLetter: (letter: DeadLetter) => void;
  readonly signal: AbortSignal;
}

/** Opens the dead letters of a tenant. */
export function deadLetters(tenant: string, js: JetStreamClient): DeadLetters {
  const stream = deadLetterStream(tenant);
  /** Every letter's present state, then every change; resolves behind those that are there. */
  const read = async (
    consumer: string | undefined,
    onLetter: (letter: DeadLetter) => void,
  ): Promise<ConsumerMessages> => {
    const reader = await js.consumers.get(stream, {
      filter_subjects: deadLetterSubjects(tenant, consumer),
      deliver_policy: DeliverPolicy.LastPerSubject,
    });
    const isEmpty = (await reader.info()).num_pending === 0;
    const { promise, resolve } = withResolvers();
    const callback = (message: JsMsg): void => {
      const letter = letterOf(message);
      if (letter) onLetter(letter);
      if (message.info.pending === 0) resolve();
    };
    const messages = await reader.consume({ callback });
    if (!isEmpty) await Promise.race([promise, messages.closed()]);
    return messages;
  };
  return {
    put: async ({ note, data }, revision) => {
      const given = headers();
      given.set(NOTE, JSON.stringify(note));
      given.set('Content-Type', 'application/cloudevents+json');
      const expect = revision === undefined ? {} : { lastSubjectSequence: revision };
      const options = { headers: given, expect: { streamName: stream, ...expect } };
      const { seq } = await js.publish(subjectOf(tenant, note), data, options);
      return { note, data, revision: seq };
    },
    list: async (consumer) => {
      const found: DeadLetter[] = [];
      const messages = await read(consumer, (letter) => found.push(letter));
      await messages.close();
      return found.sort((a, b) => a.note.streamSequence - b.note.streamSequence);
    },
    follow: async (consumer, { onLetter, signal }) => {
      const messages = await read(consumer, onLetter);
      signal.addEventListener('abort', () => void messages.close(), { once: true });
      if (signal.aborted) await messages.close();
    },
  };
}

/** The first letter of each entity and consumer: it has to be handled before those behind it. */
export function firstOfEach(letters: readonly DeadLetter[]): readonly DeadLetter[] {
  const firsts = new Map<string, DeadLetter>();
  for (const letter of letters) {
    const key = `${letter.note.consumer} ${letter.note.entity}`;
    const first = firsts.get(key);
    if (!first || letter.note.streamSequence < first.note.streamSequence) firsts.set(key, letter);
  }
  return [...firsts.values()];
}

/**
 * Hands a parked event to its consumer again: now when it runs, else at its next start.
 * @returns whether it did; somebody else may have changed the letter
 */
export async function redrive(letters: DeadLetters, letter: DeadLetter): Promise<boolean> {
  const note = { ...letter.note, state: 'redriven' as const };
  try {
    await letters.put({ note, data: letter.data }, letter.revision);
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === WRONG_LAST_SEQUENCE) return false;
    throw error;
  }
}

function letterOf(message: {
  readonly headers: MsgHdrs | undefined;
  readonly data: Uint8Array;
  readonly seq: number;
}): DeadLetter | undefined {
  const text = message.headers?.get(NOTE) ?? '';
  const { data: note } = text === '' ? {} : noteSchema.safeParse(JSON.parse(text));
  return note && { note, data: message.data, revision: message.seq };
}
