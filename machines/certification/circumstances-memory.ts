import type { DueDate, Memory } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

/** What a journey remembers of circumstances beyond client and case. */
export interface CircumstanceContext {
  /** Since when the certification body is not accredited; null as long as it is. */
  readonly accreditationLostOn: string | null;
  readonly transferBy: DueDate | null;
  /** Who declared that something beyond control keeps audits from taking place. */
  readonly declaredBy: string | null;
  /** How long the records are kept after the end of the engagement. */
  readonly retention: DueDate | null;
}

/** Nothing out of the ordinary. */
export const ordinary: CircumstanceContext = {
  ...{ accreditationLostOn: null, transferBy: null, declaredBy: null, retention: null },
};

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
