/** Local dates, periods, working days, zones and deadlines: pure arithmetic, no clock. */
export { addWorkingDays, isWorkingDay } from './business-days.ts';
export { deadline, hasPassed, isInTime, type Deadline, type DeadlineTerms } from './deadline.ts';
export {
  addDays,
  addMonths,
  addYears,
  compareLocalDates,
  dayOfWeek,
  daysBetween,
  firstDayOfYear,
  isLocalDate,
  lastDayOfYear,
  parseLocalDate,
  yearOf,
  type LocalDate,
} from './local-date.ts';
export { addPeriod, isPeriod, lastDayOfTerm, parsePeriod, type Period } from './period.ts';
export { isZone } from './zone-offsets.ts';
export { endOfDay, localDateAt, startOfDay } from './zone.ts';
