import { headers, type MsgHdrs } from '@nats-io/nats-core';
import type { Signer } from '../signing/index.ts';

/** Header with the Ed25519 signature over the stored bytes, base64url. */
export const SIGNATURE_HEADER = 'Certway-Signature';
/** Header with the id of the key that made it. */
export const KEY_HEADER = 'Certway-Key';

/** Who says to have written an event. */
export interface EventSignature {
  readonly keyId: string;
  /** Ed25519 over the stored bytes, base64url. */
  readonly signature: string;
}

/** What is stored beside the bytes of an event. */
export function headersOf(body: string, signer: Signer | undefined): MsgHdrs {
  return signedHeaders('application/cloudevents+json', body, signer);
}

/** The headers of a message: what its body is, and who has signed it. */
export function signedHeaders(
  contentType: string,
  body: string,
  signer: Signer | undefined,
): MsgHdrs {
  const made = headers();
  made.set('Content-Type', contentType);
  if (!signer) return made;
  made.set(SIGNATURE_HEADER, signer.sign(body));
  made.set(KEY_HEADER, signer.keyId);
  return made;
}

/** The signature in the headers of a stored message; `undefined` when there is none. */
export function signatureOf(given: MsgHdrs | undefined): EventSignature | undefined {
  const [keyId, signature] = [given?.get(KEY_HEADER), given?.get(SIGNATURE_HEADER)];
  return keyId && signature ? { keyId, signature } : undefined;
}
