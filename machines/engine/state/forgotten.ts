import { hashOf } from '../contract/index.ts';

/**
 * The command ids that are remembered no more, as a Bloom filter of constant size: it may take an id for one of them
 * that is none, never the other way round. One digit holds six bits; `undefined` before the first.
 */
export type Forgotten = string | undefined;

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BITS_PER_DIGIT = 6;
/** 16 KiB: of 10,000 ids one in two hundred is taken for a forgotten one, of 20,000 one in twenty-five. */
const BITS = 131_072;
const MARKS = 4;
const EMPTY = 'A'.repeat(Math.ceil(BITS / BITS_PER_DIGIT));

/** Adds an id that is remembered no more. */
export function withForgotten(forgotten: Forgotten, id: string): string {
  return marksOf(id).reduce(marked, forgotten ?? EMPTY);
}

/** Whether an id may be one that is remembered no more; then only the log knows. */
export function mayBeForgotten(forgotten: Forgotten, id: string): boolean {
  return forgotten !== undefined && marksOf(id).every((bit) => isMarked(forgotten, bit));
}

function marksOf(id: string): number[] {
  const hash = hashOf(id);
  return Array.from(
    { length: MARKS },
    (_, index) => parseInt(hash.slice(8 * index, 8 * index + 8), 16) % BITS,
  );
}

function marked(filter: string, bit: number): string {
  const place = Math.floor(bit / BITS_PER_DIGIT);
  const digit = DIGITS.charAt(digitAt(filter, place) | (1 << (bit % BITS_PER_DIGIT)));
  return `${filter.slice(0, place)}${digit}${filter.slice(place + 1)}`;
}

function isMarked(filter: string, bit: number): boolean {
  const digit = digitAt(filter, Math.floor(bit / BITS_PER_DIGIT));
  return (digit & (1 << (bit % BITS_PER_DIGIT))) !== 0;
}

function digitAt(filter: string, place: number): number {
  return DIGITS.indexOf(filter.charAt(place));
}
