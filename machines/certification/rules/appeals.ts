import type { Rule } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';

const leavesTheDecisionOpen = ['withdrawn', 'inadmissible'];

/** What a journey does not allow about appeals and complaints, and why. */
export const appealRules = {
  'R-APL-01': {
    clause: 'ISO/IEC 17021-1 9.7 (unconfirmed)',
    text: 'No such decision was taken in this journey: an appeal is against a decision.',
    allows: ({ context, event }) =>
      event.type !== 'AppealLodged' || context.decided[event.decision] !== undefined,
  },
  'R-APL-02': {
    clause: 'ISO/IEC 17021-1 9.7 (unconfirmed)',
    text: 'There is an appeal against this decision already.',
    allows: ({ context, event }) =>
      event.type !== 'AppealLodged' ||
      Object.values(context.appeals).every(
        (appeal) => appeal.event !== event.event || leavesTheDecisionOpen.includes(appeal.outcome),
      ),
  },
  'R-APL-03': {
    clause: 'records make sense',
    text: 'The appeal cannot have been received before the decision was taken.',
    allows: ({ event }) => event.type !== 'AppealLodged' || event.on >= event.decidedOn,
  },
  'R-CPL-01': {
    clause: 'ISO/IEC 17021-1 9.8 (unconfirmed)',
    text: 'No certification body has been chosen yet: there is nobody who could handle a complaint.',
    allows: ({ context }) => context.rcb !== null,
  },
} satisfies Record<string, Rule<Context, Event>>;
