/**
 * Deadlines that explain themselves: which rule, counted from which event, due on which local date,
 * passed at which instant. They are computed once, stored with the event that creates them and never
 * recomputed, so that neither a new policy nor a new time zone table rewrites the past.
 */
import type { LocalDate } from './local-date.ts';
import { endOfDay } from './zone.ts';

/** A deadline as it is stored. */
export interface Deadline {
  /** Id of the rule that demands it, e.g. `T-13`. */
  readonly rule: string;
  /** Id of the event it counts from. */
  readonly anchor: string;
  /** Last day that is still in time, a local date of the zone it was computed in. */
  readonly due: LocalDate;
  /** Instant at which the due date has passed: ISO 8601 in UTC, with milliseconds. */
  readonly at: string;
  /** Pack and version of the policy that states the time, e.g. `default 1.0.0`. */
  readonly policy?: string;
}

/** What a deadline is made of. */
export interface DeadlineTerms extends Omit<Deadline, 'at'> {
  /** IANA name of the zone whose local dates count. */
  readonly zone: string;
}

/**
 * Completes a deadline with the instant at which its due date has passed in the zone.
 *
 * @throws RangeError when the zone is unknown or the date lies outside the zone table.
 */
export function deadline({ zone, ...terms }: DeadlineTerms): Deadline {
  const { rule, anchor, due, policy } = terms;
  const at = new Date(endOfDay(due, zone)).toISOString();
  return { rule, anchor, due, at, ...(policy !== undefined && { policy }) };
}

/** Tells whether something that happened on a date was in time: the due date itself still is. */
export function isInTime(date: LocalDate, { due }: Pick<Deadline, 'due'>): boolean {
  return date <= due;
}

/**
 * Tells whether a deadline has passed at an instant.
 *
 * @param instant - ISO 8601 with an offset or `Z`
 * @throws RangeError when the instant cannot be read.
 */
export function hasPassed({ at }: Pick<Deadline, 'at'>, instant: string): boolean {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`'${instant}' is not an instant`);
  return ms >= Date.parse(at);
}
