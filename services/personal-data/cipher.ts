import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { ENCRYPTED_TEXT, EngineError } from '../../machines/engine/index.ts';

/** The key of one data subject, in the two parts that are used. */
export interface SubjectKey {
  /** Keyed reference of the subject, 32 hexadecimal digits; says nothing to who has not the key ring. */
  readonly reference: string;
  readonly cipher: Buffer;
  readonly nonce: Buffer;
}

/** Where a text stands: it cannot be read in any other place. */
export interface TextPlace {
  readonly tenant: string;
  /** Id of the event, `<workflow id>:<sequence>`. */
  readonly eventId: string;
  /** Names of members and indexes from the event's data on, or the name of an attribute of the envelope. */
  readonly path: readonly string[];
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const REFERENCE_BYTES = 16;
const PREFIX = 'enc:v1:';

/** The parts of a subject's key. @param dek - 32 random bytes */
export function subjectKey(reference: string, dek: Uint8Array): SubjectKey {
  const part = (name: string): Buffer =>
    Buffer.from(hkdfSync('sha256', dek, reference, `certway personal data ${name}`, KEY_BYTES));
  return { reference, cipher: part('cipher'), nonce: part('nonce') };
}

/**
 * Encrypts a text with AES-256-GCM. The same text in the same place gives the same bytes, so that an event can be
 * written again: the nonce is an HMAC of place and text, and no two texts ever share one.
 * @returns `enc:v1:<reference>:<base64url of nonce, ciphertext and tag>`
 */
export function encryptText(key: SubjectKey, place: TextPlace, text: string | Uint8Array): string {
  const bound = boundTo(key, place);
  const nonce = createHmac('sha256', key.nonce)
    .update(`${String(bound.length)}:`)
    .update(bound)
    .update(text)
    .digest()
    .subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.cipher, nonce).setAAD(bound);
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const body = [nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()];
  return `${PREFIX}${key.reference}:${Buffer.concat(body).toString('base64url')}`;
}

/**
 * Reads what {@link encryptText} has written in the same place.
 * @throws EngineError `PERSONAL_DATA_TAMPERED` when it was changed, or moved there from another place
 */
export function decryptText(key: SubjectKey, place: TextPlace, stored: string): string {
  return decrypted(key, place, stored).toString('utf8');
}

function decrypted(key: SubjectKey, place: TextPlace, stored: string): Buffer {
  const body = Buffer.from(stored.slice(PREFIX.length + key.reference.length + 1), 'base64url');
  const nonce = body.subarray(0, NONCE_BYTES);
  const tag = body.subarray(-TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key.cipher, nonce, { authTagLength: TAG_BYTES })
    .setAAD(boundTo(key, place))
    .setAuthTag(tag);
  const text = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]);
  } catch {
    const where = `${place.eventId} ${place.path.join('.')}`;
    throw new EngineError(
      'PERSONAL_DATA_TAMPERED',
      `${where}: the encrypted text was changed, or belongs in another place`,
    );
  }
}

/** No text that is encrypted in layers begins with it. */
const LAYER = 0;

/**
 * Encrypts a hash, or one that is encrypted already by another key: the layer below goes in as bytes, not as text, so
 * that many layers add up and do not multiply.
 */
export function encryptLayer(key: SubjectKey, place: TextPlace, below: string): string {
  const reference = referenceIn(below);
  if (reference === undefined) return encryptText(key, place, below);
  const body = Buffer.from(below.slice(PREFIX.length + reference.length + 1), 'base64url');
  const bytes = [Buffer.from([LAYER]), Buffer.from(reference, 'hex'), body];
  return encryptText(key, place, Buffer.concat(bytes));
}

/** The layer below: the inverse of {@link encryptLayer}. @throws as {@link decryptText} */
export function decryptLayer(key: SubjectKey, place: TextPlace, stored: string): string {
  const clear = decrypted(key, place, stored);
  if (clear[0] !== LAYER) return clear.toString('utf8');
  const [reference, body] = [
    clear.subarray(1, 1 + REFERENCE_BYTES),
    clear.subarray(1 + REFERENCE_BYTES),
  ];
  return `${PREFIX}${reference.toString('hex')}:${body.toString('base64url')}`;
}

/** The reference in an encrypted text; `undefined` when the text is none. */
export function referenceIn(stored: string): string | undefined {
  const isOne = stored.startsWith(PREFIX) && ENCRYPTED_TEXT.test(stored);
  return isOne ? stored.split(':')[2] : undefined;
}

function boundTo({ reference }: SubjectKey, { tenant, eventId, path }: TextPlace): Buffer {
  return Buffer.from(JSON.stringify([tenant, eventId, reference, ...path]));
}
