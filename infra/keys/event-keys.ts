import {
  createSigner,
  createVerifier,
  type Signer,
  type Verifier,
} from '../../services/signing/index.ts';
import { ensureKey, publicKeys, readKey } from './keys.ts';

/** Name of the key that signs events. */
const EVENTS = 'events';

/** What an event log is opened with. */
export interface EventKeys {
  readonly signer?: Signer;
  readonly verifier?: Verifier;
}

/**
 * Creates the key that signs events unless the folder has one.
 * @throws StartError `KEY_INVALID`
 */
export function ensureEventKey(folder: string): void {
  ensureKey(folder, EVENTS);
}

/**
 * For a writer of events.
 * @throws StartError `KEY_NOT_FOUND`, `KEY_INVALID`
 */
export function writerKeys(folder: string): Required<EventKeys> {
  const signer = createSigner(readKey(folder, EVENTS));
  return { signer, verifier: createVerifier(publicKeys(folder, EVENTS)) };
}

/**
 * For a reader of events; without a known key it verifies nothing.
 * @throws StartError `KEY_INVALID`
 */
export function readerKeys(folder: string): EventKeys {
  const known = publicKeys(folder, EVENTS);
  return known.length > 0 ? { verifier: createVerifier(known) } : {};
}
