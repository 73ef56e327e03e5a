import { median, ratios, spread } from './statistics.ts';

/** What one variant did in one workload, by one measure. */
export interface Series {
  readonly workload: string;
  readonly measure: string;
  readonly variant: string;
  readonly unit: string;
  readonly better: 'less' | 'more';
  /** One for each round. */
  readonly values: readonly number[];
}

/** A series and what it says; a line of `--json`. */
export interface Line extends Series {
  readonly median: number;
  readonly spread: number;
  /** To (a), the median of the rounds' ratios; absent where (a) was not measured, and of (a) itself. */
  readonly ratio?: number;
  readonly ratioSpread?: number;
}

/** A run, as it is written to a file. */
export interface Run {
  readonly workload: string;
  readonly isQuick: boolean;
  readonly at: string;
  readonly machine: {
    readonly node: string;
    readonly cpu: string;
    readonly cores: number;
    /** Load before the run began. */
    readonly load: number;
  };
  /** Address of a Temporal server that ran already; absent when the run had one of its own. */
  readonly temporal?: string | undefined;
  readonly lines: readonly Line[];
}

/** The variant that the others are held against. */
const BASE = 'a';

/** Series of the same workload and measure have the same key. */
export function measureKey({ workload, measure }: Pick<Series, 'workload' | 'measure'>): string {
  return `${workload}, ${measure}`;
}

/** Sums up what was measured. */
export function linesOf(all: readonly Series[]): readonly Line[] {
  return grouped(all).map((series) => {
    const base = seriesOf(all, series, BASE);
    const own = { ...series, median: median(series.values), spread: spread(series.values) };
    if (!base || series.variant === BASE) return own;
    const toBase = ratios(series.values, base.values);
    return { ...own, ratio: median(toBase), ratioSpread: spread(toBase) };
  });
}

/** Variants side by side, in the order in which the measures came. */
function grouped(all: readonly Series[]): readonly Series[] {
  const keys = [...new Set(all.map(measureKey))];
  return keys.flatMap((key) => all.filter((each) => measureKey(each) === key));
}

/** The series of a variant beside another series. */
export function seriesOf<T extends Series>(
  all: readonly T[],
  beside: Pick<Series, 'workload' | 'measure'>,
  variant: string,
): T | undefined {
  const key = measureKey(beside);
  return all.find((each) => each.variant === variant && measureKey(each) === key);
}
