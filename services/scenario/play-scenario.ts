import { localDateAt, parseLocalDate, startOfDay } from '../../machines/calendar/index.ts';
import { judgeReply, judgeSight, type Unmet } from './judge.ts';
import { byYears, moveDates, yearsToMove } from './move-dates.ts';
import {
  JOURNEY,
  type Giving,
  type Look,
  type Place,
  type Scenario,
  type ScenarioStep,
} from './scenario.ts';
import type { Stage } from './stage.ts';

/** An expectation of a scenario that was not met. */
export interface Failure extends Place, Unmet {
  readonly date: string;
  /** Whom it is about: `journey`, or the name of a child. */
  readonly of: string;
  /** The command that was given, where it is about one. */
  readonly command: string | undefined;
}

/** What playing a scenario came to. */
export interface Played {
  readonly scenario: string;
  readonly file: string;
  readonly journey: string;
  /** Years by which its dates were moved. */
  readonly movedYears: number;
  readonly commands: number;
  readonly expectations: number;
  readonly failures: readonly Failure[];
  /** Entities whose log does not fold to their state. */
  readonly unlikeTheirLog: readonly string[];
}

/** What a player is told and told by. */
export interface PlayOptions {
  readonly signal?: AbortSignal;
  /** Told before every step. */
  readonly onStep?: (step: {
    readonly number: number;
    readonly of: number;
    readonly date: string;
  }) => void;
}

const NOON_MS = 12 * 3_600_000;

/**
 * Plays a scenario to its end, whatever fails on the way; every command is given around noon of its day.
 * @throws Error when the journey does not start, and the reason of an abort
 */
export async function playScenario(
  given: Scenario,
  stage: Stage,
  { signal, onStep }: PlayOptions = {},
): Promise<Played> {
  const now = await stage.now();
  // A server's clock cannot go back: what begins in its past is played that many years later.
  const movedYears = now === undefined ? 0 : yearsToMove(given, localDateAt(now, 'UTC'));
  const { title, file, journey, startsOn, input, steps } = moveDates(given, byYears(movedYears));
  await stage.begin(journey, input, Date.parse(`${startsOn}T12:00:00Z`));
  const zone = (await stage.look(journey))?.zone ?? 'UTC';
  const failures: Failure[] = [];
  for (const [index, step] of steps.entries()) {
    signal?.throwIfAborted();
    onStep?.({ number: index + 1, of: steps.length, date: step.date });
    await stage.travelTo(startOfDay(parseLocalDate(step.date), zone) + NOON_MS);
    failures.push(...(await playStep(step, stage, journey)));
  }
  const unlikeTheirLog = await stage.unlikeTheirLog();
  return {
    ...{ scenario: title, file, journey, movedYears },
    commands: sumOf(steps, ({ gives }) => gives?.to.length ?? 0),
    expectations: sumOf(steps, ({ looks }) => sumOf(looks, expectationsIn)),
    ...{ failures, unlikeTheirLog },
  };
}

async function playStep(
  { place, date, gives, looks }: ScenarioStep,
  stage: Stage,
  journey: string,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  const entityOf = (name: string): string => (name === JOURNEY ? journey : `${journey}/${name}`);
  for (const of of gives?.to ?? []) {
    const { command, payload, by: actor } = gives as Giving;
    const reply = await stage.give(entityOf(of), command, { actor, ...payload });
    const unmet = judgeReply(gives as Giving, reply);
    failures.push(...unmet.map((each) => ({ ...place, date, of, command, ...each })));
  }
  for (const look of looks) {
    const unmet = judgeSight(look, await stage.look(entityOf(look.of)));
    const { place: at, of } = look;
    failures.push(...unmet.map((each) => ({ ...at, date, of, command: undefined, ...each })));
  }
  return failures;
}

function expectationsIn({ state, due, recorded, notRecorded }: Look): number {
  return state.length + Object.keys(due).length + recorded.length + notRecorded.length;
}

function sumOf<Item>(items: readonly Item[], numberOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0);
}
