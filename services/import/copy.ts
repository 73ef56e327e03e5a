import { headers, type MsgHdrs } from '@nats-io/nats-core';
import type { JetStreamClient, JetStreamManager, JsMsg } from '@nats-io/jetstream';
import { say } from '../../machines/text/index.ts';
import type { ExportedMessage } from '../export/index.ts';
import { importRefused } from './refusal.ts';

/** Messages of an export and the stream they belong in. */
export interface Copy {
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly stream: string;
  readonly messages: AsyncIterable<ExportedMessage>;
  /** How many they are. */
  readonly count: number;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** What was there, and what was written. */
export interface Copied {
  readonly found: number;
  readonly written: number;
}

const PROGRESS_EVERY = 1_000;

/**
 * Writes messages to a stream so that each has its sequence, subject, headers and bytes again. What the stream holds
 * already must be how they begin: then it goes on behind that.
 * @throws EngineError `IMPORT_REFUSED` when it holds something else, or somebody else writes to it
 */
export async function copyInto(copy: Copy): Promise<Copied> {
  const { jsm, stream, count, onProgress, signal } = copy;
  const { state } = await jsm.streams.info(stream);
  const found = state.last_seq;
  if (found > count || state.messages < found) throw notEmpty(stream, found);
  const messages = copy.messages[Symbol.asyncIterator]();
  if (found > 0) await compare(copy, messages, found);
  let done = found;
  // One at a time: what is lost when a connection breaks may never be followed by what was sent behind it.
  for (let next = await messages.next(); !next.done; next = await messages.next()) {
    if (signal?.aborted) break;
    await publish(copy, next.value);
    done += 1;
    if (done % PROGRESS_EVERY === 0) onProgress?.(done);
  }
  return { found, written: done - found };
}

/** @throws EngineError at the first message that is not as in the export */
async function compare(
  { js, stream }: Copy,
  messages: AsyncIterator<ExportedMessage>,
  found: number,
): Promise<void> {
  const consumer = await js.consumers.get(stream);
  const stored = await consumer.consume();
  try {
    for await (const message of stored) {
      const next = await messages.next();
      if (next.done || !isSame(message, next.value)) throw notEmpty(stream, message.seq);
      if (message.seq >= found) return;
    }
  } finally {
    await stored.close();
  }
}

function isSame(stored: JsMsg, exported: ExportedMessage): boolean {
  const isPlaced = stored.seq === exported.seq && stored.subject === exported.subject;
  return (
    isPlaced &&
    Buffer.compare(stored.data, bodyOf(exported)) === 0 &&
    textOf(stored.headers) === textOf(headersOf(exported))
  );
}

function textOf(given: MsgHdrs | undefined): string {
  return JSON.stringify(given ? [...given].sort() : []);
}

async function publish({ js, stream }: Copy, message: ExportedMessage): Promise<void> {
  const ack = await js.publish(message.subject, bodyOf(message), { headers: headersOf(message) });
  if (ack.seq === message.seq && !ack.duplicate) return;
  throw importRefused(
    say(
      'import.otherWriter',
      'somebody else writes to {stream}: message {seq} of the export came to lie at {at}. Stop the workers, remove the stream and begin again',
      { stream, seq: message.seq, at: ack.seq },
    ),
  );
}

function bodyOf({ data, base64 }: ExportedMessage): Buffer {
  return Buffer.from(data, base64 ? 'base64' : 'utf8');
}

function headersOf(message: ExportedMessage): MsgHdrs {
  const made = headers();
  for (const [name, values] of Object.entries(message.headers)) {
    for (const value of values) made.append(name, value);
  }
  return made;
}

function notEmpty(stream: string, sequence: number): Error {
  return importRefused(
    say(
      'import.notEmpty',
      '{stream} is not empty, and what it holds is not how the export begins (stream sequence {sequence}): a log is restored into an empty stream only',
      { stream, sequence },
    ),
  );
}
