import {
  addDays,
  addPeriod,
  isPeriod,
  parseLocalDate,
  parsePeriod,
  type LocalDate,
  type Period,
} from '../calendar/index.ts';
import { expects } from '../engine/index.ts';

/** How far a value of a pack may go, and who says so. */
export interface Bound {
  /** Id of the rule that the value belongs to, e.g. `T-13`. */
  readonly rule: string;
  /** Where the bound comes from; ends with `(unconfirmed)` where the number was not checked. */
  readonly clause: string;
  /** The loosest value that is possible: a period, a number or a fraction such as `1/3`. */
  readonly limit: string | number;
  /** On which side of the limit stricter values lie. */
  readonly stricter: 'below' | 'above' | 'nowhere';
}

/** Values that a body can make stricter, never looser. */
export const bounds = {
  majorHardStop: {
    rule: 'T-07',
    clause: 'ISO/IEC 17021-1 9.5.3.2',
    limit: 'P6M',
    stricter: 'below',
  },
  certificateTerm: {
    rule: 'T-16',
    clause: 'ISO/IEC 17021-1 9.1.3 (unconfirmed)',
    limit: 'P3Y',
    stricter: 'below',
  },
  sv1Max: {
    rule: 'T-13',
    clause: 'ISO/IEC 17021-1 9.1.3.3 (unconfirmed)',
    limit: 'P12M',
    stricter: 'below',
  },
  svPerCalendarYear: {
    rule: 'T-14',
    clause: 'ISO/IEC 17021-1 9.1.3.3 (unconfirmed)',
    limit: 1,
    stricter: 'nowhere',
  },
  restorationWindow: {
    rule: 'T-17',
    clause: 'ISO/IEC 17021-1 9.6.3.2.5',
    limit: 'P6M',
    stricter: 'below',
  },
  coolingOff: {
    rule: 'T-21',
    clause: 'ISO/IEC 17021-1 5.2 (unconfirmed)',
    limit: 'P2Y',
    stricter: 'above',
  },
  minReductionFloor: {
    rule: 'R-TIME-07',
    clause: 'ISO/IEC 27006-1 Annex C (unconfirmed), IAF MD 5',
    limit: 0.7,
    stricter: 'above',
  },
  svShare: {
    rule: 'R-TIME-08',
    clause: 'ISO/IEC 27006-1 Annex C (unconfirmed), IAF MD 5',
    limit: '1/3',
    stricter: 'above',
  },
  rcShare: {
    rule: 'R-TIME-08',
    clause: 'ISO/IEC 27006-1 Annex C (unconfirmed), IAF MD 5',
    limit: '2/3',
    stricter: 'above',
  },
} as const satisfies Readonly<Record<string, Bound>>;

/** Name of a value that a body can make stricter, never looser. */
export type BoundName = keyof typeof bounds;

const sides = { below: 'at most', above: 'at least', nowhere: 'exactly' } as const;

/** How far a value may go, e.g. `at most P6M`. */
export function bounded({ limit, stricter }: Bound): string {
  return `${sides[stricter]} ${limit}`;
}

/** The message of a schema for a value beyond its bound: it tells the bound, the rule and what is possible. */
export function looser(name: BoundName): string {
  const { rule, clause, limit, stricter }: Bound = bounds[name];
  return expects('aboveBound', { rule, clause, limit, stricter });
}

/** Whether a value is as strict as its bound, or stricter; what is no such value at all is told elsewhere. */
export function keeps(name: BoundName, value: string | number): boolean {
  const { limit, stricter }: Bound = bounds[name];
  if (stricter === 'nowhere') return value === limit;
  return stricter === 'below' ? isWithin(value, limit) : isWithin(limit, value);
}

function isWithin(smaller: string | number, greater: string | number): boolean {
  if (typeof smaller === 'number' || typeof greater === 'number') return smaller <= greater;
  if (isPeriod(smaller) && isPeriod(greater)) return isNeverLonger(smaller, greater);
  const [first, second] = [fractionOf(smaller), fractionOf(greater)];
  return first.share * second.whole <= second.share * first.whole;
}

/** A fraction of whole numbers, written with a stroke. */
export interface Fraction {
  readonly share: number;
  readonly whole: number;
}

/**
 * Reads a fraction such as `1/3`.
 * @param text - as the schema of policies takes it
 */
export function fractionOf(text: string): Fraction {
  const [share = 0, whole = 1] = text.split('/').map(Number);
  return { share, whole };
}

const FOUR_YEARS = 1461;

function monthsOf({ years, months }: Period): number {
  return years * 12 + months;
}

/**
 * Whether a period ends no later than another, from whatever day both count: months have 28 to 31 days, so that
 * `P181D` is never longer than `P6M` and `P182D` sometimes is. Tried from each day of four years.
 */
export function isNeverLonger(period: string, other: string): boolean {
  const [first, second] = [parsePeriod(period), parsePeriod(other)];
  const isInMonths = first.days === 0 && second.days === 0;
  if (isInMonths) return monthsOf(first) <= monthsOf(second);
  let day: LocalDate = parseLocalDate('2000-01-01');
  for (let count = 0; count < FOUR_YEARS; count += 1) {
    if (addPeriod(day, period) > addPeriod(day, other)) return false;
    day = addDays(day, 1);
  }
  return true;
}
