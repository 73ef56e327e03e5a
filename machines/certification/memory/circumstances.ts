import type { Memory } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import { movedTo } from './surveillance.ts';

/** What a journey keeps of circumstances beyond client and case. */
export const circumstanceMemory: Memory<Context, Event> = {
  AccreditationLost: (_, { on, transferBy }) => ({ accreditationLostOn: on, transferBy }),
  AccreditationRegained: () => ({ accreditationLostOn: null, transferBy: null }),
  ExtraordinaryEventDeclared: (_, { meta }) => ({ declaredBy: meta.actor?.id ?? null }),
  // One declaration moves one deadline.
  DeadlineExtended: (_, { surveillanceDue, majorClosure, restorationWindow }) => ({
    declaredBy: null,
    ...(surveillanceDue && movedTo(surveillanceDue)),
    ...(majorClosure && { majorClosure }),
    ...(restorationWindow && { restorationWindow }),
  }),
  EngagementTerminated: (_, { retention }) => ({ retention }),
};
