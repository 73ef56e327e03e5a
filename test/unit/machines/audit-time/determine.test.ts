import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  countsFairly,
  determineAuditTime,
  drawSites,
  judgementSchema,
  leavesTimeToAudit,
  randomSites,
  timesEachSite,
  type TimePolicy,
} from '../../../../machines/audit-time/index.ts';
import { packs } from '../../../../machines/policy/index.ts';

type Given = Record<string, unknown>;

const medium = {
  business: { type: 2, processes: 2, maturity: 2 },
  technology: { infrastructure: 2, outsourcing: 2, development: 2 },
  adjustment: 0,
};

function determined(persons: number, given: Given = {}, policy: TimePolicy = packs.default) {
  return determineAuditTime(persons, judgementSchema.parse({ ...medium, ...given }), policy);
}

describe('audit time', () => {
  it.each([
    [1, 5],
    [10, 5],
    [11, 6],
    [15, 6],
    [16, 7],
    [25, 7],
    [26, 8.5],
    [45, 8.5],
    [46, 10],
    [65, 10],
    [66, 11],
    [85, 11],
    [86, 12],
    [125, 12],
    [126, 13],
    [175, 13],
    [176, 14],
    [275, 14],
    [276, 15],
    [425, 15],
    [426, 16.5],
    [625, 16.5],
    [626, 17.5],
    [875, 17.5],
    [876, 18.5],
    [1175, 18.5],
    [1176, 19.5],
    [1550, 19.5],
    [1551, 21],
    [2025, 21],
    [2026, 22],
    [2675, 22],
    [2676, 23],
    [10_700, 28],
  ])('given %d persons, when nothing changes the time, then the table says %d days', (n, days) => {
    expect(determined(n)).toMatchObject({ tableDays: days, initialDays: days });
  });

  it('given 14 persons, when split over the cycle, then 6, 2 and 4 days', () => {
    expect(determined(14)).toMatchObject({
      initialDays: 6,
      stage1Days: 2,
      stage2Days: 4,
      surveillanceDays: 2,
      recertificationDays: 4,
    });
  });

  it('given 50 persons of medium complexity, when determined, then 10, 3.5 and 7 days', () => {
    expect(determined(50)).toMatchObject({
      businessComplexity: 'medium',
      technologyComplexity: 'medium',
      initialDays: 10,
      stage1Days: 3,
      stage2Days: 7,
      surveillanceDays: 3.5,
      recertificationDays: 7,
    });
  });

  it('given reductions of 55 percent, when determined, then the cap keeps 70 percent and both are recorded', () => {
    const low = { type: 1, processes: 1, maturity: 1 };
    const time = determined(50, {
      business: low,
      technology: { infrastructure: 1, outsourcing: 1, development: 2 },
      adjustment: -30,
      factors: [{ reason: 'certified to another standard', days: -2.5 }],
    });
    expect(time).toMatchObject({ uncappedDays: 4.5, cappedDays: 7, initialDays: 7 });
    expect(time.band).toEqual({ least: -30, most: -10 });
  });

  it('given 147 persons in three groups of 49 alike, when determined, then 21 count', () => {
    const group = { activity: 'packing', persons: 49 };
    const time = determined(147, { identicalGroups: [group, group, group] });
    expect(time).toMatchObject({ effectivePersons: 21, tableDays: 7 });
  });

  it('given factors, when summed, then they are capped before they are rounded up to half days', () => {
    // 8.5 + 8.5 × 10 % + 0.25 = 9.6, up to 10; a third of 10 is 3.33, up to 3.5.
    const time = determined(30, {
      business: { type: 3, processes: 3, maturity: 3 },
      adjustment: 10,
      factors: [{ reason: 'second language', days: 0.25 }],
    });
    expect(time).toMatchObject({ uncappedDays: 9.6, initialDays: 10, surveillanceDays: 3.5 });
  });

  it('given a reduction of 30 and an integration of 20 percent, when determined, then 56 percent remain', () => {
    const time = determined(50, {
      business: { type: 1, processes: 1, maturity: 1 },
      technology: { infrastructure: 1, outsourcing: 1, development: 1 },
      adjustment: -30,
      integrated: {
        standards: [{ standard: 'ISO 9001', days: 3 }],
        reduction: 20,
        reason: 'one management system',
      },
    });
    expect(time.initialDays).toBe(8);
  });

  it.each([
    [2, { initial: 2, surveillance: 1, recertification: 2, random: 1 }],
    [10, { initial: 4, surveillance: 2, recertification: 3, random: 1 }],
    [25, { initial: 5, surveillance: 3, recertification: 4, random: 2 }],
    [100, { initial: 10, surveillance: 6, recertification: 8, random: 3 }],
  ])('given %d sites alike, when sampled, then as the square root says', (count, sample) => {
    const sites = { count, canBeSampled: true, reason: 'the same shop everywhere' };
    expect(determined(50, { sites }).siteSample).toEqual(sample);
  });

  it('given sites that differ, when determined, then all are visited, and 30 percent each year', () => {
    const sites = { count: 7, canBeSampled: false, reason: 'a laboratory, a factory, an office' };
    expect(determined(50, { sites }).siteSample).toEqual({
      initial: 7,
      surveillance: 3,
      recertification: 7,
      random: 0,
    });
  });

  it('given more persons than the table knows, when days are given, then they count', () => {
    const beyondTable = { days: 30, reason: 'two steps further' };
    expect(determined(20_000, { beyondTable })).toMatchObject({ tableDays: 30, initialDays: 30 });
    expect(determined(50, { beyondTable }).tableDays).toBe(10);
  });

  it('given 30 of 100 and 20 of 100 percent on two standards of 10 days, when determined, then 44 percent are saved', () => {
    // (10 × 0.7 + 7) × 0.8 = 11.2 of 20 days, up to 11.5.
    const time = determined(50, {
      business: { type: 1, processes: 1, maturity: 1 },
      technology: { infrastructure: 1, outsourcing: 1, development: 1 },
      adjustment: -30,
      integrated: {
        standards: [{ standard: 'ISO 9001', days: 7 }],
        reduction: 20,
        reason: 'one management system',
      },
    });
    expect(time).toMatchObject({ cappedDays: 7, initialDays: 11.5, surveillanceDays: 4 });
  });

  it.each([
    [1, 1, 10],
    [10, 1, 10],
    [50, 46, 65],
    [2676, 2676, 3450],
    [10_701, 10_701, 10_701],
  ])('given %d persons, when determined, then the row of %d to %d is recorded', (n, from, upTo) => {
    expect(determined(n).row).toEqual({ from, upTo });
  });

  it('given 20 part-timers who are 10 in full time, when 30 persons are determined, then 20 count', () => {
    const partTime = { persons: 20, fullTime: 9.5, reason: 'half days' };
    expect(determined(30, { partTime })).toMatchObject({ effectivePersons: 20, tableDays: 7 });
  });

  it('given a group of 49 that counts as 20, when 60 persons are determined, then 31 count', () => {
    const group = {
      activity: 'packing',
      persons: 49,
      counted: 20,
      criteria: 'no access to systems',
    };
    expect(determined(60, { identicalGroups: [group] })).toMatchObject({
      effectivePersons: 31,
      tableDays: 8.5,
    });
  });

  it('given groups and part-timers, when they count, then the square root is the least and their number the most', () => {
    const counts = (counted: number): boolean =>
      countsFairly(determined(60, { identicalGroups: [{ activity: 'a', persons: 50, counted }] }));
    expect([7, 8, 50, 51].map(counts)).toEqual([false, true, true, false]);
    const works = (fullTime: number): boolean =>
      countsFairly(determined(60, { partTime: { persons: 10, fullTime, reason: 'r' } }));
    expect([10, 10.1].map(works)).toEqual([true, false]);
  });

  it('given time by site, when determined, then half is the most a site saves and the sum counts where it is more', () => {
    // 76 persons: 11 days. Central 10, shop 6 − 60 % = 2.4, capped 3, store 5 − 40 % = 3; together 16.
    const times = [
      { site: 'office', persons: 46, reduction: 0, reason: 'everything is audited' },
      { site: 'shop', persons: 12, reduction: 60, reason: 'only physical security' },
      { site: 'store', persons: 8, reduction: 40, reason: 'no development' },
    ];
    const sites = { count: 3, canBeSampled: true, reason: 'alike', times };
    const time = determined(76, { sites });
    expect(time).toMatchObject({
      tableDays: 11,
      siteTimes: [
        { site: 'office', tableDays: 10, uncappedDays: 10, cappedDays: 10 },
        { site: 'shop', tableDays: 6, uncappedDays: 2.4, cappedDays: 3 },
        { site: 'store', tableDays: 5, uncappedDays: 3, cappedDays: 3 },
      ],
      ...{ initialDays: 16, surveillanceDays: 5.5, recertificationDays: 11 },
    });
    expect(timesEachSite(time)).toBe(true);
    const fewer = determined(76, { sites: { ...sites, times: times.slice(1) } });
    expect(timesEachSite(fewer)).toBe(false);
    expect(fewer.initialDays).toBe(11);
    const twice = [times[0], times[1], times[1]];
    expect(timesEachSite(determined(76, { sites: { ...sites, times: twice } }))).toBe(false);
    expect(timesEachSite(determined(76))).toBe(true);
  });

  it('given planning and reporting, when determined, then the rest is audited; above a fifth asks for a reason', () => {
    expect(determined(50).durationDays).toBe(8);
    expect(determined(50, { planningShare: 10 }).durationDays).toBe(9);
    expect(leavesTimeToAudit(determined(50, { planningShare: 20 }))).toBe(true);
    expect(leavesTimeToAudit(determined(50, { planningShare: 21 }))).toBe(false);
  });

  it('given a stricter policy, when determined, then its floor and shares count', () => {
    const policy = { minReductionFloor: 0.85, svShare: '1/2', rcShare: '3/4' };
    const factors = [{ reason: 'certified to another standard', days: -4 }];
    expect(determined(50, { factors }, policy)).toMatchObject({
      ...{ uncappedDays: 6, cappedDays: 8.5, initialDays: 8.5 },
      ...{ surveillanceDays: 4.5, recertificationDays: 6.5 },
    });
  });

  it('given sites that nobody chose, when some are drawn, then as many, the same for the same seed, others for another', () => {
    const sites = Array.from({ length: 20 }, (_, number) => `site ${number}`);
    const drawn = drawSites(sites, 5, 'globex-27001 0');
    expect(new Set(drawn).size).toBe(5);
    expect(drawn.every((site) => sites.includes(site))).toBe(true);
    expect(drawSites([...sites].reverse(), 5, 'globex-27001 0')).toEqual(drawn);
    expect(drawSites(sites, 5, 'globex-27001 1')).not.toEqual(drawn);
    expect(drawSites(sites, 30, 's')).toHaveLength(20);
    expect([0, 1, 4, 5].map(randomSites)).toEqual([0, 1, 1, 2]);
  });

  it('given any judgement, when determined, then no reduction passes the cap and splits hold their shares', () => {
    const judgement = fc.record({
      persons: fc.integer({ min: 1, max: 10_000 }),
      adjustment: fc.integer({ min: -100, max: 200 }),
      stage1Share: fc.integer({ min: 10, max: 50 }),
      quarters: fc.integer({ min: -40, max: 40 }),
    });
    fc.assert(
      fc.property(judgement, ({ persons, quarters, ...given }) => {
        const factors = [{ reason: 'r', days: quarters / 4 }];
        const time = determined(persons, { ...given, factors });
        expect(time.initialDays).toBeGreaterThanOrEqual(time.tableDays * 0.7);
        expect(time.initialDays * 2).toBe(Math.round(time.initialDays * 2));
        expect(time.initialDays - time.cappedDays).toBeLessThan(0.5);
        expect(time.stage1Days + time.stage2Days).toBe(time.initialDays);
        expect(time.surveillanceDays * 3).toBeGreaterThanOrEqual(time.initialDays);
        expect(time.recertificationDays * 3).toBeGreaterThanOrEqual(time.initialDays * 2);
        expect(time.surveillanceDays - time.initialDays / 3).toBeLessThan(0.5);
      }),
    );
  });
});
