import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { journeyOf } from '../../machines/engine/index.ts';
import type { PendingDeadline } from './due-dates.ts';

/** A deadline with the entity it belongs to. */
export interface FeedEntry extends PendingDeadline {
  /** Workflow id. */
  readonly entity: string;
  /** What it means when it passes, one sentence; absent when the contract does not say. */
  readonly meaning?: string | undefined;
}

/** How often calendars are to look again. */
const LOOK_AGAIN_SECONDS = 3_600;

/** Stable for ever: entity, rule and the event from which the time counts. */
function uidOf({ entity, rule, delay, anchor }: FeedEntry): string {
  return `${[entity, rule, delay, anchor].join(':')}@certway`;
}

/** `majorClosureWindow` → `major closure window`. */
function inWords(delay: string): string {
  return delay.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/**
 * An RFC 5545 calendar with one all-day event for each deadline. The same deadlines give the same bytes, whenever
 * and by whomever they are written.
 * @param name - what calendars show
 * @param entries - in any order
 */
export function feedOf(name: string, entries: readonly FeedEntry[]): string {
  const calendar = ical({
    name,
    prodId: { company: 'certway', product: 'due dates', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: LOOK_AGAIN_SECONDS,
  });
  const sorted = entries
    .map((entry) => ({ entry, uid: uidOf(entry) }))
    .sort((a, b) => (a.entry.due + a.uid < b.entry.due + b.uid ? -1 : 1));
  for (const { entry, uid } of sorted) {
    const { entity, rule, delay, anchor, due, since, sinceAt, meaning } = entry;
    calendar.createEvent({
      id: uid,
      sequence: since,
      stamp: sinceAt,
      start: new Date(`${due}T00:00:00.000Z`),
      timezone: 'UTC',
      allDay: true,
      transparency: ICalEventTransparency.TRANSPARENT,
      summary: `${rule} ${inWords(delay)}: ${entity}`,
      description: [
        `Last day: ${due}.`,
        ...(meaning === undefined ? [] : [`When it passes: ${meaning}`]),
        `Counted from event ${anchor}.`,
      ].join('\n'),
      categories: [{ name: journeyOf(entity) }],
    });
  }
  return calendar.toString();
}
