import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import type { ConsumerOptions } from './options.ts';
import { deadLetterStream, deadLetterSubjects, streamName } from './subjects.ts';

const CONSUMER_NOT_FOUND = 10_014;

/**
 * Removes what the server keeps of a consumer that does not run: its progress and its dead letters. Whoever then empties
 * what the handler has stored and starts the consumer again rebuilds from zero.
 */
export async function forgetConsumer(
  options: Pick<ConsumerOptions, 'connection' | 'tenant'> & { readonly name: string },
): Promise<void> {
  const { connection, tenant, name } = options;
  const jsm = await jetstreamManager(connection);
  await jsm.consumers.delete(streamName(tenant), name).catch((error: unknown) => {
    const isGone = error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND;
    if (!isGone) throw error;
  });
  const filter = deadLetterSubjects(tenant, name);
  await jsm.streams.purge(deadLetterStream(tenant), { filter });
}
