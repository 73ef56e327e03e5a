import type { Rule } from '../../engine/index.ts';
import { transitionFrom } from '../../standards/index.ts';
import type { Context, Event } from '../contract.ts';
import { transitionAgenda } from '../contract/index.ts';
import { certifiableIn, cutOffOf, today } from '../derived/index.ts';

/** Whether the audit of a transition has dates and is not over. */
function isAuditOpen({ transition, audits }: Context): boolean {
  const audit = transition?.audit ?? null;
  return audit !== null && audits[audit]?.completed === false;
}

/** Whether the audit of a transition is over, so that somebody can decide. */
export function isAudited({ transition, audits }: Context): boolean {
  const audit = transition?.audit ?? null;
  return audit !== null && audits[audit]?.completed === true;
}

/** Whether a recertification has begun, and nobody has decided on it. */
function isRecertifying({ audits, audit, grantedOn }: Context): boolean {
  const { kind, closedOn } = audits[audit] ?? {};
  const isPart = kind === 'recertification' || kind === 'stage-1';
  return isPart && (closedOn === null || grantedOn === null || (closedOn ?? '') > grantedOn);
}

/** The day of a decision, or of the record where it has none of its own. */
function dayOf(context: Context, event: Event): string {
  return ('on' in event ? event.on : undefined) ?? today(context, event.meta);
}

/** Whether a certificate of another body goes on: no initial certification, and none for a further cycle. */
function isTakenOver({ transfer }: Context, { type }: Event): boolean {
  return (
    transfer?.status === 'eligible' &&
    (type === 'ApplicationAccepted' || type === 'TransferAccepted')
  );
}

/** What a journey does not allow about editions of the standard, and why. */
export const transitionRules = {
  'R-STD-01': {
    clause: 'IAF MD 26',
    text: 'Nothing is certified to this edition any more on that day, nor granted or taken over after its cut-off, or a transition that rides on the recertification is not complete.',
    allows: ({ context, event }) => {
      const on = dayOf(context, event);
      if (isTakenOver(context, event)) return on <= (cutOffOf(context) ?? on);
      if (certifiableIn(context, on) !== context.standard) return false;
      if (event.type !== 'CertificationGranted')
        return context.transition?.with !== 'recertification';
      // What was decided in time and is recorded too late would have ended before it began.
      const recordedOn = today(context, event.meta);
      return recordedOn <= (cutOffOf(context) ?? recordedOn);
    },
  },
  'R-STD-02': {
    clause: 'IAF MD 26',
    text: 'On that day there is no next edition yet, or the cut-off has passed; or an audit of the transition is under way.',
    allows: ({ context, event }) => {
      if (event.type !== 'StandardTransitionStarted') return true;
      const next = transitionFrom(context.standard);
      return (
        next !== undefined &&
        event.on >= next.publishedOn &&
        event.on <= (cutOffOf(context) ?? next.cutOff) &&
        !isAuditOpen(context)
      );
    },
  },
  'R-STD-03': {
    clause: 'IAF MD 26',
    text: 'No audit of the transition is done, it has not seen the new statement of applicability, or it has not shown everything that a transition shows.',
    allows: ({ context, event }) =>
      event.type !== 'StandardTransitionCompleted' ||
      (isAudited(context) &&
        context.transition?.applicability !== null &&
        transitionAgenda.every((item) => event.shown.includes(item))),
  },
  'R-STD-04': {
    clause: 'IAF MD 26',
    text: 'The cut-off of the edition had passed by that day: the certification begins anew, to the next edition.',
    allows: ({ context: { editionCutOff }, event }) =>
      event.type !== 'StandardTransitionCompleted' ||
      editionCutOff === null ||
      event.on <= editionCutOff.due,
  },
  'R-STD-06': {
    clause: 'IAF MD 26',
    text: 'When the cut-off passed, something else was under way or overdue: the certification begins anew, to the next edition.',
    allows: ({ context }) =>
      context.surveillanceOverdue === null &&
      !isRecertifying(context) &&
      Object.values(context.audits).every(({ completed }) => completed),
  },
  'R-STD-07': {
    clause: 'records make sense',
    text: 'This journey does not certify to that edition.',
    allows: ({ context, event }) =>
      event.type !== 'EditionEndAnnounced' || event.edition === context.standard,
  },
  'R-STD-08': {
    clause: 'records make sense',
    text: 'That end of the edition is on record already.',
    allows: ({ context, event }) => {
      if (event.type !== 'EditionEndAnnounced') return true;
      const until = context.decisionsUntil ?? transitionFrom(event.edition)?.decisionsUntil;
      return event.cutOff.due !== context.editionCutOff?.due || event.decisionsUntil !== until;
    },
  },
  'R-STD-09': {
    clause: 'IAF MD 26',
    text: 'No next edition is known, or the days do not follow each other: its publication, the last day of decisions, the cut-off, which is ahead.',
    allows: ({ context, event }) => {
      if (event.type !== 'EditionEndAnnounced') return true;
      const next = transitionFrom(event.edition);
      return (
        next !== undefined &&
        event.decisionsUntil >= next.publishedOn &&
        event.cutOff.due >= event.decisionsUntil &&
        event.cutOff.due >= today(context, event.meta)
      );
    },
  },
  'R-STD-05': {
    clause: 'IAF MD 26',
    text: 'No transition in an audit of its own was started.',
    allows: ({ context, event }) =>
      event.type !== 'SpecialAuditOrdered' ||
      event.purpose !== 'transition' ||
      context.transition?.with === 'separate',
  },
} satisfies Record<string, Rule<Context, Event>>;
