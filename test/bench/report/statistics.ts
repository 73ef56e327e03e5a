/** Half of an ordered list lies on either side; `NaN` of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Half the range over the median: how far the rounds disagree. 0 of a single value. */
export function spread(values: readonly number[]): number {
  const middle = median(values);
  if (middle === 0) return 0;
  return (Math.max(...values) - Math.min(...values)) / 2 / middle;
}

/** The values of one list over those of another, round by round: what disturbed a round disturbed both. */
export function ratios(values: readonly number[], base: readonly number[]): readonly number[] {
  return values.slice(0, base.length).map((value, round) => value / (base[round] ?? NaN));
}
