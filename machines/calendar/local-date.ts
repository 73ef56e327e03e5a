/**
 * Dates without a time and without a zone, and their arithmetic. Months and years are added on the
 * calendar: where the target month is shorter, its last day is taken (31 August + 6 months is
 * 28 or 29 February). `Date` serves as arithmetic in UTC only; no clock is read.
 */

declare const localDateBrand: unique symbol;

/** A day of the proleptic Gregorian calendar as `YYYY-MM-DD`, years 1000 to 9999; `<` orders it. */
export type LocalDate = string & { readonly [localDateBrand]: 'LocalDate' };

const dayMs = 86_400_000;
const shape = /^[1-9]\d{3}-\d{2}-\d{2}$/;

/** Tells whether a text is a day that exists, written `YYYY-MM-DD`. */
export function isLocalDate(text: string): text is LocalDate {
  if (!shape.test(text)) return false;
  const ms = midnightUtc(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/**
 * Takes a text as a local date.
 *
 * @throws RangeError when the text is not `YYYY-MM-DD` or names a day that does not exist.
 */
export function parseLocalDate(text: string): LocalDate {
  if (isLocalDate(text)) return text;
  throw new RangeError(
    shape.test(text)
      ? `'${text}' is not a day of the calendar`
      : `'${text}' is not a local date: YYYY-MM-DD, years 1000 to 9999, is expected`,
  );
}

/** Orders two dates: -1 when `a` is earlier than `b`, 1 when it is later, 0 for the same day. */
export function compareLocalDates(a: LocalDate, b: LocalDate): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * The date a number of days later, or earlier when negative.
 *
 * @throws RangeError when `days` is not a whole number or the result leaves the years 1000 to 9999.
 */
export function addDays(date: LocalDate, days: number): LocalDate {
  const added = new Date(midnightUtc(date) + whole(days) * dayMs);
  return fromFields(added.getUTCFullYear(), added.getUTCMonth() + 1, added.getUTCDate());
}

/**
 * The same day of the month a number of months later (earlier when negative), or the last day of
 * that month when it has no such day.
 *
 * @throws RangeError when `months` is not a whole number or the result leaves the years 1000 to 9999.
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = fieldsOf(date);
  const monthIndex = year * 12 + (month - 1) + whole(months);
  const targetYear = Math.floor(monthIndex / 12);
  const targetMonth = monthIndex - targetYear * 12 + 1;
  return fromFields(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)));
}

/**
 * The same day a number of years later (earlier when negative); 29 February becomes 28 February
 * in a common year.
 *
 * @throws RangeError as {@link addMonths} does.
 */
export function addYears(date: LocalDate, years: number): LocalDate {
  return addMonths(date, years * 12);
}

/** Number of days from one date to another; negative when `to` is the earlier one. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (midnightUtc(to) - midnightUtc(from)) / dayMs;
}

/** Day of the week as ISO 8601 counts it: 1 is Monday, 7 is Sunday. */
export function dayOfWeek(date: LocalDate): number {
  return new Date(midnightUtc(date)).getUTCDay() || 7;
}

/** Calendar year of a date. */
export function yearOf(date: LocalDate): number {
  return fieldsOf(date).year;
}

/**
 * 1 January of a year.
 *
 * @throws RangeError when the year is not one of 1000 to 9999.
 */
export function firstDayOfYear(year: number): LocalDate {
  return fromFields(year, 1, 1);
}

/**
 * 31 December of a year.
 *
 * @throws RangeError when the year is not one of 1000 to 9999.
 */
export function lastDayOfYear(year: number): LocalDate {
  return fromFields(year, 12, 31);
}

function midnightUtc(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function fieldsOf(date: LocalDate): { year: number; month: number; day: number } {
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
  };
}

function fromFields(year: number, month: number, day: number): LocalDate {
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return parseLocalDate(`${year}-${twoDigits(month)}-${twoDigits(day)}`);
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function whole(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${value} is not a whole number`);
}
