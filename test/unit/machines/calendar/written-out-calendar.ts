/** The Gregorian calendar written out by hand, as an oracle that shares nothing with the source. */
import fc from 'fast-check';
import { parseLocalDate } from '../../../../machines/calendar/index.ts';

export function daysInMonth(year: number, month: number): number {
  const isLeap = year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0);
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return lengths[month - 1] ?? NaN;
}

export function write(year: number, month: number, day: number): string {
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/** Each day of the years, in order. */
export function* everyDay(firstYear: number, lastYear: number): Generator<string> {
  let [year, month, day] = [firstYear, 1, 1];
  while (year <= lastYear) {
    yield write(year, month, day);
    day += 1;
    if (day > daysInMonth(year, month)) [month, day] = [month + 1, 1];
    if (month > 12) [year, month] = [year + 1, 1];
  }
}

/** Any date from 1800 to 2200. */
export const anyDate = fc
  .tuple(fc.integer({ min: 1800, max: 2200 }), fc.integer({ min: 1, max: 12 }), fc.nat(30))
  .map(([year, month, day]) =>
    parseLocalDate(write(year, month, 1 + (day % daysInMonth(year, month)))),
  );
