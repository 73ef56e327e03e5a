import type { Memory } from '../../engine/index.ts';
import type { Context, Event, Input } from '../contract.ts';
import type { TransitionContext } from '../contract/index.ts';
import { certifiableIn, lastDayOf, surveyedWith } from '../derived/index.ts';

/** A journey that stays with its edition. */
export function settled({ standard }: Pick<Input, 'standard'>): TransitionContext {
  return { editionCutOff: null, decisionsUntil: null, transition: null, surveyedIn: standard };
}

/** What a journey keeps of a transition. */
export const transitionMemory: Memory<Context, Event> = {
  EditionEndAnnounced: (context, { cutOff: editionCutOff, decisionsUntil }) => {
    const isOther = lastDayOf(context) !== lastDayOf({ ...context, editionCutOff });
    // What is out names another last day.
    const outdates = context.document !== null && isOther;
    return { editionCutOff, decisionsUntil, ...(outdates && { isOutdated: true }) };
  },
  StandardTransitionStarted: (_, { with: ride, toEdition, extraDays, cutOff }) => ({
    transition: { toEdition, with: ride, extraDays, audit: null, applicability: null },
    editionCutOff: cutOff,
  }),
  StandardTransitionCompleted: (context, { on, toEdition }) => ({
    ...settled({ standard: toEdition }),
    ...surveyedWith(context, toEdition, []),
    reachedOn: on,
    standard: toEdition,
    applicability: context.transition?.applicability ?? context.applicability,
    // What is out names the edition so far.
    isOutdated: true,
  }),
};

/** What a journey keeps when certification begins anew, or that of a new client after a transfer came to nothing, on a day on which its edition may be certified to no more. */
export function beganAnew(context: Context, on: string): Partial<Context> {
  const standard = certifiableIn(context, on);
  if (standard === context.standard) return { transition: null, surveyedIn: standard };
  return { ...settled({ standard }), standard, surveyed: [], applicability: null };
}
