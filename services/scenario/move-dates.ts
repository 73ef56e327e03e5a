import { dayOfWeek, isLocalDate, parseLocalDate } from '../../machines/calendar/index.ts';
import type { Look, Scenario, ScenarioStep } from './scenario.ts';

type Move = (date: string) => string;

/** So many are tried: recorded dates end in 2049, and a certificate lasts for three years. */
const YEARS = 16;
const LEAP_CYCLE = 4;
const stay: Move = (date) => date;
const DATE = /^\d{4}-\d\d-\d\d$/;
const YEAR_OF = /\{(\d{4}-\d\d-\d\d)\}/g;

/**
 * Moves every date of a scenario, and fills in the years: `{2027-12-06}` in a text stands for the year of that day,
 * as in `surveillance-{2027-12-06}`.
 * @param move - where a local date goes, `YYYY-MM-DD`
 */
export function moveDates(scenario: Scenario, move: Move = stay): Scenario {
  const moved = <Value>(value: Value): Value => moveIn(value, move) as Value;
  const look = ({ place, due, ...rest }: Look): Look => ({
    place,
    ...moved(rest),
    due: moved(due),
  });
  const step = ({ place, date, gives, looks }: ScenarioStep): ScenarioStep => ({
    place,
    date: move(date),
    gives: moved(gives),
    looks: looks.map(look),
  });
  return {
    ...scenario,
    startsOn: move(scenario.startsOn),
    input: moved(scenario.input),
    steps: scenario.steps.map(step),
  };
}

/** Moves dates by whole years. */
export function byYears(years: number): Move {
  return (date) => `${String(Number(date.slice(0, 4)) + years)}${date.slice(4)}`;
}

/**
 * By how many years a scenario is moved so that it begins after a day: by as few as leave all its dates the day of the
 * week that they have, and with it every distance between them; where no such number is small enough, by as few as
 * leave the leap years alone.
 */
export function yearsToMove(scenario: Scenario, today: string): number {
  const dates = datesIn(scenario);
  const keepsWeekdays = (years: number): boolean =>
    dates.every((date) => weekdayOf(byYears(years)(date)) === weekdayOf(date));
  const ahead = Array.from({ length: YEARS }, (_, years) => years).filter(
    (years) => byYears(years)(scenario.startsOn) > today,
  );
  return ahead.find(keepsWeekdays) ?? ahead.find((years) => years % LEAP_CYCLE === 0) ?? YEARS;
}

/** Every date that a scenario names. */
function datesIn(scenario: Scenario): readonly string[] {
  const found = new Set<string>();
  moveDates(scenario, (date) => {
    found.add(date);
    return date;
  });
  return [...found];
}

/** Day of the week of a date; not a number where there is no such date. */
function weekdayOf(date: string): number {
  return isLocalDate(date) ? dayOfWeek(parseLocalDate(date)) : NaN;
}

/** As {@link moveDates}, anywhere in a value. */
export function moveIn(value: unknown, move: Move = stay): unknown {
  if (typeof value === 'string') {
    if (DATE.test(value)) return move(value);
    return value.replace(YEAR_OF, (_, date: string) => move(date).slice(0, 4));
  }
  if (Array.isArray(value)) return value.map((item) => moveIn(item, move));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, moveIn(inner, move)]),
  );
}
