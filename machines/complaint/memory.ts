import { remembering, together } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

function without(missed: Context['missed'], rule: string): Context['missed'] {
  return missed.filter((deadline) => deadline.rule !== rule);
}

/** What a complaint keeps of an event. */
export const remember = remembering<Context, Event>({
  ComplaintAcknowledged: ({ missed }, { on, recordedAfterLapse }) => ({
    reachedOn: on,
    missed: recordedAfterLapse ? without(missed, 'T-24') : missed,
  }),
  ComplaintHandlersAssigned: (_, { handlers }) => ({ handlers }),
  InvolvementChanged: ({ involved }, { persons }) => ({ involved: together(involved, persons) }),
  ComplaintAdmitted: (_, { on }) => ({ reachedOn: on }),
  ComplaintFoundUnrelated: (_, { on }) => ({ reachedOn: on, outcome: 'unrelated' }),
  ComplaintReferredToClient: ({ missed }, { on, answerDue }) => ({
    reachedOn: on,
    answerBy: answerDue,
    missed: without(missed, answerDue.rule),
  }),
  ComplaintAnswered: ({ missed }, { on, recordedAfterLapse }) => ({
    reachedOn: on,
    missed: recordedAfterLapse ? without(missed, 'R-CPL-02') : missed,
  }),
  ComplaintProgressReported: (_, { on }) => ({ reachedOn: on }),
  ComplaintResolved: (_, { on, outcome }) => ({ reachedOn: on, outcome }),
  ComplaintOutcomeNotified: (_, { on }) => ({ reachedOn: on }),
  ComplaintClosed: (_, { on }) => ({ reachedOn: on }),
});
