import {
  AckPolicy,
  JetStreamApiError,
  type Consumer as ServerConsumer,
  type ConsumerConfig,
  type ConsumerInfo,
  type ConsumerMessages,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { z } from 'zod';
import { pause } from '../promises.ts';
import type { Delivery, Source } from './source.ts';
import type { DeliverFrom } from './start.ts';

/** A message that nobody says anything about for this long is handed out again. */
const ACK_WAIT_MS = 5_000;
/**
 * The server gives everything to one of the processes that start under one name. Who asks for nothing for this long
 * loses its place to another.
 */
const PIN_MS = 5_000;
const GROUP = 'one';
const PIN_HEADER = 'Nats-Pin-Id';
/** A request for messages ends after this long and is made anew. */
const PULL_MS = 2_000;
const WORKING_EVERY_MS = ACK_WAIT_MS / 4;
const MAX_ACK_PENDING = 500;
const GATHER_EVERY_MS = 100;
const CONSUMER_NOT_FOUND = 10_014;

/** What a durable consumer is made of. */
export interface DurableOptions {
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly stream: string;
  readonly name: string;
  readonly filterSubjects: readonly string[];
  readonly from: DeliverFrom;
}

/**
 * Events of which the server remembers which are done.
 *
 * Every message is acknowledged by itself, so after a crash, or when a connection broke while messages were on their
 * way, the server hands out later messages before those again. Nothing is delivered then until all that the server
 * has handed out is here: what is delivered is always in stream order.
 */
export async function durableSource(options: DurableOptions): Promise<Source> {
  const consumer = await findOrCreate(options);
  const inHand = new Map<number, JsMsg>();
  const held = new Set<number>();
  let messages: ConsumerMessages | undefined;
  let lastDelivery = 0;
  let pin: string | undefined;
  let gaps = 0;
  let isGathering = false;
  let isStopped = false;
  const goesOn = (): boolean => !isStopped;

  const gather = async (deliver: (streamSequence: number) => void): Promise<void> => {
    gaps += 1;
    if (isGathering) return;
    isGathering = true;
    while (goesOn()) {
      const before = gaps;
      const info = await consumer.info().catch(() => undefined);
      if (info && gaps === before && hasAll(info, inHand)) break;
      await pause(GATHER_EVERY_MS);
    }
    isGathering = false;
    const found = [...held].sort((a, b) => a - b);
    held.clear();
    if (goesOn()) for (const streamSequence of found) deliver(streamSequence);
  };

  return {
    run: async (take) => {
      if (!goesOn()) return;
      const deliver = (streamSequence: number): void => {
        const message = inHand.get(streamSequence);
        if (message) void take(deliveryOf(message, inHand));
      };
      const callback = (message: JsMsg): void => {
        const { seq, info } = message;
        pin = message.headers?.get(PIN_HEADER) ?? pin;
        const isKnown = inHand.has(seq);
        inHand.set(seq, message);
        if (info.deliverySequence !== lastDelivery + 1) void gather(deliver);
        lastDelivery = info.deliverySequence;
        if (isKnown) return;
        if (isGathering) held.add(seq);
        else deliver(seq);
      };
      const working = setInterval(() => {
        for (const message of inHand.values()) message.working();
      }, WORKING_EVERY_MS);
      try {
        messages = await consumer.consume({
          ...{ callback, group: GROUP, expires: PULL_MS, max_messages: MAX_ACK_PENDING },
          abort_on_missing_resource: true,
        });
        const fault = await messages.closed();
        if (goesOn()) throw fault instanceof Error ? fault : new Error(`${options.name}: closed`);
      } finally {
        clearInterval(working);
      }
    },
    stop: async () => {
      isStopped = true;
      await messages?.close();
    },
    release: async () => {
      for (const message of inHand.values()) message.nak();
      // Whoever comes next need not wait until the server misses this process.
      if (pin === undefined || pinOf(await consumer.info()) !== pin) return;
      await options.jsm.consumers.unpin(options.stream, options.name, GROUP);
    },
    standing: async () => {
      const { num_pending, num_ack_pending, ack_floor } = await consumer.info();
      return { lag: num_pending + num_ack_pending, floor: ack_floor.stream_seq };
    },
  };
}

function deliveryOf(message: JsMsg, inHand: Map<number, JsMsg>): Delivery {
  const { seq, subject, data, headers, info } = message;
  const done = (): void => {
    // The latest of its deliveries: it may have come again meanwhile.
    inHand.get(seq)?.ack();
    inHand.delete(seq);
  };
  const deliveries = info.deliveryCount;
  return { streamSequence: seq, subject, data, headers, deliveries, done };
}

/** Whether all that the server has handed out and nobody has acknowledged is here. */
function hasAll(info: ConsumerInfo, inHand: ReadonlyMap<number, JsMsg>): boolean {
  const end = info.delivered.stream_seq;
  // What came behind the server's count is not part of it.
  const counted = [...inHand.keys()].filter((streamSequence) => streamSequence <= end);
  return counted.length >= info.num_ack_pending;
}

const pinnedSchema = z.object({
  priority_groups: z.array(z.object({ pinned_client_id: z.string().optional() })).optional(),
});

/** Who has everything now. The client library gives this part of the answer no type. */
function pinOf(info: ConsumerInfo): string | undefined {
  return pinnedSchema.safeParse(info).data?.priority_groups?.[0]?.pinned_client_id;
}

async function findOrCreate(options: DurableOptions): Promise<ServerConsumer> {
  const { js, jsm, stream, name, filterSubjects, from } = options;
  const found = await jsm.consumers.info(stream, name).catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND) return undefined;
    throw error;
  });
  if (found) assertSame(found.config, filterSubjects);
  else {
    await jsm.consumers.add(stream, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MS),
      max_ack_pending: MAX_ACK_PENDING,
      max_deliver: -1,
      priority_groups: [GROUP],
      priority_policy: 'pinned_client',
      priority_timeout: nanos(PIN_MS),
      filter_subjects: [...filterSubjects],
      ...from,
    });
  }
  return js.consumers.get(stream, name);
}

function assertSame(config: ConsumerConfig, filterSubjects: readonly string[]): void {
  const { durable_name: name = '', filter_subject, filter_subjects } = config;
  const before = filter_subjects ?? (filter_subject === undefined ? [] : [filter_subject]);
  if ([...before].sort().join() === [...filterSubjects].sort().join()) return;
  throw new Error(
    `The consumer ${name} has taken ${before.join(', ')} so far, not ${filterSubjects.join(', ')}: what it missed would be missing for ever. Forget it and begin anew, or choose another name.`,
  );
}
