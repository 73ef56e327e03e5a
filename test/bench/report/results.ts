import type { Series } from './series.ts';

/** Collects values, a list for each workload, measure and variant. */
export interface Results {
  readonly add: (given: Omit<Series, 'values' | 'variant'>, values: ByVariant) => void;
  readonly series: () => readonly Series[];
}

/** A value for each variant that has one. */
export type ByVariant = Readonly<Partial<Record<string, number>>>;

/** Begins to collect. */
export function collectResults(): Results {
  const found = new Map<string, { readonly about: Omit<Series, 'values'>; values: number[] }>();
  return {
    add: (given, values) => {
      for (const [variant, value] of Object.entries(values)) {
        if (value === undefined) continue;
        const key = [given.workload, given.measure, variant].join('|');
        const known = found.get(key) ?? { about: { ...given, variant }, values: [] };
        known.values.push(value);
        found.set(key, known);
      }
    },
    series: () => [...found.values()].map(({ about, values }) => ({ ...about, values })),
  };
}
