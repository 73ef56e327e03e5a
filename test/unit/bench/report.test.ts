import { describe, expect, it } from '@jest/globals';
import { compare } from '../../bench/report/compare.ts';
import { verdicts } from '../../bench/report/goals.ts';
import { linesOf, type Series } from '../../bench/report/series.ts';
import { comparisonTable, goalTable, table } from '../../bench/report/table.ts';

const latency = (variant: string, values: readonly number[]): Series => ({
  ...{ workload: 'one at a time', measure: 'p50', unit: 'ms', better: 'less' },
  ...{ variant, values },
});
const reading = (values: readonly number[]): Series => ({
  ...{ workload: 'log', measure: 'read', unit: 'events/s', better: 'more' },
  ...{ variant: 'certway', values },
});

describe('the lines of a run', () => {
  it('given rounds of two variants, when summed up, then the ratio is the median of the rounds own', () => {
    const [own, base] = linesOf([latency('certway', [10, 30, 12]), latency('a', [20, 60, 30])]);
    expect(own).toMatchObject({ median: 12, ratio: 0.5 });
    expect(own?.ratioSpread).toBeCloseTo(0.1);
    expect(base).not.toHaveProperty('ratio');
  });

  it('given variants one after the other, when summed up, then those of a measure stand together', () => {
    const other: Series = { ...latency('certway', [1]), measure: 'p99' };
    const lines = linesOf([latency('certway', [1]), other, latency('a', [1])]);
    expect(lines.map(({ measure, variant }) => `${measure} ${variant}`)).toEqual([
      'p50 certway',
      'p50 a',
      'p99 certway',
    ]);
  });

  it('given lines, when shown, then each has median, spread and ratio', () => {
    const text = table(linesOf([latency('certway', [10, 12, 11]), latency('a', [20, 24, 22])]));
    expect(text.split('\n').map((line) => line.trim().split(/\s+/))).toEqual([
      ['variant', 'median', '±', '×', '(a)'],
      ['one', 'at', 'a', 'time,', 'p50', 'certway', '11', 'ms', '9', '%', '0.5'],
      ['a', '22', 'ms', '9', '%'],
    ]);
  });
});

describe('the comparison of two runs', () => {
  const base = latency('a', [20, 20, 20]);
  const run = (...values: number[]) => linesOf([latency('certway', values), base]);

  it('given a ratio that is worse by more than both spread, when compared, then it is told', () => {
    const { slower, compared } = compare(run(10, 10, 10), run(13, 13, 13));
    expect(compared).toBe(1);
    expect(slower).toHaveLength(1);
    expect(slower[0]).toMatchObject({
      what: 'one at a time, p50',
      before: 0.5,
      now: 0.65,
      isRatio: true,
    });
    expect(slower[0]?.by).toBeCloseTo(0.3);
  });

  it('given a ratio that is worse within the spread, when compared, then it is noise', () => {
    expect(compare(run(8, 10, 12), run(10, 13, 13)).slower).toEqual([]);
  });

  it('given a ratio that is better, when compared, then nothing is slower', () => {
    expect(compare(run(13, 13, 13), run(10, 10, 10)).slower).toEqual([]);
  });

  it('given a slower machine, when compared, then the same ratio is not slower', () => {
    const now = linesOf([latency('certway', [40, 40, 40]), latency('a', [80, 80, 80])]);
    expect(compare(run(10, 10, 10), now).slower).toEqual([]);
  });

  it('given a rate without a baseline, when it falls, then it is told by its value', () => {
    const { slower } = compare(linesOf([reading([100])]), linesOf([reading([50])]));
    expect(slower).toMatchObject([{ what: 'log, read', before: 100, now: 50, isRatio: false }]);
    expect(compare(linesOf([reading([100])]), linesOf([reading([90])])).slower).toEqual([]);
  });

  it('given another variant that is slower, when compared, then it is no news of certway', () => {
    const floor = (value: number) => linesOf([latency('d', [value]), base]);
    expect(compare(floor(1), floor(3))).toEqual({ compared: 0, slower: [] });
  });

  it('given measures of which the other run has none, when compared, then they do not count', () => {
    expect(compare(run(10, 10), linesOf([reading([1])]))).toEqual({ compared: 0, slower: [] });
  });

  it('given what became slower, when shown, then it says from what to what and by how much', () => {
    const text = comparisonTable(compare(run(10, 10, 10), run(13, 13, 13)), 'old.json');
    expect(text).toBe(
      'slower than in old.json:\none at a time, p50: 0.5 → 0.65 × (a), 30 % worse (noise 7 %)',
    );
    expect(comparisonTable({ compared: 3, slower: [] }, 'old.json')).toBe(
      'none of 3 measures became slower than its noise since old.json',
    );
  });
});

describe('the goals', () => {
  it('given certway and a baseline, when judged, then the ratio of the run counts', () => {
    const lines = linesOf([latency('certway', [10, 10]), latency('a', [20, 40])]);
    expect(verdicts(lines)).toEqual([
      { goal: 'one at a time, p50 ≤ 0.35 × (a)', value: 0.375, isReached: false },
    ]);
  });

  it('given a measure without its baseline, when judged, then it is not', () => {
    expect(verdicts(linesOf([latency('certway', [10])]))).toEqual([]);
  });

  it('given verdicts, when shown, then each says whether it was reached', () => {
    const shown = goalTable([
      { goal: 'this', value: 0.3333, isReached: true },
      { goal: 'that', value: 12_345.6, isReached: false },
    ]);
    expect(shown).toBe('✓ this: 0.333\n✗ that: 12,346');
  });
});
