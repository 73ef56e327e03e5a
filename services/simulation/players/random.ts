/** Chance that comes out the same for the same seed. */
export interface Random {
  /** Whether something happens that happens in a share of cases, 0 to 1. */
  readonly chance: (share: number) => boolean;
  /** A whole number, both ends included. */
  readonly int: (least: number, most: number) => number;
  /** One of some things; `undefined` of none. */
  readonly pick: <Item>(items: readonly Item[]) => Item | undefined;
  /** Some of some things, each at most once, in any order. */
  readonly some: <Item>(items: readonly Item[], count: number) => readonly Item[];
  /** One of some things, each as often as its weight says; `undefined` when none weighs anything. */
  readonly weighted: <Item extends { readonly weight: number }>(
    items: readonly Item[],
  ) => Item | undefined;
}

const RANGE = 2 ** 32;

/** The numbers of one journey, which do not depend on how many were played before it. */
export function createRandom(seed: number, journey: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(journey + 1, 0x85ebca6b)) >>> 0;
  /** Mulberry32, in the public domain: 32 bits of state are plenty for a journey. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / RANGE;
  };
  const int = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1));
  const some: Random['some'] = (items, count) => {
    const left = [...items];
    return Array.from({ length: Math.min(count, left.length) }).flatMap(() =>
      left.splice(int(0, left.length - 1), 1),
    );
  };
  return {
    chance: (share) => next() < share,
    int,
    pick: (items) => items[int(0, items.length - 1)],
    some,
    weighted: (items) => {
      let left = next() * items.reduce((sum, { weight }) => sum + weight, 0);
      return items.find(({ weight }) => (left -= weight) < 0);
    },
  };
}
