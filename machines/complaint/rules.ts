import type { Rule } from '../engine/index.ts';
import { dateRules, handlerRules, officeRules } from '../policy/index.ts';
import type { Context, Event } from './contract.ts';

/** What a complaint does not allow, and why. */
export const rules = {
  ...dateRules,
  ...officeRules,
  ...handlerRules,
  'R-CPL-02': {
    clause: 'ISO/IEC 17021-1 9.8 (unconfirmed)',
    text: 'Only a complaint about the client is referred to the client, and the day for its answer is not over.',
    allows: ({ context, event }) =>
      context.about === 'client' &&
      (event.type !== 'ComplaintReferredToClient' || event.answerDue.due >= event.on),
  },
  'R-CPL-03': {
    clause: 'ISO/IEC 17021-1 9.8 (unconfirmed)',
    text: 'The complaint is about a certified client: what it says of the effectiveness of the management system is part of the resolution.',
    allows: ({ context: { about, isCertified }, event }) =>
      event.type !== 'ComplaintResolved' ||
      about !== 'client' ||
      !isCertified ||
      event.effectiveness !== undefined,
  },
  'R-CPL-04': {
    clause: 'ISO/IEC 17021-1 9.6.4.2, 9.8 (unconfirmed)',
    text: 'A short-notice audit follows only from a complaint about a certified client.',
    allows: ({ context: { about, isCertified }, event }) =>
      event.type !== 'ComplaintResolved' ||
      event.followUp !== 'shortNoticeAudit' ||
      (about === 'client' && isCertified),
  },
} satisfies Record<string, Rule<Context, Event>>;
