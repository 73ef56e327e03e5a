import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  addPeriod,
  addWorkingDays,
  deadline,
  hasPassed,
  isInTime,
  lastDayOfTerm,
  lastDayOfYear,
  localDateAt,
  parseLocalDate,
  type LocalDate,
} from '../../../../machines/calendar/index.ts';

const date = parseLocalDate;
const berlin = 'Europe/Berlin';
const anchor = 'globex-27001:12';

describe('deadline', () => {
  it('given a decision on 10 March 2025, when the first surveillance is due, then it explains itself', () => {
    const due = addPeriod(date('2025-03-10'), 'P12M');
    expect(deadline({ rule: 'T-13', anchor, due, zone: berlin })).toStrictEqual({
      rule: 'T-13',
      anchor,
      due: '2026-03-10',
      at: '2026-03-10T23:00:00.000Z',
    });
  });

  it('given a policy that states the time, when computed, then the deadline names it', () => {
    const terms = { rule: 'T-13', anchor, due: date('2026-03-10'), zone: berlin };
    expect(deadline({ ...terms, policy: 'default 1.0.0' })).toStrictEqual({
      ...{ rule: 'T-13', anchor, due: '2026-03-10', at: '2026-03-10T23:00:00.000Z' },
      policy: 'default 1.0.0',
    });
  });

  it.each([
    ['T-05 over New Year', () => addPeriod(date('2026-12-04'), 'P30D'), '2027-01-03T23:00:00.000Z'],
    [
      'T-07 into summer time',
      () => addPeriod(date('2026-12-04'), 'P6M'),
      '2027-06-04T22:00:00.000Z',
    ],
    [
      'T-12 by working days',
      () => addWorkingDays(date('2027-01-20'), 5, []),
      '2027-01-27T23:00:00.000Z',
    ],
    ['T-14 by year', () => lastDayOfYear(2027), '2027-12-31T23:00:00.000Z'],
    ['T-16 less a day', () => lastDayOfTerm(date('2027-01-20'), 'P3Y'), '2030-01-19T23:00:00.000Z'],
    ['a day of 23 hours', () => date('2026-03-29'), '2026-03-29T22:00:00.000Z'],
    ['a day of 25 hours', () => date('2026-10-25'), '2026-10-25T23:00:00.000Z'],
  ])('given %s, when computed, then it passes at the end of the day', (rule, dueOn, at) => {
    expect(deadline({ rule, anchor, due: dueOn(), zone: berlin }).at).toBe(at);
  });

  it('given the same due date in two zones, when computed, then each passes at its own midnight', () => {
    const due = date('2026-07-31');
    const at = (zone: string) => deadline({ rule: 'T-06', anchor, due, zone }).at;
    expect(at('Asia/Tokyo')).toBe('2026-07-31T15:00:00.000Z');
    expect(at('UTC')).toBe('2026-08-01T00:00:00.000Z');
    expect(at('America/New_York')).toBe('2026-08-01T04:00:00.000Z');
  });

  it('given an unknown zone, when computed, then it is refused', () => {
    const terms = { rule: 'T-06', anchor, due: date('2026-07-31'), zone: 'Europe/Atlantis' };
    expect(() => deadline(terms)).toThrow("'Europe/Atlantis' is not a known time zone");
  });
});

describe('deadline, in time', () => {
  const lastDay = (): LocalDate => date('2027-06-04');
  const hardStop = () => deadline({ rule: 'T-07', anchor, due: lastDay(), zone: berlin });

  it('given the due date itself, when judged, then it is in time, and the next day is not', () => {
    expect(isInTime(addDays(lastDay(), -1), hardStop())).toBe(true);
    expect(isInTime(lastDay(), hardStop())).toBe(true);
    expect(isInTime(addDays(lastDay(), 1), hardStop())).toBe(false);
  });

  it.each([
    ['2027-06-04T21:59:59.999Z', false],
    ['2027-06-04T21:59:59Z', false],
    ['2027-06-04T22:00:00Z', true],
    ['2027-06-04T22:00:00.000Z', true],
    ['2027-06-05T00:00:00+02:00', true],
    ['2027-06-04T23:30:00+02:00', false],
  ])('given the instant %s, when asked, then passed is %s', (instant, expected) => {
    expect(hasPassed(hardStop(), instant)).toBe(expected);
  });

  it('given the instant at which it passes, when read in the zone, then the next day begins', () => {
    const at = Date.parse(hardStop().at);
    expect(localDateAt(at, berlin)).toBe('2027-06-05');
    expect(localDateAt(at - 1, berlin)).toBe('2027-06-04');
  });

  it('given no instant, when asked, then it is refused', () => {
    expect(() => hasPassed(hardStop(), 'tomorrow')).toThrow("'tomorrow' is not an instant");
  });
});
