/**
 * Calendar arithmetic of its own, by the host's `Date` and `Intl`: a second opinion on what `machines/calendar` computes
 * from generated data.
 */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** No zone is further from UTC, and none moves its clock by more. */
const FURTHEST_MS = 16 * HOUR_MS;
const formats = new Map<string, Intl.DateTimeFormat>();
const ends = new Map<string, string>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...parts });
  formats.set(zone, format);
  return format;
}

/** The local date of an instant. @param at - ISO-8601 or epoch milliseconds */
export function localDay(at: string | number, zone: string): string {
  return formatOf(zone).format(typeof at === 'string' ? Date.parse(at) : at);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** A day so many days later. */
export function daysAfter(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * DAY_MS);
}

/** A day so many months later; the last of a month that is too short. */
function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)));
}

const period = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/;

/** A day after an ISO 8601 period, years and months first. @throws Error for what is none */
export function after(day: string, span: string): string {
  const found = period.exec(span);
  if (!found) throw new Error(`${span} is no period`);
  const sign = found[1] === '-' ? -1 : 1;
  const [years = 0, months = 0, weeks = 0, days = 0] = found
    .slice(2)
    .map((part) => Number(part || 0));
  return daysAfter(monthsAfter(day, sign * (years * 12 + months)), sign * (weeks * 7 + days));
}

/** A day so many working days later. @param holidays - days on which the office is closed */
export function workingDaysAfter(day: string, count: number, holidays: readonly string[]): string {
  let [left, found] = [count, day];
  while (left > 0) {
    found = daysAfter(found, 1);
    const weekday = new Date(found).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !holidays.includes(found)) left -= 1;
  }
  return found;
}

/** The instant at which a local day has passed: the first one of a later day, ISO-8601 UTC. */
export function endOf(day: string, zone: string): string {
  const key = `${day} ${zone}`;
  const known = ends.get(key);
  if (known !== undefined) return known;
  const midnight = Date.parse(day) + DAY_MS;
  let [before, past] = [midnight - FURTHEST_MS, midnight + FURTHEST_MS];
  while (past - before > 1) {
    const middle = Math.floor((before + past) / 2);
    if (localDay(middle, zone) > day) past = middle;
    else before = middle;
  }
  const end = new Date(past).toISOString();
  ends.set(key, end);
  return end;
}

/** The calendar year of a day. */
export function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

/** The last day of a calendar year. */
export function endOfYear(year: number): string {
  return `${year}-12-31`;
}

/** The years strictly between those of two days. */
export function yearsBetween(from: string, to: string): readonly number[] {
  const count = Math.max(0, yearOf(to) - yearOf(from) - 1);
  return Array.from({ length: count }, (_, index) => yearOf(from) + 1 + index);
}
