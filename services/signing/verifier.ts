import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { keyIdOf } from './key-id.ts';

/** A signature and what it is of. */
export interface Signed {
  readonly keyId: string;
  /** As `Signer.sign` gives it. */
  readonly signature: string;
  readonly bytes: Uint8Array | string;
}

/** Verifies signatures of known keys. */
export interface Verifier {
  /** Ids of the known keys. */
  readonly keyIds: ReadonlySet<string>;
  /** Whether a known key has made the signature; never throws. */
  readonly verify: (signed: Signed) => boolean;
  /** The same beside everything else, on the threads that Node keeps for it. */
  readonly verifyLater: (signed: Signed) => Promise<boolean>;
}

/** @returns 64 bytes; a signature written in any other way would be a second one of the same bytes */
function signatureBytes(signature: string): Buffer | undefined {
  const bytes = Buffer.from(signature, 'base64url');
  return bytes.toString('base64url') === signature ? bytes : undefined;
}

/**
 * Makes a verifier.
 * @param publicKeys - also those that sign no longer: what they have signed stays
 * @throws Error when one of them is not an Ed25519 key
 */
export function createVerifier(publicKeys: readonly KeyObject[]): Verifier {
  const keys = new Map(publicKeys.map((key) => [keyIdOf(key), publicKeyOf(key)]));
  return {
    keyIds: new Set(keys.keys()),
    verify: ({ keyId, signature, bytes }) => {
      const key = keys.get(keyId);
      const given = signatureBytes(signature);
      return (
        key !== undefined && given !== undefined && verify(null, Buffer.from(bytes), key, given)
      );
    },
    verifyLater: ({ keyId, signature, bytes }) =>
      new Promise((resolve) => {
        const key = keys.get(keyId);
        const given = signatureBytes(signature);
        if (!key || !given) resolve(false);
        else
          verify(null, Buffer.from(bytes), key, given, (error, isGood) =>
            resolve(!error && isGood),
          );
      }),
  };
}

function publicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}
