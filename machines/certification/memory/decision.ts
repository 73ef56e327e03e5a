import { together, type Memory } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';

/** What a journey keeps of a decision on its way, from the file to the accreditation body. */
export const decisionMemory: Memory<Context, Event> = {
  DecisionFileCompleted: ({ decisions }, { on, file }) => ({
    decisions: decisions + 1,
    reachedOn: on,
    file: file.hash,
    panel: [],
    concurredOn: null,
    gateWaivedOn: null,
  }),
  TechnicalReviewPassed: ({ deciders }, { meta }) => ({
    deciders: together(deciders, meta.actor ? [meta.actor.id] : []),
  }),
  PanelConvened: ({ deciders }, { members }) => ({
    panel: members,
    deciders: together(deciders, members),
  }),
  PanelMemberRecused: ({ panel }, { member }) => ({ panel: panel.filter((id) => id !== member) }),
  CertificationProposed: (_, { on, meta }) => ({
    reachedOn: on,
    proposer: meta.actor?.id ?? null,
  }),
  RefusalProposed: (_, { on }) => ({ reachedOn: on }),
  FollowUpAuditRequested: (_, { on, requirements }) => ({
    reachedOn: on,
    followUp: { requirements, audit: null, isDone: false },
  }),
  FileForwardedToAccreditationBody: (_, { on, answerDue }) => ({ reachedOn: on, answerDue }),
  AccreditationBodyQueryAnswered: (_, { on, answerDue }) => ({ reachedOn: on, answerDue }),
  AccreditationGateWaived: (_, { on }) => ({ reachedOn: on, gateWaivedOn: on }),
  AccreditationBodyConcurred: (_, { on }) => ({ reachedOn: on, concurredOn: on }),
  AccreditationBodyObjected: (_, { on }) => ({ reachedOn: on }),
};
