import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addYears,
  compareLocalDates,
  dayOfWeek,
  daysBetween,
  firstDayOfYear,
  isLocalDate,
  lastDayOfYear,
  parseLocalDate,
  yearOf,
} from '../../../../machines/calendar/index.ts';
import { anyDate, daysInMonth, everyDay, write } from './written-out-calendar.ts';

const date = parseLocalDate;

describe('local dates, reading', () => {
  it.each(['1000-01-01', '2024-02-29', '2000-02-29', '2027-12-31', '9999-12-31'])(
    'given %s, when read, then it is that date',
    (text) => {
      expect(parseLocalDate(text)).toBe(text);
    },
  );

  it.each(['2025-02-29', '1900-02-29', '2025-04-31', '2025-13-01', '2025-00-10', '2025-01-00'])(
    'given %s, when read, then it is refused as no day of the calendar',
    (text) => {
      expect(() => parseLocalDate(text)).toThrow(`'${text}' is not a day of the calendar`);
    },
  );

  it.each(['', '2025-1-1', '0999-12-31', '12025-01-01', '2025-01-01T00:00:00Z', ' 2025-01-01'])(
    "given '%s', when read, then the form is named",
    (text) => {
      expect(() => parseLocalDate(text)).toThrow(`'${text}' is not a local date: YYYY-MM-DD`);
    },
  );

  it('given any year, month and day, when read, then exactly the days that exist are taken', () => {
    const field = fc.tuple(fc.integer({ min: 1000, max: 9999 }), fc.nat(14), fc.nat(33));
    fc.assert(
      fc.property(field, ([year, month, day]) => {
        const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
        expect(isLocalDate(write(year, month, day))).toBe(exists);
      }),
    );
  });
});

describe('local dates, days', () => {
  it('given each day from 1899 to 2101, when the calendar is walked, then dates, distance and weekday agree', () => {
    const first = date('1899-01-01');
    let expectedWeekday = 7; // 1 January 1899 was a Sunday
    let walked = 0;
    for (const today of everyDay(1899, 2101)) {
      const day = date(today);
      const seen = [addDays(first, walked), addDays(day, -walked), daysBetween(first, day)];
      const expected = [today, first, walked];
      if (seen.join() !== expected.join() || dayOfWeek(day) !== expectedWeekday) {
        throw new Error(`${today} is ${seen.join()} and weekday ${dayOfWeek(day)}`);
      }
      walked += 1;
      expectedWeekday = (expectedWeekday % 7) + 1;
    }
    expect(walked).toBe(74_144); // 203 years of 365 days and 49 leap days
  });

  it('given two dates, when compared, then the order is that of time', () => {
    expect(compareLocalDates(date('2025-12-31'), date('2026-01-01'))).toBe(-1);
    expect(compareLocalDates(date('2026-01-01'), date('2025-12-31'))).toBe(1);
    expect(compareLocalDates(date('2026-01-01'), date('2026-01-01'))).toBe(0);
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(compareLocalDates(a, b)).toBe(Math.sign(daysBetween(b, a)));
      }),
    );
  });

  it('given the later date first, when the distance is taken, then it is negative', () => {
    expect(daysBetween(date('2024-03-01'), date('2024-02-28'))).toBe(-2);
  });

  it.each([0.5, NaN, Infinity])('given %d days, when added, then it is refused', (days) => {
    expect(() => addDays(date('2025-01-01'), days)).toThrow('is not a whole number');
  });

  it('given the last year there is, when a day is added, then it is refused', () => {
    expect(() => addDays(date('9999-12-31'), 1)).toThrow('10000-01-01');
    expect(() => addDays(date('1000-01-01'), -1)).toThrow('999-12-31');
  });
});

describe('local dates, months and years', () => {
  it.each([
    ['2025-08-31', 6, '2026-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2099-08-31', 6, '2100-02-28'],
    ['2026-12-04', 6, '2027-06-04'],
    ['2025-01-31', 1, '2025-02-28'],
    ['2025-03-31', 1, '2025-04-30'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2025-01-15', -1, '2024-12-15'],
    ['2030-01-19', -9, '2029-04-19'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2025-11-30', 1, '2025-12-30'],
    ['2025-02-28', 1, '2025-03-28'],
    ['2025-06-30', 0, '2025-06-30'],
    ['2024-02-29', -12, '2023-02-28'],
  ])('given %s, when %d months are added, then it is %s', (from, months, expected) => {
    expect(addMonths(date(from), months)).toBe(expected);
  });

  it.each([
    ['2024-02-29', 1, '2025-02-28'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2028-02-29', 3, '2031-02-28'],
    ['1896-02-29', 4, '1900-02-28'],
    ['2025-03-01', 3, '2028-03-01'],
    ['2027-01-20', -2, '2025-01-20'],
  ])('given %s, when %d years are added, then it is %s', (from, years, expected) => {
    expect(addYears(date(from), years)).toBe(expected);
  });

  it('given any date and number of months, when added, then month by month counting agrees', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -1300, max: 1300 }), (from, months) => {
        let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
        for (let step = 0; step < Math.abs(months); step += 1) {
          month += Math.sign(months);
          if (month === 13) [year, month] = [year + 1, 1];
          if (month === 0) [year, month] = [year - 1, 12];
        }
        const day = Math.min(Number(from.slice(8)), daysInMonth(year, month));
        expect(addMonths(from, months)).toBe(write(year, month, day));
      }),
      { numRuns: 1000 },
    );
  });

  it('given a year before 1000, when months lead there, then it is refused and not read as 19xx', () => {
    expect(() => addMonths(date('1050-01-01'), -12 * 1000)).toThrow(RangeError);
    expect(() => addYears(date('9000-01-01'), 1000)).toThrow(RangeError);
    expect(() => addMonths(date('2025-01-01'), 1.5)).toThrow('1.5 is not a whole number');
  });

  it('given a date, when its calendar year is asked for, then the year and its edges come', () => {
    expect(yearOf(date('2027-12-31'))).toBe(2027);
    expect(firstDayOfYear(2027)).toBe('2027-01-01');
    expect(lastDayOfYear(2027)).toBe('2027-12-31');
    expect(() => lastDayOfYear(27)).toThrow(RangeError);
    expect(() => firstDayOfYear(2027.5)).toThrow(RangeError);
  });
});
