import {
  DeliverPolicy,
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { createAttempt } from './attempt.ts';
import {
  deliverFrom,
  durableSource,
  orderedSource,
  startSequence,
  type Source,
  type Standing,
} from './delivery/index.ts';
import { createParking, deadLetters } from './letters/index.ts';
import { NO_COUNTS, type Counts } from './metrics.ts';
import type { Consumer, ConsumerOptions } from './options.ts';
import { createQueue } from './queue.ts';
import { atMost, pause, withResolvers } from './promises.ts';
import { filterSubjects, streamName } from './subjects.ts';
import { createWorker, type Work } from './worker.ts';

const POLL_MS = 50;
const GIVE_BACK_MS = 1_000;
const namePattern = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Prepares a consumer; nothing happens before its start.
 * @throws TypeError when name, filter or beginning are none
 */
export function createConsumer(options: ConsumerOptions): Consumer {
  const { connection, tenant, name, from = 'beginning', signal } = options;
  if (name !== undefined && !namePattern.test(name))
    throw new TypeError(`'${name}' is no name of a consumer: letters, digits, _ and -, at most 64`);
  const filters = filterSubjects(tenant, options.filter);
  const beginning = deliverFrom(from);
  const stream = streamName(tenant);
  const counts: Record<keyof Counts, number> = { ...NO_COUNTS };
  const count = (what: keyof Counts): void => {
    counts[what] += 1;
  };
  const stopping = new AbortController();
  const opened = withResolvers();
  opened.promise.catch(() => undefined);
  let source: Source | undefined;
  let ending: Promise<void> | undefined;

  const js = jetstream(connection);
  const letters = deadLetters(tenant, js);
  const parking = createParking(letters);
  const attempt = createAttempt({ ...options, count, signal: stopping.signal });
  const worker = createWorker({ ...options, attempt, parking, count });
  const queue = createQueue<Work>(options.concurrency ?? 1, (task) => worker.work(task, redrive));
  const redrive = (entity: string): void => {
    const task = worker.redriveOf(entity);
    if (task) void queue.add(task);
  };

  const openDurable = async (durable: string, jsm: JetStreamManager): Promise<Source> => {
    const entities = new Set<string>();
    let isLoaded = false;
    await letters.follow(durable, {
      signal: stopping.signal,
      onLetter: (letter) => {
        // Of what comes later, only what others have redriven is news.
        if (isLoaded && letter.note.state !== 'redriven') return;
        parking.note(letter);
        entities.add(letter.note.entity);
        if (isLoaded) redrive(letter.note.entity);
      },
    });
    isLoaded = true;
    for (const entity of entities) redrive(entity);
    return durableSource({
      js,
      jsm,
      stream,
      name: durable,
      filterSubjects: filters,
      from: beginning,
    });
  };
  const open = async (): Promise<Source> => {
    if (name === undefined)
      return orderedSource(js, stream, {
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: await startSequence(js, stream, from),
        filter_subjects: filters,
      });
    return openDurable(name, await jetstreamManager(connection));
  };
  const end = async (): Promise<void> => {
    stopping.abort();
    await source?.stop();
    await queue.stop();
    if (connection.isClosed()) return;
    // Without a server there is nobody to tell; it hands everything out again anyway.
    await atMost(GIVE_BACK_MS, giveBack());
  };
  const giveBack = async (): Promise<void> => {
    await source?.release();
    await connection.flush();
  };
  const stop = (): Promise<void> => (ending ??= end());
  signal?.addEventListener('abort', () => void stop(), { once: true });

  return {
    name: name ?? 'unnamed',
    counts,
    stop,
    start: async () => {
      try {
        if (source) throw new Error('a consumer starts once');
        if (signal?.aborted) return;
        source = await open();
        opened.resolve();
        if (stopping.signal.aborted) return;
        const running = source.run((delivery) => queue.add(worker.workOf(delivery)));
        await Promise.race([running, queue.ended]);
      } finally {
        opened.reject(new Error('the consumer has not started'));
        await stop();
      }
    },
    lag: async () => {
      await opened.promise;
      return (await source?.standing())?.lag ?? 0;
    },
    caughtUp: async () => {
      await opened.promise;
      const target = await lastSequence(js, stream);
      while (!(await source?.standing().then(isBehind(target), () => false))) {
        if (stopping.signal.aborted)
          throw new Error('the consumer was stopped before it had caught up');
        await pause(POLL_MS);
      }
    },
  };
}

/** Whether everything up to a stream sequence is done. */
function isBehind(target: number): (standing: Standing) => boolean {
  return ({ lag, floor }) => lag === 0 || floor >= target;
}

async function lastSequence(js: JetStreamClient, stream: string): Promise<number> {
  const jsm = await js.jetstreamManager();
  return (await jsm.streams.info(stream)).state.last_seq;
}
