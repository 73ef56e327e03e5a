import type { JetStreamClient } from '@nats-io/jetstream';
import { streamName, parseSubject } from '../consumer/index.ts';

/** How much of a subject's texts an entity's log holds. */
export interface SubjectUse {
  /** Workflow id. */
  readonly entity: string;
  readonly events: number;
  /** Encrypted texts, and hashes of payloads with them. */
  readonly values: number;
}

/**
 * Looks for the encrypted texts of a subject in a tenant's whole log, by the bytes: also those that nobody can read.
 * @param given - the reference, and who is told how far it is
 */
export async function usesOf(
  js: JetStreamClient,
  given: {
    readonly tenant: string;
    readonly reference: string;
    readonly signal: AbortSignal;
    readonly onProgress: (done: number, of: number) => void;
  },
): Promise<readonly SubjectUse[]> {
  const { tenant, reference, signal, onProgress } = given;
  const consumer = await js.consumers.get(streamName(tenant), {
    filter_subjects: [`certway.${tenant}.>`],
  });
  const total = (await consumer.info()).num_pending;
  if (total === 0) return [];
  const uses = new Map<string, SubjectUse>();
  const messages = await consumer.consume();
  let done = 0;
  for await (const message of messages) {
    count(uses, parseSubject(message.subject)?.entity, valuesIn(message.string(), reference));
    done += 1;
    if (done % PROGRESS_EVERY === 0) onProgress(done, total);
    if (done >= total || signal.aborted) break;
  }
  await messages.close();
  return [...uses.values()];
}

const PROGRESS_EVERY = 10_000;

function valuesIn(stored: string, reference: string): number {
  return stored.split(`enc:v1:${reference}:`).length - 1;
}

function count(uses: Map<string, SubjectUse>, entity: string | undefined, found: number): void {
  if (found === 0 || entity === undefined) return;
  const { events = 0, values = 0 } = uses.get(entity) ?? {};
  uses.set(entity, { entity, events: events + 1, values: values + found });
}
