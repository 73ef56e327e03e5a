import type { JetStreamClient } from '@nats-io/jetstream';
import { streamName } from '../../services/event-log/index.ts';
import { writeExport, type ExportedMessage } from '../../services/export/index.ts';

/** Exports all of a tenant's log, without heads and keys. @returns how many events */
export async function exportLog(
  js: JetStreamClient,
  tenant: string,
  folder: string,
): Promise<number> {
  const stream = streamName(tenant);
  const consumer = await js.consumers.get(stream);
  const count = (await consumer.info()).num_pending;
  async function* entries(): AsyncGenerator<{ readonly message: ExportedMessage }> {
    if (count === 0) return;
    const messages = await consumer.consume();
    for await (const message of messages) {
      const { seq, subject } = message;
      const own = Object.fromEntries([...(message.headers ?? [])]);
      const time = message.timestamp;
      yield { message: { seq, subject, time, headers: own, data: message.string() } };
      if (seq >= count) break;
    }
    await messages.close();
  }
  async function* none(): AsyncGenerator<never> {
    // There are no heads.
  }
  const exportedAt = new Date().toISOString();
  const more = { tenant, stream, exportedAt, lastSequence: count, keys: {} };
  await writeExport(folder, { ...more, entries: entries(), heads: none() });
  return count;
}
