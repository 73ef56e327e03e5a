import type { Rule } from '../../engine/index.ts';
import { isRequirement } from '../../standards/index.ts';
import type { Context, Event } from '../contract.ts';
import type { TransferIn } from '../contract/index.ts';
import { hasNoOpenMajor, nextOnGrid } from '../derived/index.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;
type Review = Of<'PreTransferReviewCompleted'>;

/** Complaints that turned out to be right, in whole or in part. */
const justified = ['justified', 'partlyJustified'];

/** Whether the cycle owed a surveillance that was not held by a day. */
function isSurveillanceLate(
  { policy }: Context,
  transfer: Pick<TransferIn, 'certificate' | 'surveillances'>,
  on: string,
): boolean {
  const next = nextOnGrid(transfer, policy.sv1Max);
  return next !== null && next < on;
}

/** Whether a review gives everything on which a certificate is taken over without an initial audit. */
function isComplete(context: Context, transfer: TransferIn, review: Review): boolean {
  const { surveillances, on } = review;
  return (
    review.isAuthentic &&
    review.isScopeFitting &&
    review.hasAuditReport &&
    review.hasSurveillanceReports &&
    review.isEachNonconformityTakenOver &&
    !isSurveillanceLate(context, { ...transfer, surveillances }, on)
  );
}

/** Whether the journey shows a reason to suspend or withdraw besides that the client leaves. */
function isGrounded(context: Context): boolean {
  return (
    context.surveillanceOverdue !== null ||
    context.suspendedOn !== null ||
    !hasNoOpenMajor(context) ||
    Object.values(context.complaints).some(({ outcome }) => justified.includes(outcome))
  );
}

/** Days that follow each other, within two others. */
function isOrdered(days: readonly string[], first: string, last: string): boolean {
  return days.every((day, index) => day >= (days[index - 1] ?? first) && day <= last);
}

function isMadeUp(
  { grantedOn, validUntil }: { readonly grantedOn: string; readonly validUntil: string },
  surveillances: readonly string[],
): boolean {
  return grantedOn >= validUntil || !isOrdered(surveillances, grantedOn, validUntil);
}

/** What a journey does not allow about transfers between bodies, and why. */
export const transferRules = {
  'R-TR-01': {
    clause: 'IAF MD 2',
    text: 'Only a certificate that is out, valid and not suspended, of a body under a signatory of the arrangement and within the accredited scope, is transferred.',
    allows: ({ context, event }) => {
      if (event.type === 'TransferredOut')
        return context.document !== null && context.suspendedOn === null;
      if (event.type !== 'TransferEligibilityConfirmed') return true;
      return event.status === 'valid' && event.isMlaSignatory && event.isScopeAccredited;
    },
  },
  'R-TR-02': {
    clause: 'IAF MD 2',
    text: 'A certificate is transferred by its expiry, from a body that has failed within six months, and then the accreditation body is told first.',
    allows: ({ context: { transfer, transferBy }, event }) => {
      if (event.type === 'TransferredOut') return transferBy === null || event.on <= transferBy.due;
      if (event.type !== 'TransferEligibilityConfirmed' && event.type !== 'TransferAccepted')
        return true;
      if (transfer === null || event.on > transfer.transferBy.due) return false;
      return (
        event.type === 'TransferAccepted' ||
        transfer.issuerFailedOn === null ||
        event.accreditationBodyToldOn !== undefined
      );
    },
  },
  'R-TR-03': {
    clause: 'IAF MD 2',
    text: 'Scope, validity, reports or nonconformities are not as a transfer needs them, or a surveillance is overdue: the client is audited as a new one.',
    allows: ({ context, event }) => {
      const { transfer } = context;
      if (event.type === 'TransferAccepted')
        return transfer !== null && !isSurveillanceLate(context, transfer, event.on);
      return (
        event.type !== 'PreTransferReviewCompleted' ||
        event.outcome !== 'takeOver' ||
        (transfer !== null && isComplete(context, transfer, event))
      );
    },
  },
  'R-TR-04': {
    clause: 'IAF MD 2 (unconfirmed)',
    text: 'No two certificates are active: this one is handed over on the day on which that of the other body is confirmed to end, or later.',
    allows: ({ context: { transfer }, event }) =>
      event.type !== 'CertificateIssued' ||
      transfer?.status !== 'accepted' ||
      (transfer.endsOn !== null && event.on >= transfer.endsOn),
  },
  'R-TR-05': {
    clause: 'IAF MD 2 2.4',
    text: 'That the client goes to another body is no reason to suspend or withdraw, and the other body has its records before it goes.',
    allows: ({ context, event }) => {
      const { leaving } = context;
      return event.type === 'TransferredOut'
        ? leaving !== null && leaving.recordsOn !== null
        : leaving === null || isGrounded(context);
    },
  },
  'R-TR-06': {
    clause: 'records make sense',
    text: 'One transfer is asked for at a time, and what follows from it only after it was asked for.',
    allows: ({ context: { transfer, leaving }, event }) => {
      if (event.type === 'TransferRequested')
        return transfer === null || transfer.status === 'notEligible';
      if (event.type === 'TransferOutRequested') return leaving === null;
      if (event.type === 'PreviousCertificateEnded') return transfer?.status === 'accepted';
      const isJudged =
        event.type === 'TransferEligibilityConfirmed' ||
        event.type === 'TransferEligibilityRefused';
      return isJudged ? transfer?.status === 'requested' : leaving !== null;
    },
  },
  'R-TR-07': {
    clause: 'IAF MD 2 (unconfirmed)',
    text: 'Somebody judges whether the certificate can be taken over before the application is accepted.',
    allows: ({ context }) => context.transfer?.status !== 'requested',
  },
  'R-TR-08': {
    clause: 'IAF MD 2 (unconfirmed)',
    text: 'Only a member of the team of the pre-transfer review acts for it, in the role of the appointment.',
    allows: ({ context, event }) =>
      context.transfer?.team.some(
        ({ id, role }) => id === event.meta.actor?.id && role === event.meta.actor.role,
      ) === true,
  },
  'R-TR-09': {
    clause: 'records make sense',
    text: 'The edition has no such requirement, or the days of the certificate and its surveillances do not follow each other.',
    allows: ({ context: { standard, transfer }, event }) => {
      if (event.type === 'NonconformityTakenOver')
        return isRequirement(standard, event.requirement);
      if (event.type === 'TransferRequested')
        return event.originallyOn <= event.grantedOn && !isMadeUp(event, event.surveillances);
      return (
        event.type !== 'PreTransferReviewCompleted' ||
        (transfer !== null &&
          !isMadeUp(transfer.certificate, event.surveillances) &&
          event.covered.every((requirement) => isRequirement(standard, requirement)))
      );
    },
  },
  'R-TR-10': {
    clause: 'ISO/IEC 17021-1 9.3.1.2 (unconfirmed)',
    text: 'This body has held no Stage 1, because the certificate was taken over: it holds one before Stage 2.',
    allows: ({ context, event }) => event.type !== 'Stage2Authorised' || context.stage1On !== null,
  },
} satisfies Record<string, Rule<Context, Event>>;
