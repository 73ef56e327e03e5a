import { utf8ToBytes } from '@noble/hashes/utils.js';
import { fault, type AnyContract, type Fault } from '../contract/index.ts';
import { hashSubjects, personalPlaces, textAt } from '../personal/index.ts';
import type { RecordedEvent } from '../state/index.ts';

/** What one message of the log takes at most, in bytes, with its headers: streams are made so. */
export const LARGEST_MESSAGE_BYTES = 512 * 1024;
/** Room for all but the data: some ten ids of up to a thousand characters each, hashes and a signature. */
const ENVELOPE_BYTES = 16 * 1024;
/** What a whole state takes at most, which an event carries when its machine is migrated: in bytes, as encrypted JSON. */
export const LARGEST_STATE_BYTES = LARGEST_MESSAGE_BYTES - ENVELOPE_BYTES;
/**
 * What the data of every other event take at most, in bytes, as JSON and with personal texts encrypted: half a message,
 * so that a state which keeps what a command brought can still be migrated.
 */
export const LARGEST_DATA_BYTES = LARGEST_MESSAGE_BYTES / 2 - ENVELOPE_BYTES;

/** JSON of so few characters fits, whatever encryption makes of it: an empty text in a list grows 26 times. */
const SURELY_FITS = 4_096;
/** `enc:v1:<32 digits>:` before the base64 of an encrypted text; in it nonce and tag beside the text. */
const [PREFIX_BYTES, SEAL_BYTES] = [40, 28];
/** A layer more around the hash of the payload: nonce, tag, reference and a mark. */
const LAYER_BYTES = 45;
const HASH_BYTES = 64;
/** What begins like an encrypted text and is none gets a mark. */
const [RESERVED, MARK_BYTES] = ['"enc:v', 7];

/**
 * Why the log would not take an event: its data are too large. The verdict is the same wherever it is asked for, with
 * or without a key ring: what may be encrypted counts as if it were.
 * @returns `undefined` when it takes it
 */
export function sizeFault(
  contract: AnyContract,
  event: Pick<RecordedEvent, 'entity' | 'type' | 'data' | 'actor' | 'cause'>,
): Fault | undefined {
  const json = JSON.stringify(event.data);
  if (json.length <= SURELY_FITS) return undefined;
  const bytes = storedBytes(contract, event, json);
  const isState = event.cause === 'migrated';
  const limit = isState ? LARGEST_STATE_BYTES : LARGEST_DATA_BYTES;
  if (bytes <= limit) return undefined;
  return fault(isState ? 'stateTooLarge' : 'tooLarge', { event: event.type, bytes, limit });
}

function storedBytes(
  contract: AnyContract,
  event: Pick<RecordedEvent, 'entity' | 'type' | 'data' | 'actor'>,
  json: string,
): number {
  const texts = personalPlaces(contract, event).map(({ path }) => {
    const clear = utf8ToBytes(textAt(event.data, path)).length;
    return PREFIX_BYTES + base64Bytes(clear + SEAL_BYTES) - clear;
  });
  const layers = hashSubjects(contract, event).length;
  const hash = PREFIX_BYTES + base64Bytes(HASH_BYTES + layers * LAYER_BYTES);
  const marks = (json.split(RESERVED).length - 1) * MARK_BYTES;
  return texts.reduce((sum, growth) => sum + growth, utf8ToBytes(json).length + hash + marks);
}

function base64Bytes(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}
