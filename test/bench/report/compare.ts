import { measureKey, seriesOf, type Line } from './series.ts';

/** A measure in which a run is behind an earlier one by more than both have spread. */
export interface Slower {
  readonly what: string;
  /** Ratios to (a), or the medians where there is none. */
  readonly before: number;
  readonly now: number;
  readonly isRatio: boolean;
  /** How much worse: 0.2 is a fifth. */
  readonly by: number;
  /** What the rounds of the two runs differ by themselves. */
  readonly noise: number;
}

/** What was compared. */
export interface Comparison {
  readonly compared: number;
  readonly slower: readonly Slower[];
}

const OWN = 'certway';
/** Two runs differ by this much without any reason; more where a measure has one value only. */
const LEAST_NOISE = 0.05;
const LEAST_NOISE_OF_ONE = 0.15;

/**
 * Holds a run against an earlier one by the ratios to (a) of the same run, which travel from machine to machine; by the
 * values where there is no ratio, which only the same machine gives again. What the others are at is not the question.
 */
export function compare(before: readonly Line[], now: readonly Line[]): Comparison {
  const pairs = now
    .filter(({ variant }) => variant === OWN)
    .flatMap((line) => {
      const earlier = seriesOf(before, line, line.variant);
      return earlier ? [{ earlier, line }] : [];
    });
  const slower = pairs.map(({ earlier, line }) => held(earlier, line));
  return {
    compared: pairs.length,
    slower: slower.filter(({ by, noise }) => by > noise).sort((a, b) => b.by - a.by),
  };
}

function held(earlier: Line, line: Line): Slower {
  const isRatio = earlier.ratio !== undefined && line.ratio !== undefined;
  const before = (isRatio ? earlier.ratio : undefined) ?? earlier.median;
  const now = (isRatio ? line.ratio : undefined) ?? line.median;
  const noise = Math.hypot(noiseOf(earlier, isRatio), noiseOf(line, isRatio));
  const by = (line.better === 'less' ? now / before : before / now) - 1;
  return { what: measureKey(line), before, now, isRatio, by, noise };
}

/** The whole range: of a few rounds half of it says too little. */
function noiseOf({ values, spread, ratioSpread }: Line, isRatio: boolean): number {
  const least = values.length > 1 ? LEAST_NOISE : LEAST_NOISE_OF_ONE;
  return Math.max(2 * (isRatio ? (ratioSpread ?? 0) : spread), least);
}
