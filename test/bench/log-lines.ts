import type { Verdict } from './report/goals.ts';
import type { Series } from './report/series.ts';
import type { Measurement } from './measure.ts';

const column = (value: number | undefined): string =>
  (value?.toLocaleString('en') ?? '').padStart(12);

/** Stands above the lines of the log's measurements. */
export const LOG_HEAD = `${' '.repeat(62)}per CPU second`;

/** A measurement of the log, told as soon as there is one. */
export function logLine({ what, value, unit, perCpuSecond, goal }: Measurement): string {
  const verdict = goal === undefined ? '' : `  goal ${goal.toLocaleString('en')}`;
  return `${what.padEnd(40)}${column(value)} ${unit.padEnd(9)}${column(perCpuSecond)}${verdict}`;
}

/** The same as series of one value; per CPU second is one of its own. */
export function logSeries({ what, value, unit, perCpuSecond }: Measurement): readonly Series[] {
  const about = { workload: 'log', variant: 'certway', unit } as const;
  const better = unit.endsWith('/s') ? 'more' : 'less';
  const perCpu = { ...about, measure: `${what}, per CPU second`, better } as const;
  return [
    { ...about, measure: what, better, values: [value] },
    ...(perCpuSecond === undefined ? [] : [{ ...perCpu, values: [perCpuSecond] }]),
  ];
}

/** What came of its goal, if it has one. */
export function logVerdicts({ what, value, goal }: Measurement): readonly Verdict[] {
  if (goal === undefined) return [];
  return [{ goal: `${what} ≥ ${goal.toLocaleString('en')}`, value, isReached: value >= goal }];
}
