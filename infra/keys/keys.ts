import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { say } from '../../machines/text/index.ts';
import { keyIdOf } from '../../services/signing/index.ts';
import { StartError } from '../start-error.ts';

const OWNER_ONLY = 0o600;
const SUFFIX = '.pub.pem';

/**
 * The private key `<folder>/<name>.pem` (PKCS#8).
 * @throws StartError `KEY_NOT_FOUND`, `KEY_INVALID`
 */
export function readKey(folder: string, name: string): KeyObject {
  const path = privatePath(folder, name);
  if (!existsSync(path)) {
    throw new StartError(
      'KEY_NOT_FOUND',
      say(
        'start.noKey',
        'There is no key {path}: copy the one of the other workers, or create the first with `{command}`, or name its folder in CERTWAY_KEYS_DIR.',
        { path, command: `openssl genpkey -algorithm ed25519 -out ${path}` },
      ),
    );
  }
  return parse(path, createPrivateKey);
}

/**
 * As {@link readKey}; creates the key when there is none, readable by its owner only. Its public part is kept beside it
 * as `<name>.<key id>.pub.pem`, and stays there when the key is replaced. For the one who sets up a data
 * folder, never for one of several workers: each would sign with a key that the others do not know.
 * @throws StartError `KEY_INVALID`
 */
export function ensureKey(folder: string, name: string): KeyObject {
  const path = privatePath(folder, name);
  if (!existsSync(path)) createKey(folder, path);
  const key = readKey(folder, name);
  keepPublicKey(folder, name, key);
  return key;
}

/**
 * The public keys of a name: of the present private key, and all that are kept.
 * @returns none when the folder or the name is not there
 * @throws StartError `KEY_INVALID`
 */
export function publicKeys(folder: string, name: string): readonly KeyObject[] {
  if (!existsSync(folder)) return [];
  const kept = readdirSync(folder)
    .filter((file) => file.startsWith(`${name}.`) && file.endsWith(SUFFIX))
    .sort()
    .map((file) => parse(join(folder, file), createPublicKey));
  const path = privatePath(folder, name);
  const present = existsSync(path) ? [createPublicKey(readKey(folder, name))] : [];
  return [...new Map([...present, ...kept].map((key) => [keyIdOf(key), key])).values()];
}

/** Where the private key of a name lies. */
export const privatePath = (folder: string, name: string): string => join(folder, `${name}.pem`);

/** Whole or not at all, and only the first of two that create it at once. */
function createKey(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${path}.${String(process.pid)}.new`;
  const text = privateKey.export({ format: 'pem', type: 'pkcs8' });
  writeFileSync(draft, text, { mode: OWNER_ONLY });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}

function keepPublicKey(folder: string, name: string, key: KeyObject): void {
  const path = join(folder, `${name}.${keyIdOf(key)}${SUFFIX}`);
  if (existsSync(path)) return;
  writeFileSync(path, createPublicKey(key).export({ format: 'pem', type: 'spki' }));
}

function parse(path: string, read: (pem: Buffer) => KeyObject): KeyObject {
  try {
    const key = read(readFileSync(path));
    keyIdOf(key);
    return key;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(
      'KEY_INVALID',
      say(
        'start.badKey',
        'The key {path} cannot be used ({why}): it must be an Ed25519 key as PEM, and not encrypted.',
        { path, why },
      ),
    );
  }
}
