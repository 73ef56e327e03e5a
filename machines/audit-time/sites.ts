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
    random: canBeSampled ? Math.ceil((initial * RANDOM_SITES) / 100) : 0,
  };
}

/** The least whole number that is not below a percentage of a square root; whole numbers only, so without rounding errors. */
export function shareOfRoot(count: number, percent: number): number {
  let least = 0;
  while ((least * 100) ** 2 < percent ** 2 * count) least += 1;
  return least;
}
