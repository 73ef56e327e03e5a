import {
  countsFairly,
  holdsGroups,
  isInTable,
  isWithinBand,
  leavesTimeToAudit,
  timesEachSite,
  type AuditTime,
} from '../../audit-time/index.ts';
import type { Rule } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import { obligations } from '../contract/index.ts';
import { sampleOf, sitesOf, today } from '../derived/index.ts';

/** The audit time that an event records, if it does. */
function timeIn(event: Event): AuditTime | undefined {
  return event.type === 'AuditTimeDetermined' || event.type === 'AuditTimeRedetermined'
    ? event
    : undefined;
}

function holds(event: Event, test: (time: AuditTime) => boolean): boolean {
  const time = timeIn(event);
  return time === undefined || test(time);
}

/** What the choice of a certification body does not allow, and why. */
const selectionRules = {
  'R-SEL-01': {
    clause: 'one entry for each certification body',
    text: 'This certification body is on the list already.',
    allows: ({ context, event }) => {
      if (event.type !== 'RcbShortlisted') return true;
      const status = context.candidates[event.candidate]?.status;
      return status === undefined || status === 'rejected';
    },
  },
  'R-SEL-02': {
    clause: 'compare before choosing',
    text: 'This certification body is not on the list of candidates.',
    allows: ({ context, event }) => {
      if (!('candidate' in event)) return true;
      const status = context.candidates[event.candidate]?.status;
      return status !== undefined && status !== 'rejected';
    },
  },
  'R-SEL-03': {
    clause: 'compare before choosing',
    text: 'Only a certification body that made a proposal can be weighed and chosen.',
    allows: ({ context, event }) =>
      !(event.type === 'RcbSelected' || event.type === 'ProposalEvaluated') ||
      context.candidates[event.candidate]?.status === 'proposed',
  },
} satisfies Record<string, Rule<Context, Event>>;

/** What application review, quote and agreement do not allow, and why. */
const quoteRules = {
  'R-APP-02': {
    clause: 'ISO/IEC 17021-1 9.1.2 (unconfirmed)',
    text: 'The review names the competence that the audit team needs and the competence that whoever decides needs.',
    allows: ({ event }) =>
      event.type !== 'ApplicationAccepted' ||
      ((event.teamCompetences ?? []).length > 0 && (event.decisionCompetences ?? []).length > 0),
  },
  'R-APP-08': {
    clause: 'ISO/IEC 17021-1 9.1.2 (unconfirmed)',
    text: 'The review found something lacking: the client is asked or the application declined, not accepted.',
    allows: ({ event }) =>
      event.type !== 'ApplicationAccepted' || Object.values(event.review ?? {}).every(Boolean),
  },
  'R-APP-03': {
    clause: 'IAF MD 5 4.4',
    text: 'The quote carries the auditor days that were determined, and they are determined from the present facts before it.',
    allows: ({ context: { auditTime, isTimeDue }, event }) =>
      !('auditDays' in event && 'justification' in event) ||
      (event.auditDays === auditTime?.initialDays && !isTimeDue),
  },
  'R-APP-09': {
    clause: 'ISO/IEC 17021-1 5.1.2, 8.3, 8.5 (unconfirmed)',
    text: 'The agreement leaves out something that the client has to be bound to: access, changes, marks, complaints, witnesses.',
    allows: ({ event }) =>
      event.type !== 'AgreementSigned' ||
      obligations.every((obligation) => event.obligations?.includes(obligation) ?? true),
  },
  'T-01': {
    clause: 'policy quoteValidity',
    text: 'No quote stands on that day: it has expired, was answered, or rested on facts that have changed.',
    allows: ({ context, event }) => {
      if (event.type !== 'QuoteAccepted') return true;
      const { quoteValid } = context;
      return quoteValid !== null && (event.on ?? today(context, event.meta)) <= quoteValid.due;
    },
  },
} satisfies Record<string, Rule<Context, Event>>;

