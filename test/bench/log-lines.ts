import type { Verdict } from './report/goals.ts';
import type { Results } from './report/results.ts';
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

/** The same among the results; what it is per CPU second is a measure of its own. */
export function addMeasurement(results: Results, measurement: Measurement): void {
  const { what, value, unit, perCpuSecond } = measurement;
  const better = unit.endsWith('/s') ? 'more' : 'less';
  const about = { workload: 'log', unit, better } as const;
  results.add({ ...about, measure: what }, { certway: value });
  if (perCpuSecond === undefined) return;
  results.add({ ...about, measure: `${what}, per CPU second` }, { certway: perCpuSecond });
}

/** What came of its goal, if it has one. */
export function verdictsOn({ what, value, goal }: Measurement): readonly Verdict[] {
  if (goal === undefined) return [];
  return [{ goal: `${what} ≥ ${goal.toLocaleString('en')}`, value, isReached: value >= goal }];
}
