import type { JetStreamClient } from '@nats-io/jetstream';
import type { PersonalData } from '../personal-data/index.ts';
import { streamName } from '../consumer/index.ts';
import { storedEvent, type StoredEvent } from './stored-event.ts';

/** With fewer, waiting for the next ones takes longer than reading them. */
const PULLED_AT_ONCE = 500;

/** Which events, and until when. */
export interface Subscription {
  readonly tenant: string;
  /** Only this journey and its children. */
  readonly journey?: string;
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
 * Events from the beginning of the log, in stream order. Keeps no state on the server: for people, rebuilds and tests.
 * @throws Error when a stored message is no event of certway; EngineError as `personal.open`
 */
export async function* subscribe(
  js: JetStreamClient,
  subscription: Subscription,
): AsyncGenerator<StoredEvent> {
  const consumer = await js.consumers.get(streamName(subscription.tenant), {
    filter_subjects: filtersOf(subscription),
  });
  let left = (await consumer.info()).num_pending;
  if (left === 0 && !subscription.follow) return;
  const messages = await consumer.consume({ max_messages: PULLED_AT_ONCE });
  const stop = (): void => {
    messages.stop();
  };
  subscription.signal?.addEventListener('abort', stop);
  if (subscription.signal?.aborted) stop();
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

function filtersOf({ tenant, journey = '*', type, received }: Subscription): string[] {
  const entity = `certway.${tenant}.${journey}.*.*`;
  const name = type ?? '*';
  return [`${entity}.${name}`, ...(received ? [`${entity}.received.${name}`] : [])];
}