/** What follows when the client changes, and what that does not allow. */
const changeRules = {
  'R-APP-05': {
    clause: 'ISO/IEC 17021-1 9.1.4, 9.6.4 (unconfirmed)',
    text: 'The client has changed: the audit time is determined again, and quoted again where it differs, before an audit is scheduled.',
    allows: ({ context }) => !context.isTimeDue && context.requote === 'none',
  },
  'R-APP-06': {
    clause: 'IAF MD 5 4.4',
    text: 'A quote is revised when the days that were agreed have changed, and answered when it was sent.',
    allows: ({ context: { requote }, event }) =>
      event.type === 'QuoteRejected' ? requote === 'offered' : requote !== 'none',
  },
  'R-APP-07': {
    clause: 'ISO/IEC 17021-1 8.5.3 (unconfirmed)',
    text: 'There is no application yet in which something could change, or all of it is known already.',
    allows: ({ context, event }) =>
      event.type !== 'ClientDataChanged' ||
      (context.application !== null && event.changed.length > 0),
  },
  'R-IMP-01': {
    clause: 'ISO/IEC 17021-1 5.2.5, 5.2.6 (unconfirmed)',
    text: 'The certification body itself has served this client: audits and decisions wait until the impartiality case is closed.',
    allows: ({ context }) => context.impartialityCase === null,
  },
  'R-IMP-02': {
    clause: 'ISO/IEC 17021-1 5.2 (unconfirmed)',
    text: 'One impartiality case is open at a time, and another person closes it than opened it.',
    allows: ({ context: { impartialityCase }, event }) =>
      event.type === 'ImpartialityCaseOpened'
        ? impartialityCase === null
        : impartialityCase !== null && impartialityCase !== event.meta.actor?.id,
  },
  'R-PRG-03': {
    clause: 'ISO/IEC 17021-1 9.1.3.1, 9.4.6 (unconfirmed)',
    text: 'There is no audit programme that could be changed yet.',
    allows: ({ context }) => context.programme !== null,
  },
  'R-PRG-04': {
    clause: 'IAF MD 1; ISO/IEC 17021-1 9.1.5 (unconfirmed)',
    text: 'No sample of sites was determined: the audit time says how many sites each audit visits.',
    allows: ({ context }) => context.auditTime?.siteSample !== undefined,
  },
  'R-SITE-01': {
    clause: 'IAF MD 1',
    text: 'The sites that are chosen are in the application, are named once and are not the central function.',
    allows: ({ context, event }) => {
      if (event.type !== 'SiteSampleSelected') return true;
      const { others } = sitesOf(context);
      const isNamedOnce = new Set(event.chosen).size === event.chosen.length;
      return isNamedOnce && event.chosen.every((site) => others.includes(site));
    },
  },
  'R-SITE-02': {
    clause: 'IAF MD 1',
    text: 'The sites that are chosen and those that are drawn are together fewer or more than the sample.',
    allows: ({ context, event }) =>
      event.type !== 'SiteSampleSelected' ||
      event.chosen.length + event.drawn.length === sampleOf(context, event.year),
  },
} satisfies Record<string, Rule<Context, Event>>;

/** What the determination of audit time does not allow, and why. */
const timeRules = {
  'R-TIME-01': {
    clause: 'ISO/IEC 27006-1 C.3.4 (unconfirmed)',
    text: 'The groups with identical tasks and the part-timers are more persons than work within the scope.',
    allows: ({ event }) => holds(event, holdsGroups),
  },
  'R-TIME-02': {
    clause: 'ISO/IEC 27006-1 Annex C (unconfirmed)',
    text: 'The adjustment leaves the band for this complexity, and no reason for that is given.',
    allows: ({ event }) =>
      holds(event, (time) => time.bandDeparture !== undefined || isWithinBand(time)),
  },
  'R-TIME-03': {
    clause: 'T-25, policy remoteShareAlert; ISO/IEC 27006 B.3.2 (unconfirmed)',
    text: 'More of the time is remote than the policy allows without a reason, and no reason is given.',
    allows: ({ context: { policy }, event }) =>
      holds(
        event,
        ({ remoteShare, remoteReason }) =>
          remoteShare <= policy.remoteShareAlert || remoteReason !== undefined,
      ),
  },
  'R-TIME-04': {
    clause: 'ISO/IEC 27006-1 Table C.1 (unconfirmed)',
    text: 'The table ends before so many persons: the days are given with a reason.',
    allows: ({ event }) =>
      holds(event, (time) => time.beyondTable !== undefined || isInTable(time)),
  },
  'R-TIME-05': {
    clause: 'ISO/IEC 27006-1 C.3.4 (unconfirmed)',
    text: 'A group with identical tasks counts as its square root at least, and nobody counts as more than one.',
    allows: ({ event }) => holds(event, countsFairly),
  },
  'R-TIME-06': {
    clause: 'IAF MD 5 (unconfirmed)',
    text: 'Planning and reporting take more than a fifth of the time, and no reason for that is given.',
    allows: ({ event }) =>
      holds(event, (time) => time.planningReason !== undefined || leavesTimeToAudit(time)),
  },
  'R-TIME-09': {
    clause: 'IAF MD 1',
    text: 'Time by site is given for the central function and for each site of the first sample, each named once.',
    allows: ({ event }) => holds(event, timesEachSite),
  },
  'R-TIME-10': {
    clause: 'R-APP-05; ISO/IEC 17021-1 9.1.4 (unconfirmed)',
    text: 'Audit time is determined again after the agreement; before it, it is determined.',
    allows: ({ context }) => context.agreedOn !== null && context.auditTime !== null,
  },
} satisfies Record<string, Rule<Context, Event>>;

/** What the way to the agreement, and later changes, do not allow, and why. */
export const applicationRules = {
  ...selectionRules,
  ...quoteRules,
  ...changeRules,
  ...timeRules,
} satisfies Record<string, Rule<Context, Event>>;
