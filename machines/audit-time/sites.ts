import { hashOf } from '../engine/index.ts';
import { RANDOM_SITES, siteShares, YEARLY_SITES } from './tables.ts';

/** How many sites each audit of a cycle visits, besides the central function, which every audit visits. */
export interface SiteSample {
  readonly initial: number;
  readonly surveillance: number;
  readonly recertification: number;
  /** How many of the sites of the initial audit are chosen at random at least. */
  readonly random: number;
}

/**
 * The sites to be visited: a sample by square root, or all of them where they differ too much to be sampled.
 * Source: IAF MD 1.
 * @param sites - number of sites besides the central function; 0 or more
 */
export function sampleSites(sites: number, canBeSampled: boolean): SiteSample {
  const initial = canBeSampled ? shareOfRoot(sites, siteShares.initial) : sites;
  return {
    initial,
    surveillance: canBeSampled
      ? shareOfRoot(sites, siteShares.surveillance)
      : Math.ceil((sites * YEARLY_SITES) / 100),
    recertification: canBeSampled ? shareOfRoot(sites, siteShares.recertification) : sites,
    random: canBeSampled ? randomSites(initial) : 0,
  };
}

/** How many of the sites of a sample are drawn at random at least. */
export function randomSites(sample: number): number {
  return Math.ceil((sample * RANDOM_SITES) / 100);
}

/**
 * Draws some of the sites that nobody chose: by hash, so that the draw can be repeated and nobody has a hand in it.
 * @param seed - what the draw is for, e.g. the journey and the year
 */
export function drawSites(sites: readonly string[], count: number, seed: string): string[] {
  const lot = (site: string): string => hashOf(`${seed} ${site}`);
  return [...sites].sort((a, b) => (lot(a) < lot(b) ? -1 : 1)).slice(0, count);
}

/** The least whole number that is not below a percentage of a square root; whole numbers only, so without rounding errors. */
export function shareOfRoot(count: number, percent: number): number {
  let least = 0;
  while ((least * 100) ** 2 < percent ** 2 * count) least += 1;
  return least;
}
