import type { ConsumerMessages, JetStreamClient, OrderedConsumerOptions } from '@nats-io/jetstream';
import type { Source } from './source.ts';

/** Events as they lie in the stream; the server keeps no progress. */
export async function orderedSource(
  js: JetStreamClient,
  stream: string,
  options: Partial<OrderedConsumerOptions>,
): Promise<Source> {
  const consumer = await js.consumers.get(stream, options);
  const onTheirWay = new Set<number>();
  let messages: ConsumerMessages | undefined;
  let last = 0;
  let taken = { consumer: '', deliverySequence: 0 };
  let isStopped = false;
  const goesOn = (): boolean => !isStopped;

  return {
    run: async (deliver) => {
      if (!goesOn()) return;
      messages = await consumer.consume();
      for await (const { seq, subject, data, headers, info } of messages) {
        onTheirWay.add(seq);
        last = seq;
        taken = info;
        const done = (): void => void onTheirWay.delete(seq);
        const deliveries = info.deliveryCount;
        await deliver({ streamSequence: seq, subject, data, headers, deliveries, done });
        // `for await` would go on with what the client has fetched already.
        if (!goesOn()) break;
      }
      const fault = await messages.closed();
      if (fault instanceof Error && goesOn()) throw fault;
    },
    stop: async () => {
      isStopped = true;
      await messages?.close();
    },
    release: () => Promise.resolve(),
    standing: async () => {
      const { name, num_pending, delivered } = await consumer.info();
      const first = Math.min(...onTheirWay);
      const floor = onTheirWay.size > 0 ? first - 1 : last;
      // What the server has handed out, but nobody has taken from the client yet. The client makes consumers anew.
      const before = taken.consumer === name ? taken.deliverySequence : 0;
      const fetched = delivered.consumer_seq - before;
      return { lag: num_pending + fetched + onTheirWay.size, floor };
    },
  };
}
