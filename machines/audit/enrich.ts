import { addPeriod, deadline, parseLocalDate } from '../calendar/index.ts';
import type { DueDate, Enrichments } from '../engine/index.ts';
import { policyOf } from '../policy/index.ts';
import type { Context, contract } from './contract.ts';

/** Completes what an audit records with the ids and deadlines that only it knows. */
export const enrich: Enrichments<typeof contract, Context> = {
  raiseFinding: (finding, { context }) => {
    const number = context.majors + context.minors + 1;
    const id = `nc-${context.prefix}-${String(number).padStart(3, '0')}`;
    return { ...finding, id, audit: context.prefix };
  },
  holdClosingMeeting: ({ on }, { context, meta }) => ({
    on,
    deadlines: deadlines(context, on, meta.id),
  }),
};

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
