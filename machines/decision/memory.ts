import { remembering, together } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

/** What a decision keeps of an event. */
export const remember = remembering<Context, Event>({
  FileReturnedToTeam: () => ({ holder: 'team' }),
  FileResubmitted: () => ({ holder: 'technicalReview' }),
  TechnicalReviewPassed: (_, { meta }) => ({ holder: 'panel', reviewer: meta.actor?.id ?? null }),
  ImpartialityDeclared: ({ declared }, { meta }) => ({
    declared: together(declared, meta.actor ? [meta.actor.id] : []),
  }),
  PanelConvened: (_, { members }) => ({ members, votes: {}, overturnedBy: null }),
  PanelMemberRecused: ({ members, recused }, { member }) => ({
    members: members.filter((id) => id !== member),
    recused: together(recused, [member]),
  }),
  PanelInformationRequested: ({ questions }, { id }) => ({
    questions: { ...questions, [id]: 'open' },
  }),
  PanelInformationProvided: ({ questions }, { id }) => ({
    questions: { ...questions, [id]: 'answered' },
  }),
  NegativeRecommendationOverturned: (_, { meta }) => ({ overturnedBy: meta.actor?.id ?? null }),
  PanelVoteCast: ({ votes }, { vote, meta }) =>
    meta.actor ? { votes: { ...votes, [meta.actor.id]: vote } } : {},
  CertificationProposed: (_, { on }) => ({ reachedOn: on }),
  RefusalProposed: (_, { on }) => ({ reachedOn: on }),
  FollowUpAuditRequested: (_, { on }) => ({ reachedOn: on }),
});
