import { describe, expect, it } from '@jest/globals';
import { moveDates, type Scenario } from '../../../../services/scenario/index.ts';
import { byYears, yearsToMove } from '../../../../services/scenario/move-dates.ts';

const place = { file: 'a.yaml', line: 1 };
function scenario(startsOn: string, ...dates: string[]): Scenario {
  const looks = dates.map((date) => ({
    ...{ place, of: 'nc-sv{2027-12-06}-001', state: [], due: { 'T-05': date } },
    ...{ recorded: [{ event: 'A', with: { due: { due: date } } }], notRecorded: [] },
  }));
  return {
    ...{ title: 'a', file: 'a.yaml', journey: 'j', startsOn, people: {} },
    input: { note: `since ${startsOn}`, on: startsOn },
    steps: [{ place, date: startsOn, gives: undefined, looks }],
  };
}

describe('moveDates', () => {
  it('given dates everywhere, when they are moved, then whole dates and years in braces move, sentences stay', () => {
    const moved = moveDates(scenario('2026-11-30', '2027-01-03'), byYears(4));
    expect(moved).toMatchObject({
      startsOn: '2030-11-30',
      input: { note: 'since 2026-11-30', on: '2030-11-30' },
    });
    expect(moved.steps[0]).toMatchObject({
      date: '2030-11-30',
      looks: [
        {
          ...{ of: 'nc-sv2031-001', due: { 'T-05': '2031-01-03' } },
          recorded: [{ event: 'A', with: { due: { due: '2031-01-03' } } }],
        },
      ],
    });
  });
});

describe('yearsToMove', () => {
  it.each([
    // 30 November 2026 and 3 January 2027 are a Monday and a Sunday; so they are in 2037 and 2038, not before.
    ['dates without a leap day between', '2026-11-30', ['2027-01-03'], 11],
    // 2028 is a leap year that begins on a Saturday; the next one is 2056.
    ['dates on both sides of a leap day', '2026-11-30', ['2028-02-28', '2028-03-01'], 4],
    ['a leap day', '2028-01-10', ['2028-02-29'], 0],
    ['the day before', '2026-12-01', [], 0],
  ])(
    'given %s, when the clock cannot go back, then they are moved far enough',
    (_, from, dates, years) => {
      // The year in braces is a date as well: 6 December 2027 is a Monday, in 2038 too.
      expect(yearsToMove(scenario(from, ...dates), '2026-11-30')).toBe(years);
    },
  );
});
