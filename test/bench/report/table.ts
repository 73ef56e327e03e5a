import type { Comparison } from './compare.ts';
import type { Verdict } from './goals.ts';
import { measureKey, type Line } from './series.ts';

const WIDTHS = [32, 9, 12, 14, 8, 10] as const;
const HEAD = ['', 'variant', 'median', '', '±', '× (a)'];

/** A number that one can read: three digits, or all before the point. */
function readable(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}

const percent = (share: number): string => `${String(Math.round(share * 100))} %`;

function row(cells: readonly string[]): string {
  const [first = '', second = '', value = '', unit = '', ...rest] = cells;
  const [a, b, c, d, e, f] = WIDTHS;
  const [noise = '', ratio = ''] = rest;
  const left = `${first.padEnd(a)} ${second.padEnd(b)}${value.padStart(c)} ${unit.padEnd(d)}`;
  return `${left}${noise.padStart(e)}${ratio.padStart(f)}`.trimEnd();
}

/** A line for each workload, measure and variant. */
export function table(lines: readonly Line[]): string {
  let last = '';
  const rows = lines.map((line) => {
    const key = measureKey(line);
    const name = key === last ? '' : key;
    last = key;
    const noise = line.values.length > 1 ? percent(line.spread) : '';
    const ratio = line.ratio === undefined ? '' : readable(line.ratio);
    return row([name, line.variant, readable(line.median), line.unit, noise, ratio]);
  });
  return [row(HEAD), ...rows].join('\n');
}

/** The goals, each with what came of it. */
export function goalTable(verdicts: readonly Verdict[]): string {
  return verdicts
    .map(({ goal, value, isReached }) => `${isReached ? '✓' : '✗'} ${goal}: ${readable(value)}`)
    .join('\n');
}

/** What became slower. */
export function comparisonTable({ compared, slower }: Comparison, file: string): string {
  if (slower.length === 0) {
    return `none of ${String(compared)} measures became slower than its noise since ${file}`;
  }
  const rows = slower.map(({ what, before, now, isRatio, by, noise }) => {
    const unit = isRatio ? ' × (a)' : '';
    const change = `${readable(before)} → ${readable(now)}${unit}`;
    return `${what}: ${change}, ${percent(by)} worse (noise ${percent(noise)})`;
  });
  return [`slower than in ${file}:`, ...rows].join('\n');
}
