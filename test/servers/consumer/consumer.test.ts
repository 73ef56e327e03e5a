import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../../infra/wait-until.ts';
import {
  createConsumer,
  deadLetters,
  type Consumer,
  type ConsumerOptions,
} from '../../../services/consumer/index.ts';
import { eventOf, openEventStream, type EventStream } from '../../support/event-stream.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
let tenants = 0;
let stream: EventStream;
const running: Consumer[] = [];

beforeAll(async () => {
  stack = await startTestStack({ temporal: 'time-skipping' });
});
afterAll(async () => {
  await stack.stop();
});

async function freshStream(): Promise<void> {
  tenants += 1;
  stream = await openEventStream(stack.natsUrl, `tenant-${tenants}`);
}

function started(options: Partial<ConsumerOptions>): {
  seen: string[];
  consumer: Consumer;
  ended: Promise<void>;
} {
  const seen: string[] = [];
  const consumer = createConsumer({
    connection: stream.connection,
    tenant: stream.tenant,
    handle: (event) => {
      seen.push(event.id);
      return Promise.resolve();
    },
    ...options,
  });
  running.push(consumer);
  return { seen, consumer, ended: consumer.start() };
}

describe('consumer', () => {
  it('given events, when consumed by name, then each is handled once, also over a restart', async () => {
    await freshStream();
    await stream.publish(eventOf('a', 1), eventOf('b', 1), eventOf('a', 2));
    const first = started({ name: 'register' });
    await first.consumer.caughtUp();
    expect(first.seen).toEqual(['a:1', 'b:1', 'a:2']);
    await first.consumer.stop();
    await first.ended;
    await stream.publish(eventOf('a', 3));
    const second = started({ name: 'register' });
    await second.consumer.caughtUp();
    expect(second.seen).toEqual(['a:3']);
    await second.consumer.stop();
    await second.ended;
    await stream.close();
  });

  it('given a poison event, when it fails for good, then it is parked, others flow, and redriven it comes before the rest', async () => {
    await freshStream();
    await stream.publish(eventOf('a', 1), eventOf('a', 2), eventOf('b', 1), eventOf('a', 3));
    let isPoison = true;
    const seen: string[] = [];
    const one = started({
      name: 'register',
      maxDeliver: 2,
      handle: (event) => {
        if (event.id === 'a:2' && isPoison) return Promise.reject(new Error('poison'));
        seen.push(event.id);
        return Promise.resolve();
      },
    });
    await one.consumer.caughtUp();
    expect(seen).toEqual(['a:1', 'b:1']);
    const letters = deadLetters(stream.tenant, stream.js);
    const [head] = await letters.list();
    expect(
      (await letters.list()).map(({ note }) => [
        note.eventId,
        note.state,
        note.cause,
        note.reason,
        note.attempts,
      ]),
    ).toEqual([
      ['a:2', 'parked', 'failed', 'Error: poison', 2],
      ['a:3', 'parked', 'behind', 'behind a:2', 0],
    ]);
    isPoison = false;
    if (head)
      await letters.put({ ...head, note: { ...head.note, state: 'redriven' } }, head.revision);
    expect(await waitUntil(() => seen.length === 4, { withinMs: 5000 })).toBe(true);
    await stream.publish(eventOf('a', 4));
    await one.consumer.caughtUp();
    expect(seen).toEqual(['a:1', 'b:1', 'a:2', 'a:3', 'a:4']);
    await one.consumer.stop();
    await one.ended;
    await stream.close();
  });

  it('given no name, when consumed, then from where it is asked', async () => {
    await freshStream();
    await stream.publish(eventOf('a', 1), eventOf('b', 1), eventOf('a', 2));
    const one = started({ from: { sequence: 2 } });
    await one.consumer.caughtUp();
    expect(one.seen).toEqual(['b:1', 'a:2']);
    await one.consumer.stop();
    await one.ended;
    await stream.close();
  });
});
