import type { ConsumerMessages, JetStreamClient, JsMsg, StoredMsg } from '@nats-io/jetstream';
import { z } from 'zod';
import { say } from '../../machines/text/index.ts';
import { KEY_HEADER, SIGNATURE_HEADER, type EventSignature } from '../event-log/index.ts';

/** One message of a stream as it is stored: what a leaf is made of, and what a line of an export holds. */
export interface LogMessage {
  /** Stream sequence; 1 for the first message. */
  readonly seq: number;
  readonly subject: string;
  /** When the server stored it, ISO-8601 UTC. Of no account for any proof: a restored log has other ones. */
  readonly time: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** The body, byte for byte as UTF-8; as base64 where `base64` says so. */
  readonly data: string;
  /** Only where the body is no UTF-8: then it is no event of certway either. */
  readonly base64?: true;
}

/** A message as an export and a proof hold it. */
export const messageSchema: z.ZodType<LogMessage> = z.strictObject({
  seq: z.int().min(1),
  subject: z.string(),
  time: z.string(),
  headers: z.record(z.string(), z.array(z.string())),
  data: z.string(),
  base64: z.literal(true).optional(),
}) as z.ZodType<LogMessage>;

/** A line of an export that holds nothing that can be read. */
export class LineError extends Error {
  override readonly name = 'LineError';

  /** @param line - counted from 1 */
  constructor(file: string, line: number, cause: unknown) {
    super(say('proof.line', 'line {line} of {file} cannot be read', { line, file }), { cause });
  }
}

/** What hashes and signatures are made of. */
export function bodyOf({ data, base64 }: Pick<LogMessage, 'data' | 'base64'>): string | Buffer {
  return base64 ? Buffer.from(data, 'base64') : data;
}

/** The one value of a header; `undefined` when it is absent or given more than once. */
export function headerOf(
  { headers }: Pick<LogMessage, 'headers'>,
  name: string,
): string | undefined {
  const values = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return values?.length === 1 ? values[0] : undefined;
}

/** The signature in the headers; `undefined` when there is none. */
export function signatureIn(message: Pick<LogMessage, 'headers'>): EventSignature | undefined {
  const keyId = headerOf(message, KEY_HEADER);
  const signature = headerOf(message, SIGNATURE_HEADER);
  return keyId === undefined || signature === undefined ? undefined : { keyId, signature };
}

/** Which messages of a stream. */
export interface Stretch {
  readonly stream: string;
  /** First stream sequence. */
  readonly from: number;
  /** Last stream sequence: where the stream ended when somebody looked. */
  readonly to: number;
  /** Only messages of these subjects; all of them when absent. */
  readonly subjects?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * The messages of a stream between two sequences, in order. Keeps no state on the server.
 * @throws JetStreamApiError when there is no such stream; the signal's reason when it is aborted
 */
export async function* messagesOf(
  js: JetStreamClient,
  stretch: Stretch,
): AsyncGenerator<LogMessage> {
  const { to, signal } = stretch;
  const messages = await consume(js, stretch);
  if (!messages) return;
  const stop = (): void => {
    messages.stop();
  };
  signal?.addEventListener('abort', stop);
  try {
    signal?.throwIfAborted();
    for await (const message of messages) {
      if (message.seq <= to) yield messageOf(message);
      if (message.seq >= to || message.info.pending === 0) return;
    }
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', stop);
    await messages.close();
  }
}

async function consume(
  js: JetStreamClient,
  { stream, from, to, subjects }: Stretch,
): Promise<ConsumerMessages | undefined> {
  if (from > to) return undefined;
  const consumer = await js.consumers.get(stream, {
    opt_start_seq: from,
    ...(subjects && { filter_subjects: [...subjects] }),
  });
  const { num_pending: pending } = await consumer.info();
  return pending === 0 ? undefined : consumer.consume();
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function messageOf(message: JsMsg | StoredMsg): LogMessage {
  const { seq, subject, timestamp: time, data } = message;
  const given = [...(('header' in message ? message.header : message.headers) ?? [])].map(
    ([name, values]) => [name, [...values]] as const,
  );
  const common = { seq, subject, time, headers: Object.fromEntries(given) };
  try {
    return { ...common, data: strict.decode(data) };
  } catch {
    return { ...common, data: Buffer.from(data).toString('base64'), base64: true };
  }
}

/** Where a stream ends; 0 while it holds nothing. @throws JetStreamApiError when there is no such stream */
export async function lastSequence(js: JetStreamClient, stream: string): Promise<number> {
  const jsm = await js.jetstreamManager(false);
  return (await jsm.streams.info(stream)).state.last_seq;
}

/** The message at a sequence, or the last one of a subject; `undefined` when there is none. */
export async function oneMessage(
  js: JetStreamClient,
  stream: string,
  which: { readonly seq: number } | { readonly last_by_subj: string },
): Promise<LogMessage | undefined> {
  const jsm = await js.jetstreamManager(false);
  const stored = await jsm.direct.getMessage(stream, which);
  return stored ? messageOf(stored) : undefined;
}
