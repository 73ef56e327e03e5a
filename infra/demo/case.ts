import { addDays, daysBetween, parseLocalDate } from '../../machines/calendar/index.ts';
import { machines } from '../../machines/index.ts';
import { JOURNEY, loadScenario, moveDates, type Scenario } from '../../services/scenario/index.ts';

/** One command of a case, with its dates filled in. */
export interface CaseStep {
  /** Local date on which the command is given, `YYYY-MM-DD`. */
  readonly date: string;
  /** `self` for the journey, otherwise the id of a child. */
  readonly to: string;
  readonly command: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The accepted commands of a scenario: a journey that goes well. */
export interface Case {
  readonly journey: string;
  /** Local date on which the journey is started. */
  readonly startsOn: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly steps: readonly CaseStep[];
}

/**
 * Takes the commands of a scenario that are to be accepted.
 * @param startsOn - local date on which the journey is to start, and to which all dates move with it, `YYYY-MM-DD`;
 * its own date by default
 */
export function caseOf(scenario: Scenario, startsOn = scenario.startsOn): Case {
  const days = daysBetween(parseLocalDate(scenario.startsOn), parseLocalDate(startsOn));
  const moved = moveDates(scenario, (date) => addDays(parseLocalDate(date), days));
  const steps = moved.steps.flatMap(({ date, gives }): CaseStep[] => {
    if (!gives || gives.refused) return [];
    const { command, by: actor, payload } = gives;
    return gives.to.map((name) => ({
      date,
      to: name === JOURNEY ? 'self' : name,
      command,
      payload: { actor, ...payload },
    }));
  });
  return { journey: moved.journey, startsOn, input: moved.input, steps };
}

/** Reads the scenario file of a case. @throws ScenarioError with every fault of the file */
export function loadCase(path: string, startsOn?: string): Case {
  return caseOf(loadScenario(path, machines), startsOn);
}

/** What comes in a case after all of another one, which it continues. */
export function afterCase(whole: Case, begun: Case): Case {
  return { ...whole, steps: whole.steps.slice(begun.steps.length) };
}
