import { performance } from 'node:perf_hooks';
import { jetstreamManager } from '@nats-io/jetstream';
import { writerKeys } from '../../../infra/keys/index.ts';
import { openLog, type OpenLog } from '../../../infra/worker/index.ts';
import {
  eventSubject,
  signedHeaders,
  streamName,
  subscribe,
  tenantSubjects,
  toBytes,
} from '../../../services/event-log/index.ts';
import { reviewLog } from './fold.ts';
import type { Bench } from './context.ts';

const EVENTS = 100_000;
const EVENTS_PER_ENTITY = 1_000;
const PUBLISHED_AT_ONCE = 500;
const TENANT = 'bench-reading';

/** Reading a stream of a hundred thousand events from its beginning; by hand, parsed and not looked at, it is variant (a). */
export async function measureReading(bench: Bench): Promise<void> {
  const { stack, amount, results, progress } = bench;
  const keys = writerKeys(stack.config.keysDir);
  const open = await openLog(stack.natsUrl, TENANT, keys);
  try {
    progress('filling a stream to read back');
    await fill(open, keys);
    for (let round = 0; round < amount.rounds; round += 1) {
      progress(`reading back, round ${String(round + 1)}`);
      const values = {
        certway: await rateOf(() => readAll(open)),
        a: await rateOf(() => readByHand(open)),
      };
      const about = { workload: 'read back', measure: 'rate', unit: 'events/s' } as const;
      results.add({ ...about, better: 'more' }, values);
    }
  } finally {
    await open.close();
  }
}

async function fill({ connection, js }: OpenLog, keys: ReturnType<typeof writerKeys>) {
  const jsm = await jetstreamManager(connection);
  await jsm.streams.add({ name: streamName(TENANT), subjects: [tenantSubjects(TENANT)] });
  const under = new Set<Promise<unknown>>();
  const publish = (event: ReturnType<typeof reviewLog>[number]) => {
    const body = toBytes(TENANT, event, '0'.repeat(64));
    const headers = signedHeaders('application/cloudevents+json', body, keys.signer);
    return js.publish(eventSubject(TENANT, event), body, { headers });
  };
  for (let entity = 0; entity < EVENTS / EVENTS_PER_ENTITY; entity += 1) {
    for (const event of reviewLog(`r${String(entity)}`, EVENTS_PER_ENTITY)) {
      const ack: Promise<unknown> = publish(event).finally(() => under.delete(ack));
      under.add(ack);
      if (under.size >= PUBLISHED_AT_ONCE) await Promise.race(under);
    }
  }
  await Promise.all(under);
}

async function rateOf(read: () => Promise<number>): Promise<number> {
  const began = performance.now();
  const count = await read();
  if (count !== EVENTS) throw new Error(`read ${String(count)} of ${String(EVENTS)} events`);
  return (count * 1_000) / (performance.now() - began);
}

async function readAll({ js }: OpenLog): Promise<number> {
  let count = 0;
  for await (const { event } of subscribe(js, { tenant: TENANT, follow: false })) {
    if (event.sequence > 0) count += 1;
  }
  return count;
}

async function readByHand({ js }: OpenLog): Promise<number> {
  const consumer = await js.consumers.get(streamName(TENANT));
  const messages = await consumer.consume({ max_messages: PUBLISHED_AT_ONCE });
  let count = 0;
  for await (const message of messages) {
    if (message.json<{ readonly id: string }>().id !== '') count += 1;
    if (count === EVENTS) break;
  }
  await messages.close();
  return count;
}
