import { lastDayOfYear, parseLocalDate, yearOf, type LocalDate } from '../../calendar/index.ts';

/**
 * T-14: the last day of each calendar year that owes a surveillance after a decision, or after the one that was closed
 * last; not of the year in which the certificate expires, which recertification takes.
 */
export function yearsOwed(after: string, expiry: string): readonly LocalDate[] {
  const [from, to] = [after, expiry].map((day) => yearOf(parseLocalDate(day))) as [number, number];
  const count = Math.max(0, to - from - 1);
  return Array.from({ length: count }, (_, index) => lastDayOfYear(from + 1 + index));
}
