/** What every rule of the machines that sets a date makes of a day, by a calendar written out by hand. */
import { daysLater, monthsLater, workingDaysLater } from './written-out-calendar.ts';

/** Days on which the office of the tests is closed. */
export const holidays = ['2027-12-24', '2027-12-31', '2028-02-29', '2028-05-01', '2032-02-27'];

/** Last day of a term of three years that begins on a day. */
export function expiry(on: string): string {
  return daysLater(monthsLater(on, 36), -1);
}

/** The ends of the years between those of two days. */
export function yearEnds(from: string, to: string): string[] {
  const [first, last] = [from, to].map((day) => Number(day.slice(0, 4))) as [number, number];
  return Array.from(
    { length: Math.max(0, last - first - 1) },
    (_, index) => `${first + 1 + index}-12-31`,
  );
}

/** The due dates of each rule when what it counts from happens on a day; some rules have several. */
export const byHand: Readonly<Record<string, (on: string) => readonly string[]>> = {
  'T-01': (on) => [daysLater(on, 60)],
  'T-03': (on) => [monthsLater(on, 6)],
  'T-04': (on) => [workingDaysLater(on, 10, holidays)],
  'T-05': (on) => [daysLater(on, 30)],
  'T-06': (on) => [daysLater(on, 90)],
  'T-07': (on) => [monthsLater(on, 6)],
  'T-08': (on) => [daysLater(on, 60)],
  'T-10': (on) => [30, 20, 25].map((days) => daysLater(on, days)),
  'T-11': (on) => [daysLater(on, 30)],
  'T-12': (on) => [workingDaysLater(on, 5, holidays)],
  'T-13': (on) => [monthsLater(on, 12)],
  'T-14': (on) => yearEnds(on, expiry(on)),
  'T-15': (on) => [9, 6, 4, 3].map((months) => monthsLater(expiry(on), -months)),
  'T-16': (on) => [expiry(on)],
  'T-17': (on) => [monthsLater(expiry(on), 6)],
  'T-18': (on) => [monthsLater(on, 6)],
  'T-19': (on) => [monthsLater(on, 6)],
  // A person names the day; what is computed is when it has passed.
  'T-20': (on) => [on],
  'T-23': (on) => [monthsLater(expiry(on), 36)],
  'T-24': (on) => [workingDaysLater(on, 5, holidays)],
  // The document that ends an edition names the day.
  'R-STD-01': (on) => [on],
  'R-CPL-02': (on) => [on],
};
