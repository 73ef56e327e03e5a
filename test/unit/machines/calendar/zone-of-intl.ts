/** What `Intl` knows of time zones, as an oracle for the generated table. */
import { offsetSpans, type OffsetSpan } from '../../../../machines/calendar/zone-offsets.ts';
import { zoneTable } from '../../../../machines/calendar/zones.data.ts';

const dayMs = 86_400_000;

/** All names in the table. */
export const allZones = zoneTable.groups.flatMap((group) => group.replace(/\|.*/, '').split(' '));

/** Instants of the changes of offset of a zone. */
export function changesOf(zone: string): readonly number[] {
  return offsetSpans(zone)
    .slice(1)
    .map(({ fromMs }) => fromMs);
}

/** Reads clock and calendar of a zone: what they show, as if it were UTC. */
function wallClock(zone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (epochMs) => {
    const [month = 0, day, year = 0, hour, minute, second] = format
      .format(epochMs)
      .split(/\D+/)
      .map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
}

/** The local date that `Intl` shows. */
export function calendarDate(zone: string): (epochMs: number) => string {
  const clock = wallClock(zone);
  return (epochMs) => new Date(clock(epochMs)).toISOString().slice(0, 10);
}

/**
 * First disagreement of the table with `Intl` for a zone: before and after each change and every
 * nine days in between.
 */
export function disagreement(zone: string): string | undefined {
  try {
    const clock = wallClock(zone);
    return offsetSpans(zone)
      .flatMap((span) => probes(span).map((ms) => ({ ms, shown: ms + span.offsetMs })))
      .filter(({ ms, shown }) => clock(ms) !== shown)
      .map(({ ms }) => `${zone} at ${new Date(ms).toISOString()}`)
      .at(0);
  } catch (error) {
    return `${zone}: ${String(error)}`;
  }
}

function probes({ fromMs, untilMs }: OffsetSpan): readonly number[] {
  const firstMs = Math.max(fromMs, zoneTable.originMs);
  const lastMs = Math.min(untilMs, Date.UTC(zoneTable.lastYear + 1, 0, 2)) - 1000;
  const count = Math.ceil((lastMs - firstMs) / (9 * dayMs));
  return [...Array.from({ length: count }, (_, index) => firstMs + index * 9 * dayMs), lastMs];
}
