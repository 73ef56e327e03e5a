import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addPeriod,
  isPeriod,
  lastDayOfTerm,
  parseLocalDate,
  parsePeriod,
} from '../../../../machines/calendar/index.ts';
import { anyDate } from './written-out-calendar.ts';

const date = parseLocalDate;

describe('periods, reading', () => {
  it.each([
    ['P30D', { years: 0, months: 0, days: 30 }],
    ['P6M', { years: 0, months: 6, days: 0 }],
    ['P12M', { years: 0, months: 12, days: 0 }],
    ['P3Y', { years: 3, months: 0, days: 0 }],
    ['P1Y6M10D', { years: 1, months: 6, days: 10 }],
    ['P0D', { years: 0, months: 0, days: 0 }],
  ])('given %s, when read, then its units come', (text, expected) => {
    expect(parsePeriod(text)).toEqual(expected);
    expect(isPeriod(text)).toBe(true);
  });

  it.each(['-P1Y9M2D', 'P-1Y-9M-2D'])('given %s, when read, then it points backwards', (text) => {
    expect(parsePeriod(text)).toEqual({ years: -1, months: -9, days: -2 });
  });

  it.each(
    [
      ['P', '', '6M', 'p6m', 'P6', 'PM', 'P1.5M', 'P1W', 'PT5H', 'P1DT1H', 'P6M1Y', 'P 6M', 'P6M '],
      ['-P-9M', 'P1Y-1M', '+P6M', '--P1D', 'P1000000D'],
    ].flat(),
  )("given '%s', when read, then it is refused", (text) => {
    expect(isPeriod(text)).toBe(false);
    expect(() => parsePeriod(text)).toThrow(`'${text}' is not a period`);
    expect(() => addPeriod(date('2025-01-01'), text)).toThrow(RangeError);
  });
});

describe('periods, adding', () => {
  it.each([
    ['2025-08-31', 'P6M', '2026-02-28'],
    ['2025-03-10', 'P12M', '2026-03-10'],
    ['2026-12-04', 'P90D', '2027-03-04'],
    ['2026-12-04', 'P30D', '2027-01-03'],
    ['2030-01-19', '-P9M', '2029-04-19'],
    ['2030-03-31', 'P-4M', '2029-11-30'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    // One clamp: 29 February 2024 + 13 months is 29 March, not 28 March by way of 28 February.
    ['2024-02-29', 'P1Y1M', '2025-03-29'],
    // Months before days: 30 January + 1 month is 28 February, and a day later 1 March.
    ['2025-01-30', 'P1M1D', '2025-03-01'],
  ])('given %s, when %s is added, then it is %s', (from, period, expected) => {
    expect(addPeriod(date(from), period)).toBe(expected);
  });

  it('given any period, when added, then it is the months and then the days', () => {
    const units = fc.record({ y: fc.nat(400), m: fc.nat(400), d: fc.nat(400) });
    fc.assert(
      fc.property(anyDate, units, (from, { y, m, d }) => {
        const text = `P${y}Y${m}M${d}D`;
        expect(addPeriod(from, text)).toBe(addDays(addMonths(from, 12 * y + m), d));
        expect(addPeriod(from, `-${text}`)).toBe(addDays(addMonths(from, -12 * y - m), -d));
      }),
    );
  });
});

describe('terms', () => {
  it.each([
    ['2025-03-01', '2028-02-29'],
    ['2027-01-20', '2030-01-19'],
    ['2025-03-10', '2028-03-09'],
    ['2025-01-01', '2027-12-31'],
    ['2028-02-29', '2031-02-27'],
  ])(
    'given a decision on %s, when it is for three years, then the last day is %s',
    (from, last) => {
      expect(lastDayOfTerm(date(from), 'P3Y')).toBe(last);
    },
  );
});
