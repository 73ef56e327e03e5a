import { drawSites } from '../../audit-time/index.ts';
import type { Context } from '../contract.ts';

type Samples = Context['siteSamples'];

/** How often each site was in a sample of an earlier year of the cycle. */
export function visitsBefore(samples: Samples, year: number): (site: string) => number {
  const earlier = Object.entries(samples).filter(([other]) => Number(other) < year);
  return (site) => earlier.filter(([, sites]) => sites.includes(site)).length;
}

/** Draws sites: among those that were visited least first. */
export function drawVaried(
  sites: readonly string[],
  count: number,
  by: { readonly seed: string; readonly visits: (site: string) => number },
): string[] {
  const numbers = [...new Set(sites.map(by.visits))].sort((one, other) => one - other);
  return numbers
    .flatMap((number) =>
      drawSites(
        sites.filter((site) => by.visits(site) === number),
        count,
        by.seed,
      ),
    )
    .slice(0, count);
}

/** Whether a sample leaves out no site that was visited less often than one of its own. */
export function isVaried(
  sample: readonly string[],
  others: readonly string[],
  visits: (site: string) => number,
): boolean {
  const most = Math.max(...sample.map(visits));
  return others.every((site) => sample.includes(site) || visits(site) >= most);
}

/**
 * What is left of the samples when another cycle begins: the audit before its decision is the first of it. A cycle that
 * is taken over goes on.
 */
export function samplesOfNewCycle(
  samples: Samples,
  decision:
    | 'CertificationGranted'
    | 'RecertificationGranted'
    | 'CertificationRestoredAfterExpiry'
    | 'TransferAccepted',
): Samples {
  if (decision === 'TransferAccepted') return samples;
  const first = samples[decision === 'CertificationGranted' ? '0' : '3'];
  return first ? { 0: first } : {};
}
