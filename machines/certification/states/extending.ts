import { and } from 'xstate';
import { journey } from '../setup.ts';

/** What is asked before a day is moved. */
export const movingRules = ['T-20', 'SOD-09', 'R-DEC-01', 'ROLE-02', 'DATE-01'] as const;

/** After something beyond control a second person moves the deadline that runs, once, whatever the phase: T-20. */
export const extending = journey.createStateConfig({
  on: {
    ExtraordinaryEventDeclared: { guard: and(['ROLE-02', 'DATE-01']), actions: 'remember' },
    DeadlineExtended: {
      guard: and(movingRules),
      actions: 'remember',
    },
  },
}).on;

/** Where an engagement has ended, no deadline is moved. */
export const nothingMoves = { ExtraordinaryEventDeclared: {}, DeadlineExtended: {} };
