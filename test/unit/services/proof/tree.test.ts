import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isConsistent, rootOfPath } from '../../../../services/proof/check-path.ts';
import {
  growingTree,
  leafHash,
  nodeHash,
  rootOf,
  treeOf,
  type Hash,
  type Tree,
} from '../../../../services/proof/tree.ts';

// The eight leaves, roots and paths that the reference implementation of Certificate Transparency is tested with.
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafHash(Buffer.from(hex, 'hex')));
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const upperLeft = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const inclusions: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      upperLeft,
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const consistencies: readonly (readonly [number, number, readonly string[]])[] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      upperLeft,
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const hex = (hashes: readonly Hash[]) => hashes.map((hash) => hash.toString('hex'));

/** The definition of RFC 9162, 2.1.1, word by word. */
function naiveRoot(hashes: readonly Hash[]): Hash {
  const [only] = hashes;
  if (!only) return Buffer.from(roots[0] ?? '', 'hex');
  if (hashes.length === 1) return only;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(naiveRoot(hashes.slice(0, k)), naiveRoot(hashes.slice(k)));
}

const many = Array.from({ length: 200 }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));
const peaksOf = (size: number) => {
  const tree = growingTree();
  for (const leaf of many.slice(0, size)) tree.add(leaf);
  return tree.peaks();
};
/** The same tree, of which only the peaks are known up to some leaf. */
const treeBehind = (known: number, size: number): Tree =>
  treeOf(many.slice(known, size), peaksOf(known));
const sizes = fc.tuple(fc.nat(200), fc.nat(200), fc.nat(200)).map((three) => {
  const [known, first, size] = three.toSorted((a, b) => a - b) as typeof three;
  return { known, first, size };
});

describe('Merkle tree', () => {
  it('given the leaves of the reference, when they are hashed, then each of its roots comes out', () => {
    roots.forEach((root, size) => {
      expect(treeOf(leaves.slice(0, size)).root().toString('hex')).toBe(root);
      const tree = growingTree();
      for (const leaf of leaves.slice(0, size)) tree.add(leaf);
      expect(rootOf(tree.peaks()).toString('hex')).toBe(root);
    });
  });

  it.each(inclusions)(
    'given leaf %i of %i of the reference, when it is proved, then the path is the one of the reference',
    (index, size, path) => {
      expect(hex(treeOf(leaves.slice(0, size)).inclusionPath(index))).toEqual(path);
    },
  );

  it.each(consistencies)(
    'given trees of %i and %i leaves of the reference, when they are compared, then the path is the one of the reference',
    (first, size, path) => {
      expect(hex(treeOf(leaves.slice(0, size)).consistencyPath(first))).toEqual(path);
    },
  );

  it('given any number of leaves, when the tree grows or is built, then its root is the defined one', () => {
    fc.assert(
      fc.property(sizes, ({ known, size }) => {
        const expected = naiveRoot(many.slice(0, size));
        expect(treeBehind(known, size).root()).toEqual(expected);
        const grown = growingTree(peaksOf(known));
        for (const leaf of many.slice(known, size)) grown.add(leaf);
        expect(rootOf(grown.peaks())).toEqual(expected);
      }),
    );
  });

  it('given any leaf and tree, when it is proved from the peaks before it, then the path leads to the root and no other does', () => {
    fc.assert(
      fc.property(sizes, fc.nat(255), ({ known, first: index, size }, flip) => {
        fc.pre(index < size);
        const path = treeBehind(known, size).inclusionPath(index);
        expect(path).toEqual(treeBehind(0, size).inclusionPath(index));
        const root = naiveRoot(many.slice(0, size));
        const leaf = many[index] as Hash;
        expect(rootOfPath({ index, size, leaf, path })).toEqual(root);
        const other = leafHash(Buffer.of(flip));
        expect(rootOfPath({ index, size, leaf: other, path })).not.toEqual(root);
        expect(rootOfPath({ index, size, leaf, path: [...path, other] })).toBeUndefined();
        expect(rootOfPath({ index, size, leaf, path: path.slice(1) }) ?? other).not.toEqual(
          path.length === 0 ? other : root,
        );
        for (const at of path.keys()) {
          const changed = path.with(at, other);
          expect(rootOfPath({ index, size, leaf, path: changed })).not.toEqual(root);
        }
      }),
    );
  });

  it('given any two trees, when the later goes on with the earlier, then the path proves it; else none does', () => {
    fc.assert(
      fc.property(sizes, fc.nat(199), ({ known, first, size }, changed) => {
        fc.pre(first >= 1);
        const earlier = { size: first, root: naiveRoot(many.slice(0, first)) };
        const later = { size, root: naiveRoot(many.slice(0, size)) };
        const path = treeBehind(known, size).consistencyPath(first);
        expect(isConsistent(earlier, later, path)).toBe(true);
        expect(isConsistent(earlier, later, [...path, many[0] as Hash])).toBe(false);
        if (first < size) expect(isConsistent(earlier, later, path.slice(1))).toBe(false);
        fc.pre(changed < first);
        const forged = treeOf(many.slice(0, size).with(changed, leafHash(Buffer.from('forged'))));
        const other = { size, root: forged.root() };
        expect(isConsistent(earlier, other, forged.consistencyPath(first))).toBe(false);
        expect(isConsistent(earlier, other, path)).toBe(false);
      }),
    );
  });

  it('given what a tree does not know, when it is asked, then it says so', () => {
    expect(() => treeBehind(4, 8).inclusionPath(3)).toThrow('leaf 3 is not among 4 to 7');
    expect(() => treeBehind(4, 8).inclusionPath(8)).toThrow('leaf 8 is not among 4 to 7');
    expect(() => treeBehind(4, 8).consistencyPath(3)).toThrow('not an earlier one of 8');
    expect(() => treeBehind(0, 8).consistencyPath(0)).toThrow('not an earlier one of 8');
    expect(() => growingTree({ size: 3, hashes: [] })).toThrow('has 2 peaks, not 0');
    expect(rootOfPath({ index: 8, size: 8, leaf: many[0] as Hash, path: [] })).toBeUndefined();
  });

  it('given a tree of more leaves than 32 bits count, when leaves are added, then it goes on', () => {
    const size = 2 ** 33 + 2 ** 32;
    const [a, b, c] = many as [Hash, Hash, Hash];
    const tree = treeOf([c], { size, hashes: [a, b] });
    expect(tree.root()).toEqual(nodeHash(a, nodeHash(b, c)));
    expect(
      rootOfPath({ index: size, size: size + 1, leaf: c, path: tree.inclusionPath(size) }),
    ).toEqual(tree.root());
  });
});
