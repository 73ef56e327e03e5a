import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  endOfDay,
  localDateAt,
  parseLocalDate,
  startOfDay,
} from '../../../../machines/calendar/index.ts';
import { zoneTable } from '../../../../machines/calendar/zones.data.ts';
import { calendarDate, changesOf, disagreement } from './zone-of-intl.ts';

const date = parseLocalDate;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const iso = (epochMs: number) => new Date(epochMs).toISOString().replace(':00.000Z', 'Z');

/** One zone of each group, less those that this host knows from another database. */
const comparable = zoneTable.groups
  .flatMap((group) => /^[^ |]+/.exec(group) ?? [])
  .filter((zone) => disagreement(zone) === undefined);
const calendars = new Map(comparable.map((zone) => [zone, calendarDate(zone)]));
const calendarOf = (zone: string) => calendars.get(zone) ?? calendarDate(zone);
const anyZone = fc.constantFrom(...comparable);
const firstDay = date('1990-01-01');
const anyDay = fc.nat(71 * 365).map((days) => addDays(firstDay, days));

/** Each change of offset and the instants that far before and after it. */
function aroundChanges(distanceMs: number) {
  const around = [...calendars].flatMap(([zone, shownAt]) =>
    changesOf(zone)
      .flatMap((change) => [change - distanceMs, change, change + distanceMs])
      .filter((ms) => ms > Date.UTC(1990, 0, 3) && ms < Date.UTC(2060, 11, 30))
      .map((ms) => ({ zone, shownAt, ms })),
  );
  expect(around.length).toBeGreaterThan(30_000);
  return around;
}

/** The first minute at which the calendar of the zone shows the date or a later one. */
function searchStart(day: string, zone: string): number {
  const shownAt = calendarOf(zone);
  let epochMs = Date.parse(day) - 16 * hourMs;
  while (shownAt(epochMs) < day) epochMs += 15 * minuteMs;
  while (shownAt(epochMs - minuteMs) >= day) epochMs -= minuteMs;
  return epochMs;
}

describe('days of a zone', () => {
  it.each([
    ['Europe/Berlin', '2026-01-15', '2026-01-14T23:00Z', 24, 'winter'],
    ['Europe/Berlin', '2026-07-15', '2026-07-14T22:00Z', 24, 'summer'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00Z', 23, 'clocks forward'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00Z', 25, 'clocks back'],
    ['Europe/Berlin', '2060-12-31', '2060-12-30T23:00Z', 24, 'last day of the table'],
    ['Pacific/Honolulu', '1990-01-01', '1990-01-01T10:00Z', 24, 'first day, far in the west'],
    ['Pacific/Auckland', '1990-01-01', '1989-12-31T11:00Z', 24, 'first day, far in the east'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00Z', 23, 'begins at 01:00'],
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00Z', 25, '23:00 strikes twice'],
    ['America/Sao_Paulo', '2018-02-18', '2018-02-18T03:00Z', 24, 'after 23:00 struck twice'],
    ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00Z', 23, 'begins at 01:00'],
    ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00Z', 23, 'begins at 01:00'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00Z', 25, 'the first of two midnights'],
    ['America/St_Johns', '2010-11-07', '2010-11-07T02:30Z', 25, 'a minute, then the 6th again'],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30Z', 23.5, 'half an hour'],
    ['Asia/Kathmandu', '2026-01-01', '2025-12-31T18:15Z', 24, 'quarter hours'],
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00Z', 24, 'before the day that never was'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00Z', 0, 'the day that never was'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00Z', 24, 'after the day that never was'],
    ['UTC', '2026-02-28', '2026-02-28T00:00Z', 24, 'no changes'],
  ])('given %s on %s, when its day is placed, then it begins %s and has %d hours: %s', (...row) => {
    const [zone, day, begin, hours] = row;
    expect(iso(startOfDay(date(day), zone))).toBe(begin);
    expect(endOfDay(date(day), zone) - startOfDay(date(day), zone)).toBe(hours * hourMs);
  });

  it('given each change of offset, when the days around begin, then the calendar of Intl turns', () => {
    const misplaced = aroundChanges(dayMs).filter(({ zone, shownAt, ms }) => {
      const day = date(shownAt(ms));
      const begin = startOfDay(day, zone);
      return shownAt(begin) !== day || shownAt(begin - 1000) >= day;
    });
    expect(misplaced.map(({ zone, ms }) => `${zone} ${iso(ms)}`)).toEqual([]);
  }, 60_000);

  it('given each change of offset, when a second before and after are dated, then as Intl does', () => {
    const misdated = aroundChanges(1000).filter(
      ({ zone, shownAt, ms }) => localDateAt(ms, zone) !== shownAt(ms),
    );
    expect(misdated.map(({ zone, ms }) => `${zone} ${iso(ms)}`)).toEqual([]);
  }, 60_000);

  it('given any day in any zone, when searched for in Intl by the minute, then it begins there', () => {
    fc.assert(
      fc.property(anyZone, anyDay, (zone, day) => {
        expect(iso(startOfDay(day, zone))).toBe(iso(searchStart(day, zone)));
        expect(endOfDay(day, zone)).toBe(searchStart(addDays(day, 1), zone));
      }),
      { numRuns: 500 },
    );
  });

  it('given any instant in any zone, when dated, then it is the date that Intl shows', () => {
    const instant = fc.integer({ min: Date.UTC(1990, 0, 2), max: Date.UTC(2060, 11, 31) });
    fc.assert(
      fc.property(anyZone, instant, (zone, epochMs) => {
        expect(localDateAt(epochMs, zone)).toBe(calendarOf(zone)(epochMs));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('days outside the zone table', () => {
  it('given the edges of the table, when asked for, then the last day ends and the next has no begin', () => {
    expect([zoneTable.firstYear, zoneTable.lastYear]).toEqual([1990, 2060]);
    expect(iso(endOfDay(date('2060-12-31'), 'Asia/Tokyo'))).toBe('2060-12-31T15:00Z');
    expect(() => startOfDay(date('2061-01-01'), 'Asia/Tokyo')).toThrow(
      'year 2061 lies outside the zone table, which holds 1990 to 2060',
    );
    expect(() => endOfDay(date('1989-12-31'), 'Asia/Tokyo')).toThrow('year 1989 lies outside');
  });

  it('given an instant, when the zone shows a year outside the table, then it is refused', () => {
    const newYear2061 = Date.UTC(2060, 11, 31, 15);
    expect(localDateAt(newYear2061 - 1, 'Asia/Tokyo')).toBe('2060-12-31');
    expect(() => localDateAt(newYear2061, 'Asia/Tokyo')).toThrow('year 2061 lies outside');
    expect(() => localDateAt(NaN, 'Asia/Tokyo')).toThrow('year NaN lies outside');
  });

  it('given an unknown zone, when asked, then each of them refuses it', () => {
    const day = date('2026-01-01');
    for (const ask of [
      () => startOfDay(day, 'Mars/Olympus'),
      () => endOfDay(day, 'Mars/Olympus'),
      () => localDateAt(0, 'Mars/Olympus'),
    ]) {
      expect(ask).toThrow("'Mars/Olympus' is not a known time zone");
    }
  });
});
