import { describe, expect, it } from '@jest/globals';
import { median, ratios, spread } from '../../bench/report/statistics.ts';

describe('the statistics of the benchmark', () => {
  it('given values in any order, when their median is taken, then half lie on either side', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 9, 1, 2])).toBe(5.5);
  });

  it('given nothing, when its median is taken, then there is none', () => {
    expect(median([])).toBeNaN();
  });

  it('given values, when their spread is taken, then it is half the range over the median', () => {
    expect(spread([8, 10, 12])).toBeCloseTo(0.2);
    expect(spread([10])).toBe(0);
    expect(spread([0, 0, 0])).toBe(0);
  });

  it('given rounds of which one was disturbed, when the ratios are taken, then it disturbs none of them', () => {
    expect(ratios([10, 40, 10], [20, 80, 20])).toEqual([0.5, 0.5, 0.5]);
  });

  it('given fewer rounds of one than of the other, when the ratios are taken, then only pairs count', () => {
    expect(ratios([10, 20, 30], [10, 10])).toEqual([1, 2]);
    expect(ratios([10], [10, 10])).toEqual([1]);
  });
});
