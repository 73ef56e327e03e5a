/**
 * Periods of whole calendar units, written as ISO 8601 durations: the form in which a policy states
 * how long something may take.
 */
import { addDays, addMonths, type LocalDate } from './local-date.ts';

/** A period in calendar units; all three are negative or zero when it points backwards. */
export interface Period {
  readonly years: number;
  readonly months: number;
  readonly days: number;
}

const shape = /^(-?)P(?!$)(?:(-?\d{1,4})Y)?(?:(-?\d{1,5})M)?(?:(-?\d{1,6})D)?$/;

/** Tells whether a text is a period that {@link parsePeriod} takes. */
export function isPeriod(text: string): boolean {
  return periodOf(text) !== undefined;
}

/**
 * Reads a period of years, months and days, e.g. `P30D`, `P6M`, `P1Y6M`. The sign of a backward
 * period stands in front of the P (`-P9M`) or of the number (`P-9M`).
 *
 * @throws RangeError for any other text, also for weeks, hours and mixed signs.
 * @see ISO 8601-1 for durations, ISO 8601-2 for their signs
 */
export function parsePeriod(text: string): Period {
  const period = periodOf(text);
  if (period) return period;
  throw new RangeError(
    `'${text}' is not a period: years, months and days such as P3Y, P6M, P30D or -P9M are expected`,
  );
}

/**
 * Adds a period to a date: years and months first, in one step with one clamp at the end of the
 * month, then the days.
 *
 * @param period - ISO 8601 text as {@link parsePeriod} takes it
 * @throws RangeError when the text is no period or the result leaves the years 1000 to 9999.
 */
export function addPeriod(date: LocalDate, period: string): LocalDate {
  const { years, months, days } = parsePeriod(period);
  return addDays(addMonths(date, years * 12 + months), days);
}

/**
 * Last day of a term whose first day counts: first day + term − 1 day. A term of P3Y from
 * 1 March 2025 ends with 29 February 2028.
 *
 * @param term - ISO 8601 text as {@link parsePeriod} takes it
 * @throws RangeError as {@link addPeriod} does.
 */
export function lastDayOfTerm(firstDay: LocalDate, term: string): LocalDate {
  return addDays(addPeriod(firstDay, term), -1);
}

function periodOf(text: string): Period | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, sign, ...units] = match;
  const [years = 0, months = 0, days = 0] = units.map((unit: string | undefined) =>
    Number(unit ?? 0),
  );
  const values = [years, months, days];
  const isBackward = values.some((value) => value < 0);
  if (isBackward && (sign === '-' || values.some((value) => value > 0))) return undefined;
  const factor = sign === '-' ? -1 : 1;
  return { years: years * factor, months: months * factor, days: days * factor };
}
