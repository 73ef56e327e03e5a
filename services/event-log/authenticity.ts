import type { JetStreamClient } from '@nats-io/jetstream';
import type { Verifier } from '../signing/index.ts';
import { conflictOf } from './conflict.ts';
import { signatureOf, type EventSignature } from './signature.ts';
import type { StoredEvent } from './stored-event.ts';

/** Tells authentic events from others. */
export interface Authenticity {
  /** @throws ChainBrokenError at the first event that no known key has signed */
  assertAuthentic(entity: string, events: readonly SignedEvent[]): Promise<void>;
}

/** An event with the bytes that its signature is of. */
export interface SignedEvent {
  readonly stored: StoredEvent;
  readonly bytes: Uint8Array;
}

/**
 * What is wrong with a signature, as the end of a sentence that begins with the event.
 * @returns `undefined` when a known key has made it of these bytes
 */
function signatureFault(
  verifier: Verifier,
  bytes: Uint8Array,
  signature: EventSignature | undefined,
): string | undefined {
  if (!signature) return 'is not signed';
  const { keyId } = signature;
  if (!verifier.keyIds.has(keyId)) {
    return `is signed with the key ${keyId}, which is not known here: if it is one of ours, put its public part into the folder of keys`;
  }
  return verifier.verify({ ...signature, bytes })
    ? undefined
    : `bears a signature that the key ${keyId} has not made of it`;
}

/**
 * Holds events against the known keys. An event without a signature is authentic only when it lies before everything
 * that was signed: a log may be older than its key. The boundary is looked up where it matters, and stays.
 */
export function authenticity(given: {
  readonly js: JetStreamClient;
  readonly stream: string;
  readonly verifier: Verifier;
}): Authenticity {
  const { js, stream, verifier } = given;
  let since: number | undefined;
  return {
    assertAuthentic: async (entity, events) => {
      for (const { stored, bytes } of events) {
        const fault = signatureFault(verifier, bytes, stored.signature);
        if (fault === undefined) continue;
        if (stored.signature) throw conflictOf(entity, stored, fault);
        since ??= await signedSince(js, stream, verifier);
        if (since === undefined || stored.streamSequence < since) continue;
        const from = `everything from stream sequence ${String(since)} on is`;
        throw conflictOf(entity, stored, `${fault}, and ${from}`);
      }
    },
  };
}

/**
 * The first event of a stream that a known key has signed. In a log that was signed from its beginning it is the first
 * of all; otherwise everything before it is read.
 * @returns its stream sequence; `undefined` when there is none
 */
async function signedSince(
  js: JetStreamClient,
  stream: string,
  verifier: Verifier,
): Promise<number | undefined> {
  const consumer = await js.consumers.get(stream);
  let left = (await consumer.info()).num_pending;
  if (left === 0) return undefined;
  const messages = await consumer.consume();
  try {
    for await (const message of messages) {
      const signature = signatureOf(message.headers);
      if (signature && verifier.verify({ ...signature, bytes: message.data })) return message.seq;
      left -= 1;
      if (left <= 0) return undefined;
    }
    return undefined;
  } finally {
    await messages.close();
  }
}
