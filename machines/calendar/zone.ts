/**
 * Where local days begin and end on the time line. A day has 23 or 25 hours when the clocks change,
 * its midnight may not exist or exist twice, and a zone that crossed the date line skipped a day.
 */
import { addDays, parseLocalDate, yearOf, type LocalDate } from './local-date.ts';
import { offsetSpans } from './zone-offsets.ts';
import { zoneTable } from './zones.data.ts';

/**
 * The instant at which a local day begins: the first one at which the clocks of the zone show
 * 00:00 of that day or later. Without a midnight that is the end of the gap, with two midnights the
 * first; a day that the zone skipped begins with the one after it.
 *
 * @param zone - IANA name, e.g. `Europe/Berlin`
 * @returns milliseconds since the epoch
 * @throws RangeError when the zone is unknown or the date lies outside the years of the zone table.
 */
export function startOfDay(date: LocalDate, zone: string): number {
  assertInTable(yearOf(date));
  return firstInstant(date, zone);
}

/**
 * The instant at which a local day has ended: the beginning of the next one.
 *
 * @param zone - IANA name
 * @returns milliseconds since the epoch
 * @throws RangeError as {@link startOfDay} does.
 */
export function endOfDay(date: LocalDate, zone: string): number {
  assertInTable(yearOf(date));
  return firstInstant(addDays(date, 1), zone);
}

/**
 * The date that the calendars of a zone show at an instant.
 *
 * @param epochMs - milliseconds since the epoch
 * @param zone - IANA name
 * @throws RangeError when the zone is unknown, or the instant is none (NaN) or lies outside the years
 * of the zone table.
 */
export function localDateAt(epochMs: number, zone: string): LocalDate {
  const span = offsetSpans(zone).find(({ untilMs }) => epochMs < untilMs);
  const local = new Date(epochMs + (span?.offsetMs ?? NaN));
  assertInTable(local.getUTCFullYear());
  return parseLocalDate(local.toISOString().slice(0, 10));
}

function firstInstant(date: LocalDate, zone: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  for (const { fromMs, untilMs, offsetMs } of offsetSpans(zone)) {
    const instant = Math.max(midnight - offsetMs, fromMs);
    if (instant < untilMs) return instant;
  }
  throw new Error(`the last offset of ${zone} is not open-ended`);
}

function assertInTable(year: number): void {
  const { firstYear, lastYear } = zoneTable;
  if (year >= firstYear && year <= lastYear) return;
  throw new RangeError(
    `year ${year} lies outside the zone table, which holds ${firstYear} to ${lastYear}`,
  );
}
