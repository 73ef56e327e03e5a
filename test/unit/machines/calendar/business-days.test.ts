import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addWorkingDays,
  daysBetween,
  isWorkingDay,
  parseLocalDate,
} from '../../../../machines/calendar/index.ts';
import { anyDate } from './written-out-calendar.ts';

const date = parseLocalDate;
const christmas = () => ['2026-12-24', '2026-12-25', '2026-12-26', '2027-01-01'].map(date);

describe('working days', () => {
  it.each([
    ['2026-11-27', true], // Friday
    ['2026-11-28', false],
    ['2026-11-29', false],
    ['2026-11-30', true], // Monday
    ['2026-12-25', false], // a Friday, and a holiday
  ])('given %s, when asked, then working day is %s', (day, expected) => {
    expect(isWorkingDay(date(day), christmas())).toBe(expected);
  });

  it.each([
    ['2026-12-04', 0, '2026-12-04'],
    ['2026-12-04', 1, '2026-12-07'], // Friday to Monday
    ['2026-12-04', 5, '2026-12-11'],
    ['2026-12-04', 10, '2026-12-18'],
    ['2026-12-05', 1, '2026-12-07'], // Saturday to Monday
    ['2026-12-05', 0, '2026-12-05'],
    ['2026-12-23', 1, '2026-12-28'], // over two holidays and a weekend
    ['2026-12-23', 5, '2027-01-04'], // 28, 29, 30, 31, and New Year is a Friday
  ])('given %s, when %d working days are added, then it is %s', (from, days, expected) => {
    expect(addWorkingDays(date(from), days, christmas())).toBe(expected);
  });

  it.each([-1, 1.5, NaN])('given %d working days, when added, then it is refused', (days) => {
    expect(() => addWorkingDays(date('2026-12-04'), days, [])).toThrow(RangeError);
  });

  it('given any holidays, when working days are added, then as many lie behind and the last is one', () => {
    const holidayOffsets = fc.array(fc.integer({ min: -5, max: 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(
        anyDate,
        fc.integer({ min: 1, max: 30 }),
        holidayOffsets,
        (from, days, offsets) => {
          const holidays = offsets.map((offset) => addDays(from, offset));
          const last = addWorkingDays(from, days, holidays);
          const between = Array.from({ length: daysBetween(from, last) }, (_, index) =>
            addDays(from, index + 1),
          );
          const working = between.filter((day) => {
            const weekday = new Date(day).getUTCDay();
            return weekday !== 0 && weekday !== 6 && !holidays.some((holiday) => holiday === day);
          });
          expect(working).toHaveLength(days);
          expect(working.at(-1)).toBe(last);
        },
      ),
    );
  });
});
