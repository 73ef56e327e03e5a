/** Reads the generated zone table: which offset from UTC a zone has, and from when until when. */
import { zoneTable } from './zones.data.ts';

/** A stretch of time during which a zone keeps one offset from UTC. */
export interface OffsetSpan {
  /** First millisecond since the epoch; -Infinity for the first span. */
  readonly fromMs: number;
  /** First millisecond after the span; Infinity for the last span. */
  readonly untilMs: number;
  /** What is added to UTC to get local time; positive east of Greenwich. */
  readonly offsetMs: number;
}

const minuteMs = 60_000;
/** Ordinary changes are one hour; others carry their minutes after a colon. */
const change = /([+-])([0-9a-z]+)(?::(\d+))?/g;

/** Tells whether a name is in the zone table; names are compared exactly, as IANA writes them. */
export function isZone(name: string): boolean {
  return groupOf(name) !== undefined;
}

/**
 * Offset spans of a zone in order, without gaps.
 *
 * @throws RangeError for a name that is not in the zone table; the message proposes names that are.
 */
export function offsetSpans(zone: string): readonly OffsetSpan[] {
  const known = read.get(zone);
  if (known) return known;
  const spans = readSpans(zone);
  read.set(zone, spans);
  return spans;
}

/** Spans of zones that were asked for; a process asks for few of them, and often. */
const read = new Map<string, readonly OffsetSpan[]>();

function readSpans(zone: string): readonly OffsetSpan[] {
  const group = groupOf(zone);
  if (group === undefined) throw new RangeError(unknownZone(zone));
  const [, firstOffset, changes = ''] = group.split('|');
  let fromMs = -Infinity;
  let offsetMs = Number(firstOffset) * minuteMs;
  let changeMs = zoneTable.originMs;
  const spans: OffsetSpan[] = [];
  for (const [, sign, step = '', minutes = '60'] of changes.matchAll(change)) {
    changeMs += parseInt(step, 36) * minuteMs;
    spans.push({ fromMs, untilMs: changeMs, offsetMs });
    fromMs = changeMs;
    offsetMs += Number(minutes) * (sign === '-' ? -minuteMs : minuteMs);
  }
  return [...spans, { fromMs, untilMs: Infinity, offsetMs }];
}

function namesOf(group: string): readonly string[] {
  return group.slice(0, group.indexOf('|')).split(' ');
}

function groupOf(zone: string): string | undefined {
  // The search in the whole text is cheap and leaves few groups to take apart.
  return zoneTable.groups.find((group) => group.includes(zone) && namesOf(group).includes(zone));
}

function unknownZone(zone: string): string {
  const wanted = zone.toLowerCase();
  const place = wanted.slice(wanted.lastIndexOf('/') + 1);
  const likeness = (name: string): number => {
    const known = name.toLowerCase();
    return Math.max(
      commonPrefix(wanted, known),
      commonPrefix(place, known.slice(known.lastIndexOf('/') + 1)),
    );
  };
  const nearest = zoneTable.groups
    .flatMap(namesOf)
    .sort()
    .map((name) => ({ name, score: likeness(name) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ name }) => `'${name}'`);
  return `'${zone}' is not a known time zone; IANA names are expected, for instance ${nearest.join(', ')}`;
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
