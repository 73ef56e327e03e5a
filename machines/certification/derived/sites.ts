import type { Context } from '../contract.ts';

/** The central function and the other sites of the application, by their short names. */
export function sitesOf({ application }: Context): { central: string; others: string[] } {
  const sites = application?.sites ?? [];
  const central = (sites.find(({ isCentral }) => isCentral) ?? sites[0])?.site ?? 'head office';
  return { central, others: sites.map(({ site }) => site).filter((site) => site !== central) };
}

/** How many sites an audit of the cycle visits besides the central function; none where no sample was determined. */
export function sampleOf({ auditTime }: Context, year: number): number {
  const sample = auditTime?.siteSample;
  if (!sample) return 0;
  if (year === 0) return sample.initial;
  return year === 3 ? sample.recertification : sample.surveillance;
}
