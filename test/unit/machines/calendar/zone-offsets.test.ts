import { describe, expect, it } from '@jest/globals';
import { isZone, offsetSpans } from '../../../../machines/calendar/zone-offsets.ts';
import { zoneTable } from '../../../../machines/calendar/zones.data.ts';
import { allZones, disagreement } from './zone-of-intl.ts';

const hourMs = 3_600_000;
const hostHasTheSameDatabase = process.versions['tz'] === zoneTable.tzVersion;

describe('zone table', () => {
  it('given each zone, when compared with Intl around each change and between, then they agree', () => {
    const disagreements = allZones.flatMap((zone) => disagreement(zone) ?? []);
    // Another version of the database moves a few zones; the table then waits to be regenerated.
    if (hostHasTheSameDatabase) expect(disagreements).toEqual([]);
    else expect(disagreements.length).toBeLessThan(allZones.length / 10);
  }, 60_000);

  it('given what this host lists, when looked up, then the table has the zone', () => {
    const missing = Intl.supportedValuesOf('timeZone').filter((name) => !isZone(name));
    if (hostHasTheSameDatabase) expect(missing).toEqual([]);
    else expect(missing.length).toBeLessThan(10);
  });

  it.each([
    ['Europe/Kyiv', 'Europe/Kiev'],
    ['Asia/Kolkata', 'Asia/Calcutta'],
    ['America/Nuuk', 'America/Godthab'],
    ['UTC', 'Etc/UTC'],
  ])('given %s and %s, when looked up, then both name the same zone', (today, before) => {
    expect(offsetSpans(today)).toEqual(offsetSpans(before));
  });

  it('given its names, when counted, then none stands twice and each group is a line of its own', () => {
    expect(new Set(allZones).size).toBe(allZones.length);
    expect(zoneTable.groups.every((group) => /^[\w/ +-]+\|-?\d+\|[-+:0-9a-z]*$/.test(group))).toBe(
      true,
    );
    expect(zoneTable.groups.join('').length).toBeLessThan(120_000);
  });

  it('given a zone, when its spans are read, then they follow one another from end to end of time', () => {
    for (const zone of allZones) {
      const spans = offsetSpans(zone);
      expect(spans[0]?.fromMs).toBe(-Infinity);
      expect(spans.at(-1)?.untilMs).toBe(Infinity);
      const gaps = spans.slice(1).filter((span, index) => span.fromMs !== spans[index]?.untilMs);
      expect(gaps).toEqual([]);
    }
  });

  it('given Berlin in 2026, when its spans are read, then summer time is from 29 March to 25 October', () => {
    const fromMs = Date.UTC(2026, 2, 29, 1);
    expect(offsetSpans('Europe/Berlin')).toContainEqual({
      fromMs,
      untilMs: Date.UTC(2026, 9, 25, 1),
      offsetMs: 2 * hourMs,
    });
  });

  it('given Apia in 2011, when the date line was crossed, then the offset jumps by a day', () => {
    const spans = offsetSpans('Pacific/Apia');
    const after = spans.findIndex(({ fromMs }) => fromMs === Date.UTC(2011, 11, 30, 10));
    expect(spans[after - 1]?.offsetMs).toBe(-10 * hourMs);
    expect(spans[after]?.offsetMs).toBe(14 * hourMs);
  });
});
