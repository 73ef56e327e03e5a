import { remembering, together } from '../engine/index.ts';
import type { Grade } from '../policy/index.ts';
import type { Context, Event } from './contract.ts';

function without<Value>(entries: Readonly<Record<string, Value>>, key: string) {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key));
}

/** What evidence and findings cover together; a finding that stands no more still says that somebody looked. */
function covered(
  evidence: Context['evidence'],
  findings: Context['findings'],
): Pick<Context, 'evidence' | 'findings' | 'requirements'> {
  const found = Object.values(findings).map(({ requirement }) => requirement);
  const requirements = together(Object.values(evidence).flat(), found);
  return { evidence, findings, requirements };
}

/** Findings that changed: how many stand by grade, what they cover, and that the team has to review them. */
function found({ evidence }: Context, findings: Context['findings']): Partial<Context> {
  const standing = Object.values(findings).filter(({ isVoid }) => !isVoid);
  const count = (of: Grade): number => standing.filter(({ grade }) => grade === of).length;
  return {
    ...covered(evidence, findings),
    ...{ majors: count('major'), minors: count('minor'), findingsReviewed: false },
  };
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
      ids.includes(id) ? { ...finding, isVoid: true } : finding,
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
  BarredFromAuditChanged: (_, { deciders, barred }) => ({ deciders, barred }),
  TeamNotified: (_, { on }) => ({ teamNotifiedOn: on }),
  AuditPostponed: (_, { from, to }) => ({ from, to, planAgreed: false }),
  AuditPlanCommented: () => ({ planAgreed: false }),
  AuditPlanSent: (_, { on }) => ({ reachedOn: on, planSentOn: on, planAgreed: false }),
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
  FindingRaised: (context, { id, grade, requirement }) =>
    found(context, { ...context.findings, [id]: { grade, requirement, isVoid: false } }),
  FindingStandingChanged: (context, { id, standing }) => {
    const finding = context.findings[id];
    if (!finding) return {};
    const changed =
      standing === 'withdrawn' ? { ...finding, isVoid: true } : { ...finding, grade: standing };
    return found(context, { ...context.findings, [id]: changed });
  },
  MinorsAggregatedToMajor: (context, { id, requirement, minors }) =>
    found(context, {
      ...superseded(context.findings, minors),
      [id]: { grade: 'major', requirement, isVoid: false },
    }),
  OpportunityForImprovementRecorded: ({ opportunities }, { requirement }) => ({
    opportunities: [...opportunities, requirement],
  }),
  ObservationRecorded: ({ observations }, { requirement }) => ({
    observations: [...observations, requirement],
  }),
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
