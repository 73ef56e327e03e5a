import { addPeriod, parseLocalDate } from '../../calendar/index.ts';
import { known, type DueDate, type Enrichments, type Meta } from '../../engine/index.ts';
import type { Context, contract } from '../contract.ts';
import { clock, gridOf, lastDayToTransfer, today } from '../derived/index.ts';
import { cycleOf } from './life.ts';

interface Asked {
  readonly issuerFailedOn?: string | undefined;
  readonly validUntil: string;
}

/** T-19 where the issuing body has failed, else the expiry. */
function transferBy(context: Context, meta: Meta, { issuerFailedOn, validUntil }: Asked): DueDate {
  const due = clock(context, meta);
  return issuerFailedOn === undefined
    ? due('T-16', parseLocalDate(validUntil))
    : due('T-19', lastDayToTransfer(issuerFailedOn, validUntil));
}

/** The reminders that are still to come, and where none is, the last one: it is told at once. */
function stillAhead(reminders: readonly DueDate[], on: string): readonly DueDate[] {
  const ahead = reminders.filter(({ due }) => due > on);
  return ahead.length > 0 ? ahead : reminders.slice(-1);
}

/** Completes what is recorded of transfers between bodies with ids and deadlines. */
export const transferEnrich: Pick<
  Enrichments<typeof contract, Context>,
  | 'requestTransfer'
  | 'takeOverNonconformity'
  | 'completePreTransferReview'
  | 'acceptTransfer'
  | 'recordTransferOut'
> = {
  requestTransfer: (request, { context, meta }) => ({
    ...request,
    transferBy: transferBy(context, meta, request),
  }),
  takeOverNonconformity: (found, { context }) => {
    const number = (context.transfer?.nonconformities ?? 0) + 1;
    return { ...found, id: `nc-tr-${String(number).padStart(3, '0')}` };
  },
  completePreTransferReview: (review, { context, meta }) => {
    const due = clock(context, meta);
    const on = parseLocalDate(review.on);
    const { capDue, majorEvidenceDue, minorPlanDue } = context.policy;
    return {
      ...review,
      capDue: due('T-05', addPeriod(on, capDue)),
      majorEvidenceDue: due('T-06', addPeriod(on, majorEvidenceDue)),
      minorPlanDue: due('T-08', addPeriod(on, minorPlanDue)),
    };
  },
  acceptTransfer: ({ on }, { context, meta }) => {
    const transfer = known(context.transfer);
    const { certificate } = transfer;
    const [decided, expires] = [parseLocalDate(on), parseLocalDate(certificate.validUntil)];
    const grid = gridOf(transfer, context.policy.sv1Max);
    const cycle = cycleOf({ context, meta }, { decided, expires, ...grid });
    const reminders = [cycle.recertificationReminder, ...cycle.furtherReminders];
    const [first = cycle.recertificationReminder, ...further] = stillAhead(reminders, on);
    return {
      on,
      ...cycle,
      cycle: certificate.cycle,
      ...{ recertificationReminder: first, furtherReminders: further },
      originallyOn: certificate.originallyOn,
      ...(today(context, meta) > transfer.transferBy.due && { recordedAfterLapse: true }),
    };
  },
  recordTransferOut: ({ on }, { context }) => ({
    on,
    // Where nobody has asked for it R-TR-05 refuses; that is judged after this.
    acceptingBody: context.leaving?.to ?? 'unknown',
  }),
};
