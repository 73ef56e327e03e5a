/**
 * Working days: Monday to Friday less the holidays, which are data because they differ by place and
 * year.
 */
import { addDays, dayOfWeek, type LocalDate } from './local-date.ts';

/** Tells whether a date is a working day. */
export function isWorkingDay(date: LocalDate, holidays: readonly LocalDate[]): boolean {
  return dayOfWeek(date) <= 5 && !holidays.includes(date);
}

/**
 * The date a number of working days later. Counting begins with the day after `date`; zero working
 * days later is `date` itself, whatever day that is.
 *
 * @param days - whole number, not negative
 * @throws RangeError when `days` is negative or not whole.
 */
export function addWorkingDays(
  date: LocalDate,
  days: number,
  holidays: readonly LocalDate[],
): LocalDate {
  if (!Number.isSafeInteger(days) || days < 0) {
    throw new RangeError(`${days} is not a number of working days`);
  }
  let result = date;
  for (let counted = 0; counted < days;) {
    result = addDays(result, 1);
    if (isWorkingDay(result, holidays)) counted += 1;
  }
  return result;
}
