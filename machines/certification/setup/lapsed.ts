import type { DueDate } from '../../engine/index.ts';

/** Tells a deadline apart from all others: by its rule and the event that set it. */
function nameOf({ rule, anchor }: DueDate): string {
  return `${rule} ${anchor}`;
}

/** The deadlines that have passed, with one more. */
export function lapsedWith(lapsed: readonly string[], due: DueDate | null): readonly string[] {
  return due ? [...lapsed, nameOf(due)] : lapsed;
}

/** Whether a deadline has passed before: it does not pass again where a state that waits for it is entered anew. */
export function hasLapsed(lapsed: readonly string[], due: DueDate | null): boolean {
  return due !== null && lapsed.includes(nameOf(due));
}
