import { z } from 'zod';
import { RetryLaterError, type CloudEvent, type HandlerContext } from '../consumer/index.ts';
import type { Records } from '../records/index.ts';
import {
  activeSecrets,
  disabled,
  disabledText,
  type DisabledReason,
  type Endpoint,
} from './endpoint.ts';
import type { Post, Posted } from './post.ts';
import { pauseBehind } from './schedule.ts';
import { signedHeaders } from './sign.ts';

/** One attempt to deliver one event, as people look it up later. */
export const attemptSchema = z.object({
  event: z.string(),
  type: z.string(),
  /** Instant at which it ended. */
  at: z.iso.datetime(),
  /** 1 for the first. */
  attempt: z.int(),
  outcome: z.enum(['delivered', 'failed', 'exhausted', 'gone']),
  /** Of the answer; absent when there was none. */
  status: z.int().optional(),
  /** Why there was no answer. */
  reason: z.string().optional(),
  /** Instant of the next attempt. */
  next: z.iso.datetime().optional(),
});

/** One attempt to deliver one event, as people look it up later. */
export type Attempt = Readonly<z.infer<typeof attemptSchema>>;

/** Where the deliveries of an event stand that has not arrived yet. */
export const retrySchema = z.object({
  attempts: z.int(),
  /** Epoch milliseconds. */
  firstAt: z.number(),
  nextAt: z.number(),
});

/** Where the deliveries of an event stand that has not arrived yet. */
export type Retry = Readonly<z.infer<typeof retrySchema>>;

/** Its time has not come; nothing was tried. */
export class NotDueError extends RetryLaterError {}

