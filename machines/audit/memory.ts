import { remembering, together } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

function without<Value>(entries: Readonly<Record<string, Value>>, key: string) {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key));
}

/** What evidence and findings cover together. */
function covered(
  evidence: Context['evidence'],
  findings: Context['findings'],
): Pick<Context, 'evidence' | 'findings' | 'requirements'> {
  const found = Object.values(findings).map(({ requirement }) => requirement);
  const requirements = together(Object.values(evidence).flat(), found);
  return { evidence, findings, requirements };
}

function shown(
  { evidence, findings, items }: Context,
  id: string,
  requirements: readonly string[],
): Partial<Context> {
  return { ...covered({ ...evidence, [id]: requirements }, findings), items: items + 1 };
}

function superseded(findings: Context['findings'], ids: readonly string[]): Context['findings'] {
  return Object.fromEntries(
    Object.entries(findings).map(([id, finding]) => [
      id,
      ids.includes(id) ? { ...finding, isSuperseded: true } : finding,
    ]),
  );
}

/** What an audit keeps of an event. */
export const remember = remembering<Context, Event>({
  TeamMemberReplaced: ({ team, objections }, { leaves, joins }) => ({
    team: team.map((member) => (member.id === leaves ? joins : member)),
    objections: without(objections, leaves),
  }),
  Stage1ValidityReviewed: (_, { openBy }) => ({ openBy }),
  AuditPlanSent: (_, { on }) => ({ reachedOn: on, planSentOn: on }),
  NoticeWaived: () => ({ noticeWaived: true }),
  TeamObjectionRaised: ({ objections }, { member }) => ({
    objections: { ...objections, [member]: 'open' },
  }),
  TeamObjectionUpheld: ({ objections }, { member }) => ({
    objections: { ...objections, [member]: 'upheld' },
  }),
  TeamObjectionDismissed: ({ objections }, { member }) => ({
    objections: without(objections, member),
  }),
  ApplicabilityRecorded: (_, { version, excluded }) => ({ applicability: { version, excluded } }),
  EvidenceRecorded: (context, { id, requirements }) => shown(context, id, requirements),
  EvidenceWithdrawn: ({ evidence, findings }, { evidence: id }) => ({
    ...covered(without(evidence, id), findings),
    findingsReviewed: false,
  }),
  FindingsReviewed: () => ({ findingsReviewed: true }),
  AuditPlanAgreed: () => ({ planAgreed: true }),
  OpeningMeetingHeld: (_, { on }) => ({ openedOn: on, reachedOn: on }),
  RequirementCovered: (context, { id, requirement }) => shown(context, id, [requirement]),
  FindingRaised: ({ majors, minors, evidence, findings }, { id, grade, requirement }) => ({
    ...(grade === 'major' ? { majors: majors + 1 } : { minors: minors + 1 }),
    ...covered(evidence, { ...findings, [id]: { grade, requirement, isSuperseded: false } }),
    findingsReviewed: false,
  }),
  MinorsAggregatedToMajor: (context, { id, requirement, minors }) => ({
    majors: context.majors + 1,
    minors: context.minors - minors.length,
    ...covered(context.evidence, {
      ...superseded(context.findings, minors),
      [id]: { grade: 'major', requirement, isSuperseded: false },
    }),
    findingsReviewed: false,
  }),
  OpportunityForImprovementRecorded: ({ opportunities }) => ({ opportunities: opportunities + 1 }),
  ObservationRecorded: ({ observations }) => ({ observations: observations + 1 }),
  AreaOfConcernRecorded: ({ concerns }, { requirement, potentialGrade }) => ({
    concerns: [...concerns, { requirement, potentialGrade }],
  }),
  AuditSuspended: (_, { on }) => ({ reachedOn: on }),
  AuditResumed: (_, { on }) => ({ reachedOn: on }),
  AuditTerminated: (_, { on }) => ({ reachedOn: on }),
  ClosingMeetingHeld: (_, { on, reportDue }) => ({ closedOn: on, reachedOn: on, reportDue }),
  AuditReportIssued: (_, { on }) => ({ reachedOn: on }),
  ReadinessConcluded: (_, { conclusion }) => ({ conclusion }),
  RecommendationMade: (_, { recommendation }) => ({ recommendation }),
});
