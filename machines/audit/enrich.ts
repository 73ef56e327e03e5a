import { addPeriod, addWorkingDays, deadline, parseLocalDate } from '../calendar/index.ts';
import type { DueDate, Enrichments } from '../engine/index.ts';
import { policyOf } from '../policy/index.ts';
import type { Reported } from './audit-schema.ts';
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
  issueAuditReport: (report, { context }) => ({ ...report, ...reported(context) }),
  terminateAudit: (end, { context, meta }) => ({
    ...end,
    deadlines: context.openedOn === null ? null : deadlines(context, end.on, meta.id),
  }),
};

/** What the audit found, for its report: what stands, and what was looked at without anything that stands. */
function reported(context: Context): Reported {
  const { findings, requirements, openedOn, closedOn, applicability } = context;
  const standing = Object.entries(findings).filter(([, { isVoid }]) => !isVoid);
  const concerns = recordsConcerns(context) ? [...context.concerns] : [];
  const unmet = [...standing.map(([, finding]) => finding), ...concerns].map(
    ({ requirement }) => requirement,
  );
  return {
    ...(openedOn !== null && { openedOn }),
    ...(closedOn !== null && { closedOn }),
    team: context.team.map(({ id }) => id),
    ...(applicability && { applicability: applicability.version }),
    conformities: requirements.filter((id) => !unmet.includes(id)),
    nonconformities: standing.map(([id, { grade, requirement }]) => ({ id, grade, requirement })),
    opportunities: [...context.opportunities],
    observations: [...context.observations],
    concerns,
  };
}

/** Whether the audit records what could become a nonconformity, instead of nonconformities. */
function recordsConcerns({ kind }: Context): boolean {
  return kind === 'pre-audit' || kind === 'stage-1';
}

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
  context: Context,
  on: string,
  anchor: string,
): {
  capDue: DueDate;
  majorEvidenceDue: DueDate;
  minorPlanDue: DueDate;
  majorClosure: DueDate | null;
} | null {
  if (recordsConcerns(context)) return null;
  const { kind, policy, evidenceBy } = context;
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
