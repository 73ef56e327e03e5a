import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decryptText,
  encryptText,
  referenceIn,
  subjectKey,
} from '../../../../services/personal-data/cipher.ts';
import { ENCRYPTED_TEXT } from '../../../../machines/engine/index.ts';

const key = subjectKey('a'.repeat(32), Buffer.alloc(32, 1));
const other = subjectKey('b'.repeat(32), Buffer.alloc(32, 2));
const place = { tenant: 'acme', eventId: 'globex-27001:7', path: ['reasons', '0'] };
const elsewhere = [
  { ...place, tenant: 'initech' },
  { ...place, eventId: 'globex-27001:8' },
  { ...place, path: ['reasons', '1'] },
  { ...place, path: ['reasons.0'] },
];

describe('the cipher of personal texts', () => {
  it('given any text, when it is encrypted and read in its place, then it comes back, also empty and beyond the plane of the alphabet', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const stored = encryptText(key, place, text);
        expect(stored).toMatch(ENCRYPTED_TEXT);
        expect(referenceIn(stored)).toBe(key.reference);
        expect(decryptText(key, place, stored)).toBe(text);
      }),
    );
    for (const text of ['', 'ß', '漢字', '👩‍🔬', '\u0000']) {
      expect(decryptText(key, place, encryptText(key, place, text))).toBe(text);
    }
  });

  it('given the same text, when it is encrypted again in the same place, then the bytes are the same; in another place or under another key they are not', () => {
    const stored = encryptText(key, place, 'illness');
    expect(encryptText(key, { ...place }, 'illness')).toBe(stored);
    for (const one of elsewhere) expect(encryptText(key, one, 'illness')).not.toBe(stored);
    expect(encryptText(other, place, 'illness').slice(40)).not.toBe(stored.slice(40));
  });

  it('given two texts of one place, when both are encrypted, then they do not share a nonce', () => {
    const nonces = ['illness', 'holiday'].map((text) => nonceOf(encryptText(key, place, text)));
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('given an encrypted text, when it is read in another place, then it is found out', () => {
    const stored = encryptText(key, place, 'illness');
    for (const one of elsewhere) {
      expect(() => decryptText(key, one, stored)).toThrow('belongs in another place');
    }
    const renamed = stored.replace(key.reference, other.reference);
    expect(() => decryptText(other, place, renamed)).toThrow('was changed');
  });

  it('given an encrypted text, when any bit of it is changed or its end is cut off, then it is found out', () => {
    const stored = encryptText(key, place, 'illness');
    const start = stored.lastIndexOf(':') + 1;
    const body = Buffer.from(stored.slice(start), 'base64url');
    fc.assert(
      fc.property(fc.nat(body.length * 8 - 1), (bit) => {
        const changed = Buffer.from(body);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const forged = stored.slice(0, start) + changed.toString('base64url');
        expect(() => decryptText(key, place, forged)).toThrow('was changed');
      }),
    );
    expect(() => decryptText(key, place, stored.slice(0, -4))).toThrow('was changed');
  });

  it('given clear texts, when a reference is looked for, then there is none', () => {
    const clear = ['', 'enc:v1:', 'enc:v1:abc:def', 'illness', `enc:v1:${'a'.repeat(32)}:short`];
    expect(clear.map(referenceIn)).toEqual(clear.map(() => undefined));
  });
});

function nonceOf(stored: string): string {
  return Buffer.from(stored.slice(stored.lastIndexOf(':') + 1), 'base64url')
    .subarray(0, 12)
    .toString('hex');
}
