import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { EngineError } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { createFile, ensureFolder, readIfThere, replaceFile } from './files.ts';

/** A key that is stored encrypted by a master key. */
export interface Wrapped {
  /** Id of the master key. */
  readonly master: string;
  /** Base64url of nonce, ciphertext and tag. */
  readonly key: string;
}

interface MasterKey {
  readonly id: string;
  readonly key: Buffer;
}

/** The master keys of a tenant; the first one wraps, each unwraps what it has wrapped. */
export interface MasterKeys {
  /** Id of the first. */
  readonly active: string;
  readonly ids: readonly string[];
  /** @param name - bound to the result: it is unwrapped under the same name only */
  readonly wrap: (key: Uint8Array, name: string) => Wrapped;
  /** @throws EngineError `KEY_RING_INVALID` when the master key is not there or is another one */
  readonly unwrap: (wrapped: Wrapped, name: string) => Buffer;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const COMMENT =
  '# Master keys of personal data, base64 of 32 bytes each, the first one is used. Keep them apart from the key ring.';

/** Creates a file with one master key unless there is a file. */
export function ensureMasterKeys(path: string): void {
  ensureFolder(dirname(path));
  if (readIfThere(path) === undefined) createFile(path, fileOf([randomBytes(KEY_BYTES)]));
}

/**
 * Reads the master keys: a file with 32 bytes as base64 per line.
 * @throws EngineError `KEY_RING_NOT_FOUND` without the file, `KEY_RING_INVALID`
 */
export function readMasterKeys(path: string): MasterKeys {
  const keys = keysIn(path);
  const [active] = keys;
  if (!active) throw invalid(path, say('ring.noKey', 'it holds no key'));
  return {
    active: active.id,
    ids: keys.map(({ id }) => id),
    wrap: (key, name) => ({ master: active.id, key: wrapped(active, key, name) }),
    unwrap: (given, name) => {
      const master = keys.find(({ id }) => id === given.master);
      if (!master) {
        const values = { master: given.master, name };
        throw invalid(
          path,
          say('ring.masterGone', 'the master key {master} of {name} is not in it', values),
        );
      }
      return unwrapped(master, given.key, name);
    },
  };
}

/** Master keys that may be added while processes run. */
export interface Masters extends Pick<MasterKeys, 'unwrap'> {
  /** As the file is now. */
  readonly current: () => MasterKeys;
}

/** Reads the master keys again when one is asked for that is not known. @throws as {@link readMasterKeys} */
export function createMasters(path: string): Masters {
  let known = readMasterKeys(path);
  const current = (): MasterKeys => (known = readMasterKeys(path));
  return {
    current,
    unwrap: (wrapped, name) =>
      (known.ids.includes(wrapped.master) ? known : current()).unwrap(wrapped, name),
  };
}

/** Puts a new master key before those in the file. */
export function addMasterKey(path: string): void {
  replaceFile(path, fileOf([randomBytes(KEY_BYTES), ...keysIn(path).map(({ key }) => key)]));
}

/** Leaves only the first master key in the file. */
export function dropOldMasterKeys(path: string): void {
  replaceFile(
    path,
    fileOf(
      keysIn(path)
        .slice(0, 1)
        .map(({ key }) => key),
    ),
  );
}

function fileOf(keys: readonly Buffer[]): string {
  return `${[COMMENT, ...keys.map((key) => key.toString('base64'))].join('\n')}\n`;
}

function keysIn(path: string): readonly MasterKey[] {
  const text = readIfThere(path);
  if (text === undefined) {
    throw new EngineError(
      'KEY_RING_NOT_FOUND',
      say(
        'ring.noMasterKeys',
        'There are no master keys {path}: without them no key of the ring can be used. Put the file back; only where nothing was ever encrypted with it, name an empty folder in CERTWAY_KEY_RING.',
        { path },
      ),
    );
  }
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const key = Buffer.from(line, 'base64');
      if (key.length !== KEY_BYTES) {
        throw invalid(path, say('ring.badLine', 'a line is not the base64 of 32 bytes'));
      }
      return {
        id: createHash('sha256')
          .update('certway master key')
          .update(key)
          .digest('hex')
          .slice(0, 16),
        key,
      };
    });
}

function wrapped({ key }: MasterKey, secret: Uint8Array, name: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(name));
  const body = [nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(body).toString('base64url');
}

function unwrapped({ key, id }: MasterKey, text: string, name: string): Buffer {
  const body = Buffer.from(text, 'base64url');
  const decipher = createDecipheriv(ALGORITHM, key, body.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(name))
    .setAuthTag(body.subarray(-TAG_BYTES));
  try {
    const secret = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([secret, decipher.final()]);
  } catch {
    throw new EngineError(
      'KEY_RING_INVALID',
      say(
        'ring.keyChanged',
        'The key of {name} was changed, or was not wrapped by the master key {id}: put the file of the ring back from a backup.',
        { name, id },
      ),
    );
  }
}

function invalid(path: string, why: string): EngineError {
  return new EngineError(
    'KEY_RING_INVALID',
    say('ring.masterKeysInvalid', 'The master keys {path} cannot be used: {why}.', { path, why }),
  );
}
