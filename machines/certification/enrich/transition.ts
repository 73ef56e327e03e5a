import { parseLocalDate } from '../../calendar/index.ts';
import { known, type Enrichments } from '../../engine/index.ts';
import { transitionFrom } from '../../standards/index.ts';
import type { Context, contract } from '../contract.ts';
import { clock, cutOffOf, today } from '../derived/index.ts';

/** Completes what is recorded of a transition with editions, days and the cut-off. */
export const transitionEnrich: Pick<
  Enrichments<typeof contract, Context>,
  'announceEditionEnd' | 'startStandardTransition' | 'completeStandardTransition'
> = {
  announceEditionEnd: (announced, { context, meta }) => ({
    ...announced,
    // Without a next edition R-STD-09 refuses; that is judged after this.
    toEdition: transitionFrom(announced.edition)?.toEdition ?? announced.edition,
    cutOff: clock(context, meta)('R-STD-01', parseLocalDate(announced.certificatesUntil)),
  }),
  startStandardTransition: (start, { context, meta }) => {
    const [next, cutOff] = [transitionFrom(context.standard), cutOffOf(context)];
    return {
      ...start,
      fromEdition: context.standard,
      // Without a next edition R-STD-02 refuses; that is judged after this.
      toEdition: next?.toEdition ?? context.standard,
      extraDays: next?.extraDays[start.with] ?? 0,
      cutOff:
        cutOff === undefined ? null : clock(context, meta)('R-STD-01', parseLocalDate(cutOff)),
    };
  },
  completeStandardTransition: (completion, { context, meta }) => {
    const { standard, transition, editionCutOff, expiry } = context;
    const isLate = editionCutOff !== null && today(context, meta) > editionCutOff.due;
    return {
      ...completion,
      fromEdition: standard,
      // Without a transition R-STD-03 refuses; that is judged after this.
      toEdition: transition?.toEdition ?? standard,
      validUntil: known(expiry).due,
      expiry: known(expiry),
      ...(isLate && { recordedAfterLapse: true }),
    };
  },
};
