import { remembering } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

/** What an audit keeps of an event. */
export const remember = remembering<Context, Event>({
  TeamMemberReplaced: ({ team }, { leaves, joins }) => ({
    team: team.map((member) => (member.id === leaves ? joins : member)),
  }),
  AuditPlanSent: (_, { on }) => ({ reachedOn: on }),
  AuditPlanAgreed: () => ({ planAgreed: true }),
  OpeningMeetingHeld: (_, { on }) => ({ openedOn: on, reachedOn: on }),
  RequirementCovered: ({ requirements }, { requirement }) =>
    requirements.includes(requirement) ? {} : { requirements: [...requirements, requirement] },
  FindingRaised: ({ majors, minors }, { grade }) =>
    grade === 'major' ? { majors: majors + 1 } : { minors: minors + 1 },
  OpportunityForImprovementRecorded: ({ opportunities }) => ({ opportunities: opportunities + 1 }),
  AreaOfConcernRecorded: ({ concerns }) => ({ concerns: concerns + 1 }),
  ClosingMeetingHeld: (_, { on }) => ({ closedOn: on, reachedOn: on }),
  AuditReportIssued: (_, { on }) => ({ reachedOn: on }),
  ReadinessConcluded: (_, { conclusion }) => ({ conclusion }),
  RecommendationMade: (_, { recommendation }) => ({ recommendation }),
});
