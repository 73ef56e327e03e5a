import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ensureEventKey,
  ensureKey,
  publicKeys,
  readerKeys,
  writerKeys,
} from '../../../../infra/keys/index.ts';
import { keyIdOf } from '../../../../services/signing/index.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'certway-keys-'));
  folder = join(parent, 'keys');
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

describe('folder of keys', () => {
  it('given none, when a key is ensured, then it is there once, for its owner only, and stays', () => {
    const key = ensureKey(folder, 'events');
    const id = keyIdOf(key);
    expect(statSync(join(folder, 'events.pem')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toEqual([`events.${id}.pub.pem`, 'events.pem'].sort());
    expect(keyIdOf(ensureKey(folder, 'events'))).toBe(id);
    expect(publicKeys(folder, 'events').map(keyIdOf)).toEqual([id]);
    expect(publicKeys(folder, 'event')).toEqual([]);
  });

  it('given a key, when it is replaced, then what the former one has signed is still verified', () => {
    ensureEventKey(folder);
    const { signer } = writerKeys(folder);
    const signed = { keyId: signer.keyId, signature: signer.sign('x'), bytes: 'x' };
    rmSync(join(folder, 'events.pem'));
    ensureEventKey(folder);
    const now = writerKeys(folder);
    expect(now.signer.keyId).not.toBe(signer.keyId);
    expect(now.verifier.keyIds).toEqual(new Set([now.signer.keyId, signer.keyId]));
    expect(now.verifier.verify(signed)).toBe(true);
    expect(readerKeys(folder).verifier?.verify(signed)).toBe(true);
  });

  it('given no key, when a writer asks for one, then it is told what to do; a reader verifies nothing', () => {
    expect(() => writerKeys(folder)).toThrow(
      `There is no key ${join(folder, 'events.pem')}: copy the one of the other workers, or create the first with ` +
        `\`openssl genpkey -algorithm ed25519 -out ${join(folder, 'events.pem')}\`, or name its folder in CERTWAY_KEYS_DIR.`,
    );
    expect(readerKeys(folder)).toEqual({});
  });

  it.each(['not a key', 'a key of another kind'])(
    'given %s, when read, then the file is named',
    (kind) => {
      ensureKey(folder, 'events');
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const text =
        kind === 'not a key' ? kind : privateKey.export({ format: 'pem', type: 'pkcs8' });
      writeFileSync(join(folder, 'events.pem'), text);
      expect(() => writerKeys(folder)).toThrow(`The key ${join(folder, 'events.pem')} cannot be`);
    },
  );
});
