const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * The pauses between the attempts to deliver one event, in milliseconds, as the Standard Webhooks specification
 * suggests: ten attempts within three days and some hours.
 */
export const PAUSES: readonly number[] = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
];

const LONGEST_WISH_MS = 24 * HOUR;
const JITTER = 0.2;

/** What decides the pause. */
export interface Pause {
  readonly pauses: readonly number[];
  /** Attempts so far, 1 or more. */
  readonly attempts: number;
  /** Milliseconds that the endpoint asked for. */
  readonly retryAfterMs?: number | undefined;
  /** From 0 to 1: which one within the jitter. */
  readonly random: number;
}

/**
 * The pause before the next attempt, in milliseconds: up to a fifth more than the schedule says, and never less than
 * the endpoint asked for, up to a day.
 * @returns `undefined` when there is no further attempt
 */
export function pauseBehind({
  pauses,
  attempts,
  retryAfterMs = 0,
  random,
}: Pause): number | undefined {
  const pause = pauses[attempts - 1];
  if (pause === undefined) return undefined;
  return Math.max(pause * (1 + JITTER * random), Math.min(retryAfterMs, LONGEST_WISH_MS));
}

/**
 * Reads `Retry-After`: seconds, or an HTTP date (RFC 9110 10.2.3).
 * @param now - epoch milliseconds
 * @returns milliseconds; `undefined` when it cannot be read
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
