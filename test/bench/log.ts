import { performance } from 'node:perf_hooks';
import { provisionDeadLetters } from '../../infra/nats/index.ts';
import type { OpenLog } from '../../infra/worker/index.ts';
import { fold, type RecordedEvent } from '../../machines/engine/index.ts';
import {
  createConsumer,
  deadLetterStream,
  deadLetterSubjects,
} from '../../services/consumer/index.ts';
import {
  eventLog,
  START_POSITION,
  streamName,
  subscribe,
  type EventLog,
} from '../../services/event-log/index.ts';
import { startTestNats } from '../support/nats.ts';
import { orderLog } from '../support/order-log.ts';
import { order } from '../support/order-machine.ts';
import { verifySpeed } from '../support/verify-speed.ts';
import { percentile, rateOf, type BenchContext } from './measure.ts';

const TENANT = 'bench';
const EVENTS_PER_ENTITY = 500;
const WRITERS = 8;
/** Events per second. */
const GOALS = { reading: 20_000, folding: 100_000 };

const address = (entity: string) => ({ entity, machine: 'order' });

/** Appends one event after the other, as a workflow does. @returns how long each took, in ms */
async function appendAll(log: EventLog, events: readonly RecordedEvent[]): Promise<number[]> {
  let expected = START_POSITION;
  const took: number[] = [];
  for (const event of events) {
    const began = performance.now();
    const result = await log.append({ address: address(event.entity), expected, events: [event] });
    if (result.kind !== 'appended') throw new Error('somebody else writes to the benchmark');
    took.push(performance.now() - began);
    expected = result.position;
  }
  return took;
}

async function measureAppends(
  { log }: OpenLog,
  { isQuick, report }: BenchContext,
): Promise<string[]> {
  const alone = orderLog('alone', isQuick ? 300 : 3_000);
  let took: number[] = [];
  const rate = await rateOf(async () => {
    took = await appendAll(log, alone);
    return took.length;
  });
  report({ what: 'append, one writer', ...rate });
  for (const share of [0.5, 0.99]) {
    const value = Math.round(percentile(took, share) * 1000);
    report({ what: `append, one writer, p${String(share * 100)}`, value, unit: 'µs' });
  }
  const entities = Array.from(
    { length: isQuick ? WRITERS : 40 },
    (_, index) => `e${String(index)}`,
  );
  const logs = entities.map((entity) => orderLog(entity, EVENTS_PER_ENTITY));
  const eight = await rateOf(async () => {
    const left = [...logs];
    const write = async () => {
      for (let next = left.pop(); next; next = left.pop()) await appendAll(log, next);
    };
    await Promise.all(Array.from({ length: WRITERS }, write));
    return logs.length * EVENTS_PER_ENTITY;
  });
  report({ what: 'append, eight writers', ...eight });
  return entities;
}

async function measureReading(
  open: OpenLog,
  entities: readonly string[],
  { report }: BenchContext,
): Promise<void> {
  const { js, jsm } = open;
  const readAll = (log: EventLog) => async () => {
    let count = 0;
    for (const entity of entities)
      count += (await log.read(address(entity), START_POSITION)).length;
    return count;
  };
  const unverified = eventLog({ tenant: TENANT, js, jsm });
  const cases = [
    ['read entities', unverified],
    ['read entities, signatures verified', open.log],
  ] as const;
  for (const [what, log] of cases) {
    report({ what, ...(await rateOf(readAll(log))) });
  }
  const raw = await rateOf(() => consumeRaw(open));
  report({ what: 'raw consumer, bytes only', ...raw });
  const parsed = await rateOf(async () => {
    let count = 0;
    for await (const { streamSequence } of subscribe(js, { tenant: TENANT, follow: false })) {
      count += Math.min(1, streamSequence);
    }
    return count;
  });
  report({ what: 'read back the stream', ...parsed, goal: GOALS.reading });
}

async function consumeRaw({ js }: OpenLog): Promise<number> {
  const consumer = await js.consumers.get(streamName(TENANT));
  const total = (await consumer.info()).num_pending;
  const messages = await consumer.consume({ max_messages: 500 });
  let count = 0;
  for await (const { data } of messages) {
    if (data.length > 0) count += 1;
    if (count === total) break;
  }
  await messages.close();
  return count;
}

async function measureFolds({ js }: OpenLog, { report, isQuick }: BenchContext): Promise<void> {
  const rebuilt = await rateOf(async () => {
    const logs = new Map<string, RecordedEvent[]>();
    let count = 0;
    for await (const { event } of subscribe(js, { tenant: TENANT, follow: false })) {
      const own = logs.get(event.entity);
      if (own) own.push(event);
      else logs.set(event.entity, [event]);
      count += 1;
    }
    for (const own of logs.values()) fold(order, own);
    return count;
  });
  report({ what: 'rebuild every state from the stream', ...rebuilt, goal: GOALS.reading });
  const own = JSON.parse(JSON.stringify(orderLog('folded', EVENTS_PER_ENTITY))) as RecordedEvent[];
  const rounds = isQuick ? 20 : 200;
  for (let round = 0; round < rounds / 10; round += 1) fold(order, own);
  const folded = await rateOf(() => {
    for (let round = 0; round < rounds; round += 1) fold(order, own);
    return rounds * EVENTS_PER_ENTITY;
  });
  report({ what: 'fold in process', ...folded, goal: GOALS.folding });
}

/** Through the consumer SDK: durable, each event acknowledged behind its handler. */
async function measureConsumer({ connection }: OpenLog, { report }: BenchContext): Promise<void> {
  await provisionDeadLetters(connection, {
    ...{ name: deadLetterStream(TENANT), subjects: deadLetterSubjects(TENANT), replicas: 1 },
  });
  let count = 0;
  const handle = (): Promise<void> => {
    count += 1;
    return Promise.resolve();
  };
  const consumer = createConsumer({ connection, tenant: TENANT, name: 'bench', handle });
  const ended = consumer.start();
  const consumed = await rateOf(async () => {
    await consumer.caughtUp();
    return count;
  });
  await consumer.stop();
  await ended;
  report({ what: 'consume with the SDK, acknowledged', ...consumed });
}

/** An export from the disk: chains, signatures, heads, and that the machines allow each transition. */
async function measureVerifying({ report, isQuick }: BenchContext): Promise<void> {
  const { eventsPerSecond, cpuMicrosecondsPerEvent } = await verifySpeed(isQuick ? 3_000 : 20_000);
  const perCpuSecond = Math.round(1_000_000 / cpuMicrosecondsPerEvent);
  report({ what: 'verify an export', value: eventsPerSecond, unit: 'events/s', perCpuSecond });
}

/** Appending to, reading back, consuming, folding and verifying a log, on a NATS server of its own. */
export async function logWorkload(context: BenchContext): Promise<void> {
  const nats = await startTestNats();
  try {
    const open = await nats.open(TENANT);
    const entities = await measureAppends(open, context);
    await measureReading(open, entities, context);
    await measureConsumer(open, context);
    await measureFolds(open, context);
  } finally {
    await nats.stop();
  }
  await measureVerifying(context);
}