/** What delivering needs. */
export interface DeliverOptions {
  readonly id: string;
  /** As it is now; `undefined` when it was removed. */
  readonly endpoint: () => Endpoint | undefined;
  readonly endpoints: Pick<Records<Endpoint>, 'change'>;
  readonly attempts: Pick<Records<Attempt>, 'put' | 'history'>;
  readonly retries: Pick<Records<Retry>, 'get' | 'put' | 'remove'>;
  readonly post: (post: Post) => Promise<Posted>;
  readonly pauses: readonly number[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Told when something could not be written down; deliveries go on. */
  readonly onFault: (error: unknown) => void;
}

/**
 * A handler that delivers events to one endpoint: 2xx is done; 410 disables the endpoint; anything else is tried again
 * on schedule. An event that has used up its attempts is parked when others arrived meanwhile; when none did, the
 * endpoint is disabled and keeps the event.
 * @throws RetryLaterError while an event waits; Error for an event that has used up its attempts
 */
export function createDeliver(
  options: DeliverOptions,
): (event: CloudEvent, context: HandlerContext) => Promise<void> {
  const { now } = options;
  const book = createBook(options);

  const send = (endpoint: Endpoint, event: CloudEvent, signal: AbortSignal): Promise<Posted> => {
    const body = JSON.stringify(event);
    const at = now();
    const signed = signedHeaders(activeSecrets(endpoint, at), { id: event.id, at, body });
    const headers = { ...signed, 'content-type': 'application/cloudevents+json; charset=utf-8' };
    return options.post({ url: endpoint.url, headers, body, signal });
  };
  const failed = async (event: CloudEvent, key: string, tried: Tried): Promise<never> => {
    const { posted, attempt, firstAt } = tried;
    const retryAfterMs = posted.kind === 'answered' ? posted.retryAfterMs : undefined;
    const pause = pauseBehind({
      ...{ pauses: options.pauses, attempts: attempt, retryAfterMs, random: options.random() },
    });
    if (pause === undefined) {
      await book.note(event, tried, { outcome: 'exhausted' });
      await book.forget(key);
      if (!(await book.hasDelivered(firstAt)))
        return book.disable({ code: 'nothingTaken', event: event.id, attempts: attempt });
      throw new Error(
        `${event.id} was not taken in ${String(attempt)} attempts, while other events were`,
      );
    }
    const nextAt = now() + Math.round(pause);
    await book.wait(key, { attempts: attempt, firstAt, nextAt });
    await book.note(event, tried, { outcome: 'failed', next: new Date(nextAt).toISOString() });
    throw new RetryLaterError(`${event.id}: ${wordsOf(posted)}`);
  };

  const settle = async (event: CloudEvent, key: string, tried: Tried): Promise<void> => {
    if (isGone(tried.posted)) {
      await book.note(event, tried, { outcome: 'gone' });
      await book.forget(key);
      return book.disable({ code: 'gone' });
    }
    if (!isDelivered(tried.posted)) return failed(event, key, tried);
    await book.note(event, tried, { outcome: 'delivered' });
    await book.forget(key);
  };

  return async (event, { streamSequence, signal }) => {
    const endpoint = options.endpoint();
    if (!endpoint || endpoint.disabled) throw new NotDueError('the endpoint is disabled');
    const key = `${options.id}.${String(streamSequence)}`;
    const before = await book.retry(key);
    if (before && before.nextAt > now()) throw new NotDueError('its next attempt is not due yet');
    const firstAt = before?.firstAt ?? now();
    const posted = await send(endpoint, event, signal);
    // Whoever stops in the middle of an attempt has learned nothing from it.
    if (posted.kind === 'failed') signal.throwIfAborted();
    await settle(event, key, { posted, firstAt, attempt: (before?.attempts ?? 0) + 1 });
  };
}

/** An attempt that has ended. */
interface Tried {
  readonly posted: Posted;
  readonly attempt: number;
  /** Of the first attempt of the event, epoch milliseconds. */
  readonly firstAt: number;
}

/** What is written down of deliveries, so that a restart goes on where it was. */
interface Book {
  retry(key: string): Promise<Retry | undefined>;
  wait(key: string, retry: Retry): Promise<void>;
  forget(key: string): Promise<void>;
  note(event: CloudEvent, tried: Tried, more: Pick<Attempt, 'outcome' | 'next'>): Promise<void>;
  /** Whether anything was delivered since an instant. */
  hasDelivered(since: number): Promise<boolean>;
  /** @throws NotDueError always: what is under way waits for the endpoint */
  disable(reason: DisabledReason): Promise<never>;
}

function createBook(options: DeliverOptions): Book {
  const { id, endpoints, attempts, retries, now, onFault } = options;
  const waiting = new Map<string, Retry>();
  let deliveredAt = 0;

  return {
    retry: async (key) => {
      const known = waiting.get(key);
      if (known) return known;
      const kept = await retries.get(key).catch((error: unknown) => {
        throw new RetryLaterError('the store of the deliveries does not answer', { cause: error });
      });
      if (kept) waiting.set(key, kept);
      return kept;
    },
    wait: (key, retry) => {
      waiting.set(key, retry);
      return retries.put(key, retry).catch(onFault);
    },
    forget: async (key) => {
      if (waiting.delete(key)) await retries.remove(key).catch(onFault);
    },
    note: (event, { posted, attempt }, more) => {
      if (more.outcome === 'delivered') deliveredAt = now();
      const at = new Date(now()).toISOString();
      const seen =
        posted.kind === 'answered' ? { status: posted.status } : { reason: posted.reason };
      const { id: name, type } = event;
      return attempts.put(id, { event: name, type, at, attempt, ...seen, ...more }).catch(onFault);
    },
    hasDelivered: async (since) => {
      if (deliveredAt >= since) return true;
      const kept = await attempts.history(id).catch(() => []);
      return kept.some(({ outcome, at }) => outcome === 'delivered' && Date.parse(at) >= since);
    },
    disable: async (reason) => {
      await endpoints.change(id, (endpoint) => disabled(endpoint, reason, now())).catch(onFault);
      throw new NotDueError(disabledText(reason));
    },
  };
}

function isDelivered(posted: Posted): boolean {
  return posted.kind === 'answered' && posted.status >= 200 && posted.status < 300;
}

function isGone(posted: Posted): boolean {
  return posted.kind === 'answered' && posted.status === 410;
}

/** How an attempt ended, for people. */
export function wordsOf(posted: Posted): string {
  return posted.kind === 'answered' ? `status ${String(posted.status)}` : posted.reason;
}
