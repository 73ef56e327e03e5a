import { not } from 'xstate';
import { journey } from '../setup.ts';

const passed = {
  target: '#surveillanceOverdue',
  actions: ['announceOverdue', 'markOverdue'],
} as const;

/**
 * The day by which a surveillance has to be held next runs beside the cycle, whatever became of the one before: T-13,
 * then T-14 for each calendar year that owes one. A day that has passed stays a task until a surveillance is held or the
 * day is moved, and the next year's runs meanwhile. Source: ISO/IEC 17021-1 9.1.3.3 (unconfirmed).
 */
export const surveillanceClock = journey.createStateConfig({
  initial: 'notOwed',
  states: {
    notOwed: {
      id: 'surveillanceInTime',
      always: { guard: 'isSurveillanceOwed', target: 'inTime' },
    },
    inTime: {
      entry: 'setSurveillanceClock',
      always: { guard: 'hasOtherSurveillanceDay', target: 'notOwed' },
      after: { surveillanceDue: passed },
    },
    overdue: {
      id: 'surveillanceOverdue',
      tags: ['waitingForCertificationBody', 'overdue'],
      initial: 'last',
      states: {
        last: {
          always: [
            { guard: not('isSurveillanceOverdue'), target: '#surveillanceInTime' },
            { guard: 'isSurveillanceOwed', target: 'further' },
          ],
        },
        further: {
          entry: 'setSurveillanceClock',
          always: [
            { guard: not('isSurveillanceOverdue'), target: '#surveillanceInTime' },
            { guard: 'hasOtherSurveillanceDay', target: 'last' },
          ],
          after: { surveillanceDue: passed },
        },
      },
    },
  },
});
