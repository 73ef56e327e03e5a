import { isSameJson } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import { hasLapsed } from './lapsed.ts';

interface Asked {
  readonly context: Context;
  readonly event: Event;
}

/** Guards on what runs and what has passed, by name. */
export const clockGuards = {
  hasOtherClosureDay: ({ context }: Asked): boolean =>
    !isSameJson(context.majorClosureClock, context.majorClosure),
  hasStage1Lapsed: ({ context: { lapsed, stage1Validity } }: Asked): boolean =>
    hasLapsed(lapsed, stage1Validity),
  hasMajorClosureLapsed: ({ context: { lapsed, majorClosure } }: Asked): boolean =>
    hasLapsed(lapsed, majorClosure),
  isSurveillanceOverdue: ({ context }: Asked): boolean => context.surveillanceOverdue !== null,
  isSurveillanceOwed: ({ context }: Asked): boolean => context.surveillanceDue !== null,
  hasOtherSurveillanceDay: ({ context }: Asked): boolean =>
    !isSameJson(context.surveillanceClock, context.surveillanceDue),
  owesSurveillance: ({ context, event }: Asked): boolean =>
    context.surveillanceOverdue !== null ||
    (event.type === 'CertificationMaintained' && event.surveillanceDue !== null),
  hasReminder: ({ context }: Asked): boolean => context.reminders.length > 0,
  isAccreditationLost: ({ context }: Asked): boolean => context.accreditationLostOn !== null,
};
