import { addPeriod, deadline, parseLocalDate } from '../calendar/index.ts';
import type { DueDate, Enrichments, Meta } from '../engine/index.ts';
import { policyOf } from '../policy/index.ts';
import type { Context, contract } from './contract.ts';

/** Completes what a nonconformity records with the dates that only it knows. */
export const enrich: Enrichments<typeof contract, Context> = {
  submitCap: (plan, { context }) => ({
    ...plan,
    round: context.rounds + 1,
    ...lateRecord(context, context.capDue, plan.on),
  }),
  rejectCap: ({ reasons }, { context }) => ({ reasons, round: context.rounds }),
  submitEvidence: (evidence, { context }) => ({
    ...evidence,
    ...lateRecord(context, context.responseDue, evidence.on),
  }),
  downgradeNonconformity: (found, { context, meta }) => ({
    ...found,
    responseDue: due(context, meta, {
      rule: 'T-08',
      from: context.closingOn ?? found.on,
      period: context.policy.minorPlanDue,
    }),
  }),
  escalateNonconformity: (found, { context, meta }) => ({
    ...found,
    capDue: due(context, meta, { rule: 'T-05', from: found.on, period: context.policy.capDue }),
    responseDue: due(context, meta, {
      rule: 'T-06',
      from: found.on,
      period: context.policy.majorEvidenceDue,
    }),
  }),
};

interface Terms {
  readonly rule: string;
  readonly from: string;
  readonly period: string | undefined;
}

function due(
  { zone, policy }: Context,
  { id: anchor }: Meta,
  { rule, from, period }: Terms,
): DueDate {
  if (period === undefined) throw new Error(`the policy does not say how long ${rule} is`);
  const last = addPeriod(parseLocalDate(from), period);
  return deadline({ rule, anchor, due: last, zone, ...policyOf(policy) });
}

/** What happened in time and is recorded after the date has passed says so. */
function lateRecord(
  { missed }: Context,
  date: DueDate | null,
  on: string | undefined,
): { recordedAfterLapse?: true } {
  const isLate = date !== null && on !== undefined && on <= date.due && missed.includes(date.rule);
  return isLate ? { recordedAfterLapse: true } : {};
}
