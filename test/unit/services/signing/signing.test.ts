import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSigner, createVerifier, keyIdOf } from '../../../../services/signing/index.ts';

/** RFC 8037, appendix A: key, thumbprint and signature. */
const rfc = {
  jwk: {
    ...{ kty: 'OKP', crv: 'Ed25519' },
    d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  },
  thumbprint: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  signed: 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc',
  signature:
    'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
};
const privateKey = createPrivateKey({ format: 'jwk', key: rfc.jwk });
const signer = createSigner(privateKey);
const verifier = createVerifier([createPublicKey(privateKey)]);
const signed = { keyId: signer.keyId, signature: rfc.signature, bytes: rfc.signed };

describe('signing', () => {
  it('given the key of RFC 8037, when it signs, then id and signature are those of the RFC', () => {
    expect(signer.keyId).toBe(rfc.thumbprint);
    expect(keyIdOf(createPublicKey(privateKey))).toBe(rfc.thumbprint);
    expect(signer.sign(rfc.signed)).toBe(rfc.signature);
    expect(signer.sign(new TextEncoder().encode(rfc.signed))).toBe(rfc.signature);
  });

  it('given a signature, when verified, then only the same bytes, key and form pass', () => {
    expect(verifier.verify(signed)).toBe(true);
    expect(verifier.keyIds).toEqual(new Set([rfc.thumbprint]));
    const changes = [
      { bytes: `${rfc.signed} ` },
      { keyId: 'another' },
      { signature: `A${rfc.signature.slice(1)}` },
      { signature: `${rfc.signature}=` },
      { signature: rfc.signature.slice(1) },
      { signature: '' },
    ];
    for (const change of changes) expect(verifier.verify({ ...signed, ...change })).toBe(false);
  });

  it('given a key that signs no longer, when what it signed is verified, then it passes', () => {
    const next = generateKeyPairSync('ed25519');
    const both = createVerifier([next.publicKey, createPublicKey(privateKey)]);
    const { keyId, sign } = createSigner(next.privateKey);
    expect(both.verify(signed)).toBe(true);
    expect(both.verify({ keyId, signature: sign('x'), bytes: 'x' })).toBe(true);
    expect(verifier.verify({ keyId, signature: sign('x'), bytes: 'x' })).toBe(false);
  });

  it('given a key of another kind, when used, then it is refused', () => {
    const { privateKey: other, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => createSigner(other)).toThrow('a key must be Ed25519, not ec');
    expect(() => createVerifier([publicKey])).toThrow('a key must be Ed25519, not ec');
    expect(() => createSigner(createPublicKey(privateKey))).toThrow('signing needs a private key');
  });
});
