import { hash } from 'node:crypto';

/** SHA-256, 32 bytes. */
export type Hash = Buffer;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Hash of a leaf: SHA-256 of a zero byte and the leaf's bytes. @see RFC 9162, 2.1.1 */
export function leafHash(bytes: Uint8Array): Hash {
  return hash('sha256', Buffer.concat([LEAF, bytes]), 'buffer');
}

/** Hash of an inner node: SHA-256 of a one byte and the hashes of its children. @see RFC 9162, 2.1.1 */
export function nodeHash(left: Hash, right: Hash): Hash {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
}

/** Root of the tree without leaves. @see RFC 9162, 2.1.1 */
export function emptyRoot(): Hash {
  return hash('sha256', Buffer.alloc(0), 'buffer');
}

/**
 * Everything that is needed of a tree to add to it: the roots of the perfect trees that its leaves make up, from the
 * largest, leftmost, on. A tree of 2^n leaves has one, and no tree more than the binary digits of its size have ones.
 */
export interface Peaks {
  readonly size: number;
  readonly hashes: readonly Hash[];
}

/** The tree without leaves. */
export const NO_PEAKS: Peaks = { size: 0, hashes: [] };

/** A tree that grows at its right end; it keeps no leaves. */
export interface GrowingTree {
  readonly add: (leaf: Hash) => void;
  readonly peaks: () => Peaks;
}

/**
 * Goes on with a tree.
 * @throws RangeError when there are more or fewer peaks than the size has
 */
export function growingTree({ size: begun, hashes: given }: Peaks = NO_PEAKS): GrowingTree {
  if (given.length !== peakCount(begun)) {
    throw new RangeError(
      `a tree of ${begun} leaves has ${peakCount(begun)} peaks, not ${given.length}`,
    );
  }
  const hashes = [...given];
  let size = begun;
  return {
    add: (leaf) => {
      let merged = leaf;
      // As in a binary counter: each one that is carried is a pair of perfect trees.
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
        merged = nodeHash(hashes.pop() ?? merged, merged);
      }
      hashes.push(merged);
      size += 1;
    },
    peaks: () => ({ size, hashes: [...hashes] }),
  };
}

/** The root over some peaks. */
export function rootOf({ hashes }: Peaks): Hash {
  return hashes.length === 0
    ? emptyRoot()
    : hashes.reduceRight((right, left) => nodeHash(left, right));
}

function peakCount(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

/** A tree whose last leaves are known one by one, and what was before them by its peaks. */
export interface Tree {
  readonly size: number;
  readonly root: () => Hash;
  /**
   * Sibling hashes from a leaf to the root. @see RFC 9162, 2.1.3.1
   * @param index - of the leaf, from 0
   * @throws RangeError when the leaf is not one of those that are known
   */
  readonly inclusionPath: (index: number) => readonly Hash[];
  /**
   * That the tree goes on with an earlier one. @see RFC 9162, 2.1.4.1
   * @param size - of the earlier tree: any one that ends among the known leaves, or where they begin
   * @throws RangeError when it is another
   */
  readonly consistencyPath: (size: number) => readonly Hash[];
}

/**
 * The tree of some leaves.
 * @param leaves - hashes of the leaves behind `before`
 * @param before - the tree in front of them
 */
export function treeOf(leaves: readonly Hash[], before: Peaks = NO_PEAKS): Tree {
  const size = before.size + leaves.length;
  const known = peaksByRange(before);
  const hashOf = (from: number, to: number): Hash => {
    const leaf = to - from === 1 ? leaves[from - before.size] : undefined;
    if (leaf) return leaf;
    const key = keyOf(from, to);
    const found = known.get(key);
    if (found) return found;
    if (to - from <= 1) throw new RangeError(`leaf ${from} is not known`);
    const middle = from + splitOf(to - from);
    const computed = nodeHash(hashOf(from, middle), hashOf(middle, to));
    known.set(key, computed);
    return computed;
  };
  return {
    size,
    root: () => (size === 0 ? emptyRoot() : hashOf(0, size)),
    inclusionPath: (index) => {
      if (!(index >= before.size && index < size)) {
        throw new RangeError(`leaf ${index} is not among ${before.size} to ${size - 1}`);
      }
      return inclusion(hashOf, { from: 0, to: size, at: index });
    },
    consistencyPath: (earlier) => {
      if (!(earlier >= 1 && earlier >= before.size && earlier <= size)) {
        throw new RangeError(`a tree of ${earlier} leaves is not an earlier one of ${size}`);
      }
      return consistency(hashOf, { from: 0, to: size, at: earlier, isWhole: true });
    },
  };
}

type HashOf = (from: number, to: number) => Hash;
interface Place {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

function inclusion(hashOf: HashOf, { from, to, at }: Place): Hash[] {
  if (to - from <= 1) return [];
  const middle = from + splitOf(to - from);
  return at < middle
    ? [...inclusion(hashOf, { from, to: middle, at }), hashOf(middle, to)]
    : [...inclusion(hashOf, { from: middle, to, at }), hashOf(from, middle)];
}

function consistency(
  hashOf: HashOf,
  { from, to, at, isWhole }: Place & { readonly isWhole: boolean },
): Hash[] {
  if (at === to) return isWhole ? [] : [hashOf(from, to)];
  const middle = from + splitOf(to - from);
  return at <= middle
    ? [...consistency(hashOf, { from, to: middle, at, isWhole }), hashOf(middle, to)]
    : [...consistency(hashOf, { from: middle, to, at, isWhole: false }), hashOf(from, middle)];
}

function peaksByRange({ size, hashes }: Peaks): Map<string, Hash> {
  const known = new Map<string, Hash>();
  let from = 0;
  for (const peak of hashes) {
    const length = largestPowerOf2(size - from);
    known.set(keyOf(from, from + length), peak);
    from += length;
  }
  return known;
}

function keyOf(from: number, to: number): string {
  return `${from}-${to}`;
}

/** The largest power of two below a number of leaves: where the tree over them divides. @see RFC 9162, 2.1.1 */
function splitOf(count: number): number {
  return largestPowerOf2(count - 1);
}

/** The largest power of two that is not above a number; not by bits, which would end at 2^31. */
function largestPowerOf2(number: number): number {
  let power = 1;
  while (power * 2 <= number) power *= 2;
  return power;
}
