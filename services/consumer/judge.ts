/** What an event is to a consumer that has handled an entity up to some sequence. */
export type Verdict = 'apply' | 'duplicate' | 'gap';

/**
 * Compares an event with where its entity was.
 * @param last - sequence of the entity's last event that was handled; `undefined` before the first
 * @param complete - whether every event of an entity comes; otherwise a leap tells nothing
 */
export function judge(sequence: number, last: number | undefined, complete: boolean): Verdict {
  if (last === undefined) return 'apply';
  if (sequence <= last) return 'duplicate';
  return complete && sequence > last + 1 ? 'gap' : 'apply';
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;

/**
 * The pause after a failed attempt: four times the one before, up to a minute.
 * @param attempt - 1 for the first
 * @returns milliseconds
 */
export function pauseAfter(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 4 ** (attempt - 1), LONGEST_PAUSE_MS);
}
