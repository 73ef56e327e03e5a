import type { StoredEvent } from '../event-log/index.ts';

/** Where a log is cut: behind the event of a sequence, or behind the last event up to an instant. */
export type Cut =
  | { readonly kind: 'sequence'; readonly sequence: number }
  | { readonly kind: 'instant'; readonly ms: number };

const SEQUENCE = /^[1-9]\d{0,9}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Reads what people write behind `--at`.
 * @param text - `17`, or an ISO 8601 instant with its zone
 * @returns `undefined` when it is neither
 */
export function parseCut(text: string): Cut | undefined {
  if (SEQUENCE.test(text)) return { kind: 'sequence', sequence: Number(text) };
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : { kind: 'instant', ms };
}

/** The events of one entity up to a cut; all of them without one. */
export function cutAt(
  events: readonly StoredEvent[],
  cut: Cut | undefined,
): readonly StoredEvent[] {
  if (!cut) return events;
  if (cut.kind === 'sequence') return events.slice(0, cut.sequence);
  const later = events.findIndex(({ event }) => Date.parse(event.at) > cut.ms);
  return later < 0 ? events : events.slice(0, later);
}
