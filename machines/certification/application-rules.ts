import { holdsGroups, isInTable, isWithinBand } from '../audit-time/index.ts';
import type { Rule } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

/** Percent of remote audit above which a reason is recorded: ISO/IEC 27006:2015 B.3.2 (unconfirmed for 2024). */
const REMOTE_ALERT = 30;

/** What application, audit time and quote do not allow, and why. */
export const applicationRules = {
  'R-APP-03': {
    clause: 'IAF MD 5 4.4',
    text: 'The quote carries the auditor days that were determined, and they are determined before it.',
    allows: ({ context: { auditTime }, event }) =>
      event.type !== 'QuoteIssued' || event.auditDays === auditTime?.initialDays,
  },
  'R-PRG-03': {
    clause: 'ISO/IEC 17021-1 9.1.3.1, 9.4.6 (unconfirmed)',
    text: 'There is no audit programme that could be changed yet.',
    allows: ({ context }) => context.programme !== null,
  },
  'R-TIME-01': {
    clause: 'ISO/IEC 27006-1 C.3.4 (unconfirmed)',
    text: 'The groups with identical tasks hold more persons than work within the scope.',
    allows: ({ event }) => event.type !== 'AuditTimeDetermined' || holdsGroups(event),
  },
  'R-TIME-02': {
    clause: 'ISO/IEC 27006-1 Annex C (unconfirmed)',
    text: 'The adjustment leaves the band for this complexity, and no reason for that is given.',
    allows: ({ event }) =>
      event.type !== 'AuditTimeDetermined' ||
      event.bandDeparture !== undefined ||
      isWithinBand(event),
  },
  'R-TIME-03': {
    clause: 'T-25; ISO/IEC 27006 B.3.2 (unconfirmed)',
    text: 'More than 30 percent of the time is remote, and no reason for that is given.',
    allows: ({ event }) =>
      event.type !== 'AuditTimeDetermined' ||
      event.remoteShare <= REMOTE_ALERT ||
      event.remoteReason !== undefined,
  },
  'R-TIME-04': {
    clause: 'ISO/IEC 27006-1 Table C.1 (unconfirmed)',
    text: 'The table ends before so many persons: the days are given with a reason.',
    allows: ({ event }) =>
      event.type !== 'AuditTimeDetermined' || event.beyondTable !== undefined || isInTable(event),
  },
} satisfies Record<string, Rule<Context, Event>>;
