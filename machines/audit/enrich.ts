import { addPeriod, addWorkingDays, deadline, parseLocalDate } from '../calendar/index.ts';
import type { DueDate, Enrichments } from '../engine/index.ts';
import { policyOf } from '../policy/index.ts';
import type { Context, contract } from './contract.ts';

/** Completes what an audit records with the ids and deadlines that only it knows. */
export const enrich: Enrichments<typeof contract, Context> = {
  raiseFinding: (finding, { context }) => ({ ...finding, ...numbered(context) }),
  aggregateMinors: (finding, { context }) => ({ ...finding, ...numbered(context) }),
  recordEvidence: (evidence, { context }) => ({ ...evidence, id: evidenceId(context) }),
  coverRequirement: (evidence, { context }) => ({ ...evidence, id: evidenceId(context) }),
  holdClosingMeeting: (meeting, { context, meta }) => ({
    ...meeting,
    deadlines: deadlines(context, meeting.on, meta.id),
    reportDue: reportDue(context, meeting.on, meta.id),
  }),
  terminateAudit: (end, { context, meta }) => ({
    ...end,
    deadlines: context.openedOn === null ? null : deadlines(context, end.on, meta.id),
  }),
};

function three(number: number): string {
  return String(number).padStart(3, '0');
}

function numbered({ prefix, findings }: Context): { id: string; audit: string } {
  return { id: `nc-${prefix}-${three(Object.keys(findings).length + 1)}`, audit: prefix };
}

function evidenceId({ prefix, items }: Context): string {
  return `ev-${prefix}-${three(items + 1)}`;
}

function reportDue({ policy }: Context, on: string, anchor: string): DueDate {
  const { reportWorkingDays = 10, holidays = [], zone } = policy;
  const due = addWorkingDays(parseLocalDate(on), reportWorkingDays, holidays.map(parseLocalDate));
  return deadline({ rule: 'T-04', anchor, due, zone, ...policyOf(policy) });
}

function deadlines(
  { kind, policy, evidenceBy }: Context,
  on: string,
  anchor: string,
): {
  capDue: DueDate;
  majorEvidenceDue: DueDate;
  minorPlanDue: DueDate;
  majorClosure: DueDate | null;
} | null {
  if (kind === 'pre-audit' || kind === 'stage-1') return null;
  const due = (rule: string, period: string, latest: string | null = null): DueDate => {
    const date = addPeriod(parseLocalDate(on), period);
    const sooner = latest !== null && latest < date ? parseLocalDate(latest) : date;
    return deadline({ rule, anchor, due: sooner, zone: policy.zone, ...policyOf(policy) });
  };
  return {
    capDue: due('T-05', policy.capDue),
    majorEvidenceDue: due('T-06', policy.majorEvidenceDue, evidenceBy),
    minorPlanDue: due('T-08', policy.minorPlanDue),
    majorClosure: kind === 'stage-2' ? due('T-07', policy.majorHardStop) : null,
  };
}
