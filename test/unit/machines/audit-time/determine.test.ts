import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  determineAuditTime,
  judgementSchema,
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
