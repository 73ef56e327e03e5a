import type { Memory } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

/** What a journey keeps of circumstances beyond client and case. */
export const circumstanceMemory: Memory<Context, Event> = {
  AccreditationLost: (_, { on, transferBy }) => ({ accreditationLostOn: on, transferBy }),
  AccreditationRegained: () => ({ accreditationLostOn: null, transferBy: null }),
  ExtraordinaryEventDeclared: (_, { meta }) => ({ declaredBy: meta.actor?.id ?? null }),
  // One declaration moves one deadline.
  DeadlineExtended: (_, { surveillanceDue }) => ({
    ...{ surveillanceDue, surveillanceOverdue: false, declaredBy: null },
  }),
  EngagementTerminated: (_, { retention }) => ({ retention }),
};
