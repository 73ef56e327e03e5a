import { headers, type MsgHdrs } from '@nats-io/nats-core';
import type { Signer } from '../signing/index.ts';

const SIGNATURE = 'Certway-Signature';
const KEY = 'Certway-Key';

/** Who says to have written an event. */
export interface EventSignature {
  readonly keyId: string;
  /** Ed25519 over the stored bytes, base64url. */
  readonly signature: string;
}

/** What is stored beside the bytes of an event. */
export function headersOf(body: string, signer: Signer | undefined): MsgHdrs {
  const made = headers();
  made.set('Content-Type', 'application/cloudevents+json');
  if (!signer) return made;
  made.set(SIGNATURE, signer.sign(body));
  made.set(KEY, signer.keyId);
  return made;
}

/** The signature in the headers of a stored message; `undefined` when there is none. */
export function signatureOf(given: MsgHdrs | undefined): EventSignature | undefined {
  const [keyId, signature] = [given?.get(KEY), given?.get(SIGNATURE)];
  return keyId && signature ? { keyId, signature } : undefined;
}
