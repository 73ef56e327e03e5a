import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { guardedLookup, hostOf, parseUrl, type AddressRule, type Resolve } from './address.ts';
import { retryAfter } from './schedule.ts';

/** What came of an attempt: an answer, or why there is none. */
export type Posted =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string };

/** What is sent, and where. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends the attempt early. */
  readonly signal?: AbortSignal;
}

/** How attempts are made. */
export interface PostRule extends AddressRule {
  /** From the first look-up to the last byte of the answer. */
  readonly timeoutMs: number;
  /** @defaultValue the system's */
  readonly resolve?: Resolve;
}

/** An answer is looked at for its status only; whoever sends more is not listened to. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Sends one request; no redirect is followed, no connection is kept. Never throws. */
export function createPost(rule: PostRule): (post: Post) => Promise<Posted> {
  const lookup = guardedLookup(rule, rule.resolve);
  return async ({ url, headers, body, signal }) => {
    const deadline = AbortSignal.timeout(rule.timeoutMs);
    const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
    try {
      const target = parseUrl(url, rule);
      const bytes = Buffer.from(body);
      const options: RequestOptions = {
        method: 'POST',
        headers: { ...headers, 'Content-Length': bytes.length, 'User-Agent': 'certway-webhooks' },
        agent: false,
        lookup,
        signal: either,
      };
      return await send(target, options, bytes);
    } catch (error) {
      const reason = deadline.aborted
        ? `no complete answer within ${String(rule.timeoutMs / 1000)} s`
        : reasonOf(error);
      return { kind: 'failed', reason };
    }
  };
}

function send(target: URL, options: RequestOptions, bytes: Buffer): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const request = target.protocol === 'https:' ? secureRequest : plainRequest;
    // An address in figures is never looked up; it was checked as it stands.
    const { lookup, ...rest } = options;
    const own = isIP(hostOf(target)) === 0 && lookup ? { ...rest, lookup } : rest;
    const asking = request(target, own, (answer) => {
      answer.on('error', reject);
      drain(answer, () => resolve(answered(answer)));
    });
    asking.on('error', reject);
    asking.end(bytes);
  });
}

/** Reads an answer to its end, or until it has become too long. */
function drain(answer: IncomingMessage, done: () => void): void {
  let size = 0;
  answer.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_ANSWER_BYTES) return;
    done();
    answer.destroy();
  });
  answer.on('end', done);
}

function answered({ statusCode = 0, headers }: IncomingMessage): Posted {
  const retryAfterMs = retryAfter(headers['retry-after'], Date.now());
  return { kind: 'answered', status: statusCode, retryAfterMs };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of several addresses that were tried, each has failed in its own way.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error.message === '' ? error.name : error.message;
}
