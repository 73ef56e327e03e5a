import type { Look, Scenario, ScenarioStep } from './scenario.ts';

type Move = (date: string) => string;

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

/** Moves dates by whole years. With four, or a multiple of it, every date exists there: leap years are the same. */
export function byYears(years: number): Move {
  return (date) => `${String(Number(date.slice(0, 4)) + years)}${date.slice(4)}`;
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
