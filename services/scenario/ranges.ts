const RANGE = /^(\S*\.)(\d+) to (\S*\.)(\d+)$/;

/** Fills in the ranges of lists: `A.5.1 to A.5.37` stands for these two and everything in between. */
export function withRanges(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown): readonly unknown[] =>
      typeof item === 'string' ? rangeOf(item) : [withRanges(item)],
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withRanges(inner)]));
}

function rangeOf(text: string): readonly string[] {
  const [, prefix = '', first, other, last] = RANGE.exec(text) ?? [];
  if (first === undefined || prefix !== other) return [text];
  const count = Math.max(0, Number(last) - Number(first) + 1);
  return Array.from({ length: count }, (_, index) => `${prefix}${String(Number(first) + index)}`);
}
