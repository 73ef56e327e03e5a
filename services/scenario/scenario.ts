import type { Actor } from '../../machines/engine/index.ts';

/** Where in a file something stands. */
export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Something of a journey that is expected to be so. */
export interface Look {
  readonly place: Place;
  /** `journey`, or the name of a child. */
  readonly of: string;
  /** Each is where the entity is, or a state around it. */
  readonly state: readonly string[];
  /** Rule of a deadline and the last day that is in time; `none` when no such deadline is open. */
  readonly due: Readonly<Record<string, string>>;
  readonly recorded: readonly { readonly event: string; readonly with: object }[];
  readonly notRecorded: readonly string[];
}

/** A command that somebody gives. */
export interface Giving {
  readonly by: Actor;
  /** To whom it is given, one after the other: `journey`, or names of children. */
  readonly to: readonly string[];
  readonly command: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Rules that refuse it, or the code of a refusal without a rule; `undefined` when it is to be accepted. */
  readonly refused: readonly string[] | undefined;
  readonly answers: object;
}

/** One step, complete. */
export interface ScenarioStep {
  readonly place: Place;
  /** Local date in the zone of the certification body, `YYYY-MM-DD`. */
  readonly date: string;
  readonly gives: Giving | undefined;
  readonly looks: readonly Look[];
}

/** A scenario with everything that it continues. */
export interface Scenario {
  readonly title: string;
  readonly file: string;
  readonly journey: string;
  readonly startsOn: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly people: Readonly<Record<string, Actor>>;
  readonly steps: readonly ScenarioStep[];
}

/** Name of the journey itself among the entities of a scenario. */
export const JOURNEY = 'journey';
