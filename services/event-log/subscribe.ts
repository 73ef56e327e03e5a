import { DeliverPolicy, type ConsumerMessages, type JetStreamClient } from '@nats-io/jetstream';
import { filterSubjects, startSequence, streamName, type From } from '../consumer/index.ts';
import type { PersonalData } from '../personal-data/index.ts';
import { storedEvent, type StoredEvent } from './stored-event.ts';

/** With fewer, waiting for the next ones takes longer than reading them. */
const PULLED_AT_ONCE = 500;

/** Which events, and until when. */
export interface Subscription {
  readonly tenant: string;
  /** Where to begin. @defaultValue 'beginning' */
  readonly from?: From;
  /** Only this journey and its children. */
  readonly journey?: string;
  /** Only events of entities of this machine. */
  readonly machine?: string;
  /** Only events of this name, e.g. `CertificateIssued`. */
  readonly type?: string;
  /** Whether to wait for further events after those that are there. */
  readonly follow: boolean;
  /** Whether receivers' copies of other entities' events are wanted too. @defaultValue false */
  readonly received?: boolean;
  /** How personal texts are read. @defaultValue as without a key ring */
  readonly personal?: PersonalData;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
}

/**
 * Events in stream order. Keeps no state on the server: for people, rebuilds and tests.
 * @throws Error when a stored message is no event of certway; EngineError as `personal.open`
 */
export async function* subscribe(
  js: JetStreamClient,
  subscription: Subscription,
): AsyncGenerator<StoredEvent> {
  const { tenant, from = 'beginning' } = subscription;
  const stream = streamName(tenant);
  const consumer = await js.consumers.get(stream, {
    filter_subjects: filtersOf(subscription),
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: await startSequence(js, stream, from),
  });
  let left = (await consumer.info()).num_pending;
  if (left === 0 && !subscription.follow) return;
  const messages = await consumer.consume({ max_messages: PULLED_AT_ONCE });
  const stop = stopping(messages, subscription.signal);
  try {
    for await (const message of messages) {
      yield storedEvent(message, subscription.personal);
      left -= 1;
      if (left <= 0 && !subscription.follow) break;
    }
  } finally {
    subscription.signal?.removeEventListener('abort', stop);
    await messages.close();
  }
}

/** Lets a signal end the messages; what it gives is to be taken off the signal at the end. */
function stopping(messages: ConsumerMessages, signal?: AbortSignal): () => void {
  const stop = (): void => {
    messages.stop();
  };
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  return stop;
}

function filtersOf({ tenant, type = '*', ...filter }: Subscription): string[] {
  return filterSubjects(tenant, filter).map((subject) => subject.replace(/\*$/, type));
}
