import { remembering, together } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

function without<Value>(entries: Readonly<Record<string, Value>>, key: string) {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key));
}

/** What an audit keeps of an event. */
export const remember = remembering<Context, Event>({
  TeamMemberReplaced: ({ team, objections }, { leaves, joins }) => ({
    team: team.map((member) => (member.id === leaves ? joins : member)),
    objections: without(objections, leaves),
  }),
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
  EvidenceRecorded: ({ requirements }, event) => ({
    requirements: together(requirements, event.requirements),
  }),
  FindingsReviewed: () => ({ findingsReviewed: true }),
  AuditPlanAgreed: () => ({ planAgreed: true }),
  OpeningMeetingHeld: (_, { on }) => ({ openedOn: on, reachedOn: on }),
  RequirementCovered: ({ requirements }, { requirement }) => ({
    requirements: together(requirements, [requirement]),
  }),
  FindingRaised: ({ majors, minors, requirements }, { grade, requirement }) => ({
    ...(grade === 'major' ? { majors: majors + 1 } : { minors: minors + 1 }),
    requirements: together(requirements, [requirement]),
    findingsReviewed: false,
  }),
  OpportunityForImprovementRecorded: ({ opportunities }) => ({ opportunities: opportunities + 1 }),
  AreaOfConcernRecorded: ({ concerns }) => ({ concerns: concerns + 1 }),
  ClosingMeetingHeld: (_, { on }) => ({ closedOn: on, reachedOn: on }),
  AuditReportIssued: (_, { on }) => ({ reachedOn: on }),
  ReadinessConcluded: (_, { conclusion }) => ({ conclusion }),
  RecommendationMade: (_, { recommendation }) => ({ recommendation }),
});
