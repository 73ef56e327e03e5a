import { ratios, median } from './statistics.ts';
import { seriesOf, type Line } from './series.ts';

/** What certway is to reach, within one run. */
interface Goal {
  readonly workload: string;
  readonly measure: string;
  /** Variant that the ratio is to; absent: the value itself counts. */
  readonly to?: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A goal that was measured. */
export interface Verdict {
  readonly goal: string;
  readonly value: number;
  readonly isReached: boolean;
}

const goals: readonly Goal[] = [
  { workload: 'one at a time', measure: 'p50', to: 'a', atMost: 0.35 },
  { workload: 'one at a time', measure: 'p50', to: 'a2', atMost: 0.9 },
  { workload: 'one at a time', measure: 'p50', to: 'b', atMost: 0.9 },
  { workload: '64 journeys', measure: 'rate', to: 'a', atLeast: 2.2 },
  { workload: '64 journeys', measure: 'rate', to: 'a2', atLeast: 1.15 },
  { workload: '64 journeys', measure: 'p99 over p50', atMost: 3 },
  { workload: '64 journeys', measure: 'worker CPU', to: 'a2', atMost: 1 },
  { workload: 'burst of 20', measure: 'rate', to: 'a2', atLeast: 5 },
  { workload: 'history', measure: 'remark', atMost: 6 },
  { workload: 'history', measure: 'pause or resume', atMost: 9 },
  { workload: 'memory', measure: 'cached workflow', to: 'a', atMost: 1.5 },
  { workload: '10,000 idle', measure: 'remark after a miss, p50', to: 'a2', atMost: 1.15 },
  { workload: '10,000 idle', measure: 'resume after a miss, p50', to: 'a2', atMost: 1.15 },
  { workload: 'many commands', measure: 'last over first', atMost: 1.1 },
  { workload: 'fold of 100,000', measure: 'rate', atLeast: 100_000 },
  { workload: 'fold of 1,000,000', measure: 'rate', atLeast: 100_000 },
  { workload: 'read back', measure: 'rate', atLeast: 20_000 },
];

/** Which goals of certway were reached, of those that were measured. */
export function verdicts(lines: readonly Line[]): readonly Verdict[] {
  return goals.flatMap((goal) => {
    const own = seriesOf(lines, goal, 'certway');
    const other = goal.to === undefined ? undefined : seriesOf(lines, goal, goal.to);
    if (!own || (goal.to !== undefined && !other)) return [];
    const value = other ? median(ratios(own.values, other.values)) : own.median;
    const { atMost = Infinity, atLeast = -Infinity } = goal;
    return [{ goal: textOf(goal), value, isReached: value <= atMost && value >= atLeast }];
  });
}

function textOf({ workload, measure, to, atMost, atLeast }: Goal): string {
  const limit = (atMost ?? atLeast ?? 0).toLocaleString('en');
  const sign = atMost === undefined ? '≥' : '≤';
  const unit = to === undefined ? '' : ` × (${to})`;
  return `${workload}, ${measure} ${sign} ${limit}${unit}`;
}
