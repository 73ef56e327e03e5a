import { and, assign, emit, setup } from 'xstate';
import { guardsFrom, until, type DueDate } from '../engine/index.ts';
import type { Context, Event, Holder, Input } from './contract.ts';
import { remember } from './memory.ts';
import { rules } from './rules.ts';

interface Asked {
  context: Context;
}

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
            FileReturnedToTeam: {
              target: 'returned',
              guard: and(['SOD-02', 'SOD-03', 'ROLE-02']),
              actions: 'remember',
            },
            TechnicalReviewPassed: {
              target: '#decision.panel',
              guard: and(['SOD-02', 'SOD-03', 'ROLE-02']),
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
          guard: and(['SOD-01', 'SOD-03', 'SOD-07', 'SOD-08', 'ROLE-02']),
          actions: 'remember',
        },
      },
      states: {
        convening: { tags: 'waitingForCertificationBody' },
        deliberating: {
          tags: 'waitingForPanel',
          on: {
            PanelMemberRecused: { guard: and(['ROLE-04', 'ROLE-02']), actions: 'remember' },
            PanelInformationRequested: {
              guard: and(['ROLE-03', 'ROLE-02']),
              actions: 'remember',
            },
            PanelInformationProvided: { guard: and(['R-DEC-03', 'ROLE-02']), actions: 'remember' },
            NegativeRecommendationOverturned: {
              guard: and(['ROLE-03', 'ROLE-02', 'R-DEC-07']),
              actions: 'remember',
            },
            PanelVoteCast: {
              guard: and(['ROLE-03', 'ROLE-02', 'SOD-01', 'SOD-03', 'SOD-07']),
              actions: 'remember',
            },
            CertificationProposed: {
              target: '#decision.proposed',
              guard: and([
                'ROLE-03',
                'ROLE-02',
                'R-DEC-03',
                'R-DEC-07',
                'SOD-09',
                'R-DEC-09',
                'DATE-01',
                'DATE-02',
              ]),
              actions: 'remember',
            },
            RefusalProposed: {
              target: '#decision.refusalProposed',
              guard: and(['ROLE-03', 'ROLE-02', 'R-DEC-03', 'R-DEC-09', 'DATE-01', 'DATE-02']),
              actions: 'remember',
            },
          },
        },
      },
    },
    proposed: { type: 'final' },
    refusalProposed: { type: 'final' },
  },
});
