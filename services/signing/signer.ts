import { sign, type KeyObject } from 'node:crypto';
import { keyIdOf } from './key-id.ts';

/** Signs bytes with one key. */
export interface Signer {
  /** As `keyIdOf`; whoever verifies finds the public key by it. */
  readonly keyId: string;
  /** @returns the Ed25519 signature (RFC 8032) of the bytes, of a text's UTF-8; base64url, 86 characters */
  readonly sign: (bytes: Uint8Array | string) => string;
}

/**
 * Makes a signer.
 * @throws Error when the key is not a private Ed25519 key
 */
export function createSigner(privateKey: KeyObject): Signer {
  if (privateKey.type !== 'private') throw new Error('signing needs a private key');
  return {
    keyId: keyIdOf(privateKey),
    sign: (bytes) => sign(null, Buffer.from(bytes), privateKey).toString('base64url'),
  };
}
