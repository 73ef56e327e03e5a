import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import type { CloudEvent, HandlerContext } from '../../../../services/consumer/index.ts';
import { createDeliver, type Attempt } from '../../../../services/webhooks/deliver.ts';
import {
  activeSecrets,
  enabled,
  newEndpoint,
  rotated,
  type Endpoint,
} from '../../../../services/webhooks/endpoint.ts';
import type { Post, Posted } from '../../../../services/webhooks/post.ts';
import { PAUSES, pauseBehind, retryAfter } from '../../../../services/webhooks/schedule.ts';
import { signedHeaders } from '../../../../services/webhooks/sign.ts';

const event = { id: 'globex-27001:7', type: 'org.certway.certification.X.v1' } as CloudEvent;
const other = { ...event, id: 'initech-27001:3' };
const start = Date.parse('2027-01-01T00:00:00.000Z');
const answer = (status: number, retryAfterMs?: number): Posted => ({
  ...{ kind: 'answered', status, retryAfterMs },
});

const onFault = (error: unknown): never => {
  throw new Error('something could not be written', { cause: error });
};

/** One endpoint, the clock, and what was written down. */
function world(pauses: readonly number[] = [5_000, 300_000]) {
  let now = Date.now();
  let endpoint: Endpoint | undefined = newEndpoint({ url: 'https://h.example', from: 1 }, now);
  const posts: Post[] = [];
  const attempts: Attempt[] = [];
  const kept = new Map<string, object>();
  const answers: Posted[] = [];
  const deliver = () =>
    createDeliver({
      ...{ id: endpoint?.id ?? '', endpoint: () => endpoint, pauses },
      ...{
        now: () => now,
        random: () => 0,
        onFault,
      },
      endpoints: {
        change: (_, by) => Promise.resolve((endpoint = endpoint && by(endpoint))),
      },
      attempts: {
        put: (_, attempt) => Promise.resolve(void attempts.push(attempt)),
        history: () => Promise.resolve(attempts),
      },
      retries: {
        get: (key) => Promise.resolve(kept.get(key) as never),
        put: (key, retry) => Promise.resolve(void kept.set(key, retry)),
        remove: (key) => Promise.resolve(kept.delete(key)),
      },
      post: (post) => {
        posts.push(post);
        return Promise.resolve(answers.shift() ?? answer(204));
      },
    });
  let handler = deliver();
  const give = (one: CloudEvent, streamSequence = 7) =>
    handler(one, { streamSequence, signal: new AbortController().signal } as HandlerContext).then(
      () => 'done',
      (error: unknown) => String(error),
    );
  return {
    ...{ posts, attempts, kept, answers, give },
    pass: (ms: number) => (now += ms),
    restart: () => (handler = deliver()),
    endpoint: () => endpoint,
    change: (by: (one: Endpoint) => Endpoint | undefined) => (endpoint = endpoint && by(endpoint)),
  };
}

describe('the signature', () => {
  it('given any event and secrets, when signed, then the reference library verifies it with each of them', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.stringMatching(/^[\w/:-]{1,60}$/),
        (text, id) => {
          const at = Date.now();
          const endpoint = rotated(newEndpoint({ url: 'https://h.example', from: 1 }, at), at);
          const body = JSON.stringify({ text });
          const headers = { ...signedHeaders(activeSecrets(endpoint, at), { id, at, body }) };
          for (const secret of activeSecrets(endpoint, at)) {
            expect(new Webhook(secret).verify(body, headers)).toEqual({ text });
            expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
            const later = { ...headers, 'webhook-id': `${id}1` };
            expect(() => new Webhook(secret).verify(body, later)).toThrow();
          }
        },
      ),
    );
  });

  it('given a rotation, when a day has passed, then only the new secret signs', () => {
    const first = newEndpoint({ url: 'https://h.example', from: 1 }, start);
    const [old] = activeSecrets(first, start);
    const second = rotated(first, start);
    const day = 86_400_000;
    const both = activeSecrets(second, start + day - 1);
    expect(both).toHaveLength(2);
    expect(both.indexOf(String(old))).toBe(1);
    expect(activeSecrets(second, start + day)).toEqual(activeSecrets(second, start).slice(0, 1));
    expect(activeSecrets(rotated(second, start), start)).not.toContain(old);
  });
});

