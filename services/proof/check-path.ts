import { nodeHash, type Hash } from './tree.ts';

/**
 * The root to which a leaf and its siblings lead.
 * @returns `undefined` when a path of this length belongs to no such leaf
 * @see RFC 9162, 2.1.3.2
 */
export function rootOfPath(given: {
  readonly index: number;
  readonly size: number;
  readonly leaf: Hash;
  readonly path: readonly Hash[];
}): Hash | undefined {
  const { index, size, leaf, path } = given;
  if (!(index >= 0 && index < size)) return undefined;
  let hash = leaf;
  const isWhole = climb({ at: index, last: size - 1 }, path, (sibling, isLeft) => {
    hash = isLeft ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  });
  return isWhole ? hash : undefined;
}

/** A tree as a head names it. */
export interface TreeName {
  readonly size: number;
  readonly root: Hash;
}

/**
 * Whether a path proves that one tree begins with all of another.
 * @param first - the earlier tree, of one leaf or more
 * @see RFC 9162, 2.1.4.2
 */
export function isConsistent(first: TreeName, second: TreeName, path: readonly Hash[]): boolean {
  if (first.size < 1 || first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && first.root.equals(second.root);
  const [begin, ...rest] = isPowerOf2(first.size) ? [first.root, ...path] : path;
  if (!begin) return false;
  let place: Place = { at: first.size - 1, last: second.size - 1 };
  while (isOdd(place.at)) place = above(place);
  let [older, newer] = [begin, begin];
  const isWhole = climb(place, rest, (sibling, isLeft) => {
    if (isLeft) older = nodeHash(sibling, older);
    newer = isLeft ? nodeHash(sibling, newer) : nodeHash(newer, sibling);
  });
  return isWhole && older.equals(first.root) && newer.equals(second.root);
}

/** A node by its number on its level, and the last one of that level. */
interface Place {
  readonly at: number;
  readonly last: number;
}

/**
 * Goes up from a node, sibling by sibling.
 * @returns whether the path ends at the root, neither before nor behind it
 */
function climb(
  from: Place,
  path: readonly Hash[],
  meet: (sibling: Hash, isLeft: boolean) => void,
): boolean {
  let place = from;
  for (const sibling of path) {
    if (place.last === 0) return false;
    const isLeft = isOdd(place.at) || place.at === place.last;
    meet(sibling, isLeft);
    // A last node without a partner is its own parent, as often as it takes.
    while (isLeft && !isOdd(place.at) && place.at !== 0) place = above(place);
    place = above(place);
  }
  return place.last === 0;
}

const isOdd = (number: number): boolean => number % 2 === 1;
const above = ({ at, last }: Place): Place => ({
  at: Math.floor(at / 2),
  last: Math.floor(last / 2),
});

function isPowerOf2(number: number): boolean {
  return Number.isInteger(Math.log2(number));
}
