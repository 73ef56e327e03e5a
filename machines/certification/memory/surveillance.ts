import { parseLocalDate, yearOf } from '../../calendar/index.ts';
import type { DueDate } from '../../engine/index.ts';
import type { Context } from '../contract.ts';

type Owed = Pick<
  Context,
  'surveillanceDue' | 'surveillanceYears' | 'surveillanceOverdue' | 'surveillanceClock'
>;

/** Before the first certificate nothing is owed. */
export const noSurveillance: Owed = {
  surveillanceDue: null,
  surveillanceYears: [],
  surveillanceOverdue: null,
  surveillanceClock: null,
};

function owing(surveillanceYears: readonly DueDate[]): Partial<Context> {
  return { surveillanceYears, surveillanceDue: surveillanceYears[0] ?? null };
}

/** A day has passed without a surveillance: it stays overdue, and the end of the next calendar year is ahead. */
export function nextYear({ surveillanceDue, surveillanceYears }: Context): Partial<Context> {
  const passed = surveillanceDue?.due ?? '';
  return {
    ...owing(surveillanceYears.filter(({ due }) => due > passed)),
    surveillanceOverdue: surveillanceDue,
  };
}

/** A surveillance was held: it counts for the calendar year in which it closed, and for those before. */
export function surveyedOn({ surveillanceYears }: Context, on: string): Partial<Context> {
  const year = yearOf(parseLocalDate(on));
  return {
    ...owing(surveillanceYears.filter(({ due }) => yearOf(parseLocalDate(due)) > year)),
    surveillanceOverdue: null,
  };
}

/**
 * T-20: the day is another one now. The years stay owed: a surveillance that is held on the moved day counts for those
 * before as well, one that is held all the same before it does not.
 */
export function movedTo(surveillanceDue: DueDate): Partial<Context> {
  return { surveillanceDue, surveillanceOverdue: null };
}