describe('the schedule', () => {
  it('given the pauses, when added up, then an event is tried ten times within four days', () => {
    const sum = PAUSES.reduce((total, pause) => total + pause, 0);
    expect(PAUSES).toHaveLength(9);
    expect(sum).toBeGreaterThan(3 * 86_400_000);
    expect(sum * 1.2).toBeLessThan(4 * 86_400_000);
  });

  it('given what the endpoint asks for, when it is longer, then it is kept, up to a day', () => {
    const pause = (attempts: number, retryAfterMs?: number, random = 0) =>
      pauseBehind({ pauses: [1_000, 2_000], attempts, retryAfterMs, random });
    expect([pause(1), pause(2), pause(3)]).toEqual([1_000, 2_000, undefined]);
    expect(pause(1, undefined, 1)).toBe(1_200);
    expect([pause(1, 500), pause(1, 90_000), pause(1, 1e12)]).toEqual([1_000, 90_000, 86_400_000]);
    expect(retryAfter('120', start)).toBe(120_000);
    expect(retryAfter('Fri, 01 Jan 2027 00:01:00 GMT', start)).toBe(60_000);
    expect(retryAfter('Thu, 31 Dec 2026 00:01:00 GMT', start)).toBe(0);
    expect(retryAfter('soon', start)).toBeUndefined();
  });
});

describe('a delivery', () => {
  it('given an endpoint that takes it, when delivered, then it was sent once, signed, as the CloudEvent', async () => {
    const { give, posts, attempts, endpoint, kept } = world();
    expect(await give(event)).toBe('done');
    const [{ body, headers, url } = { body: '', headers: {}, url: '' }] = posts;
    expect(url).toBe('https://h.example');
    const secret = endpoint()?.secrets[0]?.value ?? '';
    expect(new Webhook(secret).verify(body, { ...headers })).toEqual(event);
    expect(headers).toMatchObject({
      'webhook-id': 'globex-27001:7',
      'content-type': 'application/cloudevents+json; charset=utf-8',
    });
    expect(attempts).toMatchObject([{ attempt: 1, outcome: 'delivered', status: 204 }]);
    expect(kept.size).toBe(0);
  });

  it('given failures, when time passes, then it is tried on schedule, across a restart, with one id', async () => {
    const { give, posts, attempts, answers, pass, restart, kept } = world();
    answers.push({ kind: 'failed', reason: 'timeout' }, answer(302));
    expect(await give(event)).toBe('RetryLaterError: globex-27001:7: timeout');
    expect(await give(event)).toBe('RetryLaterError: its next attempt is not due yet');
    pass(4_999);
    restart();
    expect(await give(event)).toBe('RetryLaterError: its next attempt is not due yet');
    pass(1);
    expect(await give(event)).toBe('RetryLaterError: globex-27001:7: status 302');
    pass(300_000);
    expect(await give(event)).toBe('done');
    expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual(Array(3).fill(event.id));
    expect(new Set(posts.map(({ headers }) => headers['webhook-signature'])).size).toBe(3);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'delivered']);
    expect(kept.size).toBe(0);
  });

  it('given Retry-After, when it is longer than the schedule, then it is waited for', async () => {
    const { give, answers, pass } = world();
    answers.push(answer(429, 60_000));
    await give(event);
    pass(59_999);
    expect(await give(event)).toContain('not due');
    pass(1);
    expect(await give(event)).toBe('done');
  });

  it('given all attempts used up while other events arrive, when the last fails, then it is to be parked', async () => {
    const { give, answers, pass, endpoint } = world([5_000]);
    answers.push(answer(500), answer(204), answer(500));
    await give(event);
    expect(await give(other, 8)).toBe('done');
    pass(5_000);
    expect(await give(event)).toBe(
      'Error: globex-27001:7 was not taken in 2 attempts, while other events were',
    );
    expect(endpoint()?.disabled).toBeUndefined();
  });

  it('given all attempts used up and nothing else arriving, when the last fails, then the endpoint is disabled and keeps it', async () => {
    const { give, answers, pass, endpoint, change, posts } = world([5_000]);
    expect(await give(other, 6)).toBe('done');
    pass(1);
    answers.push(answer(500), answer(500));
    await give(event);
    pass(5_000);
    const reason = 'globex-27001:7 was not taken in 2 attempts, and nothing else was';
    expect(await give(event)).toBe(`RetryLaterError: ${reason}`);
    expect(endpoint()?.disabled?.reason).toEqual({
      ...{ code: 'nothingTaken', event: 'globex-27001:7', attempts: 2 },
    });
    expect(await give(event)).toBe('RetryLaterError: the endpoint is disabled');
    expect(posts).toHaveLength(3);
    change(enabled);
    expect(await give(event)).toBe('done');
  });

  it('given 410, when answered, then the endpoint is disabled at once; removed, then nothing is sent', async () => {
    const { give, answers, endpoint, change, posts } = world();
    answers.push(answer(410));
    expect(await give(event)).toBe('RetryLaterError: the endpoint answered 410 Gone');
    expect(endpoint()?.disabled?.reason).toEqual({ code: 'gone' });
    change(() => undefined);
    expect(await give(event)).toContain('disabled');
    expect(posts).toHaveLength(1);
  });
});
