import { and, assign, emit, setup } from 'xstate';
import { guardsFrom, until, type DueDate } from '../engine/index.ts';
import type { Context, Event, Holder, Input } from './contract.ts';
import { remember } from './memory.ts';
import { rules } from './rules.ts';

interface Asked {
  context: Context;
}

/** Who reviews the file neither audited nor advised the client, and holds the office. */
const reviewerRules = ['SOD-02', 'SOD-03', 'ROLE-02'] as const;
/** Who acts for the panel is a member of it, and has declared impartiality. */
const memberRules = ['ROLE-03', 'ROLE-02', 'SOD-04'] as const;
/** Who decides never audited nor advised the client. */
const deciderRules = ['SOD-01', 'SOD-03', 'SOD-07'] as const;
/** When the panel concludes, nothing it asked is open, and its votes agree. */
const concludingRules = [...memberRules, 'R-DEC-03', 'R-DEC-09', 'DATE-01', 'DATE-02'] as const;

/** From a complete file through technical review and panel to a proposal; granting is the journey's. */
export const decisionMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as Input,
    emitted: {} as { type: 'DecisionOverdue'; waitingFor: Holder } & DueDate,
    tags: {} as
      | 'waitingForTechnicalReviewer'
      | 'waitingForLeadAuditor'
      | 'waitingForCertificationBody'
      | 'waitingForPanel',
  },
  guards: guardsFrom<Context, Event, typeof rules>(rules),
  actions: {
    remember: assign(remember),
    markOverdue: assign({ isOverdue: true }),
    announceOverdue: emit(({ context }) => ({
      type: 'DecisionOverdue' as const,
      ...context.decisionDue,
      waitingFor: context.holder,
    })),
  },
  delays: {
    firstAlert: until(({ context }: Asked) => context.firstAlert),
    lastAlert: until(({ context }: Asked) => context.lastAlert),
    decisionDue: until(({ context }: Asked) => context.decisionDue),
  },
}).createMachine({
  id: 'decision',
  version: '1.0.0',
  context: ({ input }) => ({
    ...input,
    zone: input.policy.zone,
    staff: input.policy.staff,
    reachedOn: input.completeOn,
    holder: 'technicalReview',
    reviewer: null,
    members: [],
    recused: [],
    declared: [],
    questions: {},
    overturnedBy: null,
    votes: {},
    isOverdue: false,
  }),
  initial: 'technicalReview',
  after: {
    firstAlert: {},
    lastAlert: {},
    decisionDue: { actions: ['markOverdue', 'announceOverdue'] },
  },
  states: {
    technicalReview: {
      initial: 'reviewing',
      states: {
        reviewing: {
          tags: 'waitingForTechnicalReviewer',
          on: {
            ImpartialityDeclared: { guard: and(reviewerRules), actions: 'remember' },
            FileReturnedToTeam: {
              target: 'returned',
              guard: and([...reviewerRules, 'SOD-04']),
              actions: 'remember',
            },
            TechnicalReviewPassed: {
              target: '#decision.panel',
              guard: and([...reviewerRules, 'SOD-04', 'R-DEC-05']),
              actions: 'remember',
            },
          },
        },
        returned: {
          tags: 'waitingForLeadAuditor',
          on: {
            FileResubmitted: { target: 'reviewing', guard: 'ROLE-02', actions: 'remember' },
          },
        },
      },
    },
    panel: {
      initial: 'convening',
      on: {
        PanelConvened: {
          target: '.deliberating',
          guard: and([...deciderRules, 'SOD-08', 'ROLE-02']),
          actions: 'remember',
        },
      },
      states: {
        convening: { tags: 'waitingForCertificationBody' },
        deliberating: {
          tags: 'waitingForPanel',
          on: {
            PanelMemberRecused: { guard: and(['ROLE-04', 'ROLE-02']), actions: 'remember' },
            ImpartialityDeclared: {
              guard: and(['ROLE-03', 'ROLE-02', ...deciderRules]),
              actions: 'remember',
            },
            PanelInformationRequested: { guard: and(memberRules), actions: 'remember' },
            PanelInformationProvided: { guard: and(['R-DEC-03', 'ROLE-02']), actions: 'remember' },
            NegativeRecommendationOverturned: {
              guard: and([...memberRules, 'R-DEC-07']),
              actions: 'remember',
            },
            PanelVoteCast: {
              guard: and([...memberRules, ...deciderRules]),
              actions: 'remember',
            },
            CertificationProposed: {
              target: '#decision.proposed',
              guard: and([...concludingRules, 'R-DEC-07', 'SOD-09']),
              actions: 'remember',
            },
            RefusalProposed: {
              target: '#decision.refusalProposed',
              guard: and(concludingRules),
              actions: 'remember',
            },
            FollowUpAuditRequested: {
              target: '#decision.followUpRequested',
              guard: and(concludingRules),
              actions: 'remember',
            },
          },
        },
      },
    },
    proposed: { type: 'final' },
    refusalProposed: { type: 'final' },
    followUpRequested: { type: 'final' },
  },
});
