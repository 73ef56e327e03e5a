import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * Names a key: the thumbprint of its public part (RFC 7638, members as RFC 8037 has them), base64url, 43 characters.
 * @param key - Ed25519, public or private
 * @throws Error when the key is of another kind
 */
export function keyIdOf(key: KeyObject): string {
  const { x } = publicPart(key).export({ format: 'jwk' });
  // The members in this order and without a space: other bytes would give another name.
  const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x });
  return createHash('sha256').update(members).digest('base64url');
}

/** @throws Error when the key is not Ed25519 */
function publicPart(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`a key must be Ed25519, not ${key.asymmetricKeyType ?? key.type}`);
  return key.type === 'private' ? createPublicKey(key) : key;
}
