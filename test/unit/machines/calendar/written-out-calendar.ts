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

type Day = readonly [year: number, month: number, day: number];

function read(date: string): Day {
  const [year = NaN, month = NaN, day = NaN] = date.split('-').map(Number);
  return [year, month, day];
}

/** The day after, or before. */
function neighbour([year, month, day]: Day, step: 1 | -1): Day {
  if (step === 1) {
    if (day < daysInMonth(year, month)) return [year, month, day + 1];
    return month < 12 ? [year, month + 1, 1] : [year + 1, 1, 1];
  }
  if (day > 1) return [year, month, day - 1];
  return month > 1 ? [year, month - 1, daysInMonth(year, month - 1)] : [year - 1, 12, 31];
}

/** Day by day, forward or back. */
export function daysLater(date: string, days: number): string {
  let day = read(date);
  for (let left = Math.abs(days); left > 0; left -= 1) day = neighbour(day, days > 0 ? 1 : -1);
  return write(...day);
}

/** Month by month, forward or back, and the last day of a month that is too short. */
export function monthsLater(date: string, months: number): string {
  let [year, month] = read(date);
  for (let left = Math.abs(months); left > 0; left -= 1) {
    month += Math.sign(months);
    if (month === 13) [year, month] = [year + 1, 1];
    if (month === 0) [year, month] = [year - 1, 12];
  }
  return write(year, month, Math.min(read(date)[2], daysInMonth(year, month)));
}

/** Zeller's congruence: 0 is Saturday, 1 Sunday. */
function weekday(date: string): number {
  const [year, month, day] = read(date);
  const [y, m] = month < 3 ? [year - 1, month + 12] : [year, month];
  const century = Math.floor(y / 100);
  const inCentury = y % 100;
  const sum = day + Math.floor((13 * (m + 1)) / 5) + inCentury + Math.floor(inCentury / 4);
  return (sum + Math.floor(century / 4) + 5 * century) % 7;
}

/** Day by day, Saturdays and Sundays not counted. */
export function workingDaysLater(
  date: string,
  days: number,
  holidays: readonly string[] = [],
): string {
  let result = date;
  for (let left = days; left > 0;) {
    result = daysLater(result, 1);
    if (weekday(result) > 1 && !holidays.includes(result)) left -= 1;
  }
  return result;
}
