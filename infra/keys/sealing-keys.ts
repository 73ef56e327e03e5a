import { existsSync } from 'node:fs';
import {
  createSigner,
  createVerifier,
  type Signer,
  type Verifier,
} from '../../services/signing/index.ts';
import { ensureKey, privatePath, publicKeys, readKey } from './keys.ts';

/** Name of the key that signs the heads of the log. */
const SEALING = 'sealing';

/**
 * Creates the key that signs heads unless the folder has one.
 * @throws StartError `KEY_INVALID`
 */
export function ensureSealingKey(folder: string): void {
  ensureKey(folder, SEALING);
}

/**
 * For a sealer.
 * @returns `undefined` when the folder has no key for it: then others seal
 * @throws StartError `KEY_INVALID`
 */
export function sealerKeys(
  folder: string,
): { readonly signer: Signer; readonly verifier: Verifier } | undefined {
  if (!existsSync(privatePath(folder, SEALING))) return undefined;
  const signer = createSigner(readKey(folder, SEALING));
  return { signer, verifier: createVerifier(publicKeys(folder, SEALING)) };
}
