import { and, assign, emit, setup } from 'xstate';
import { guardsFrom, known, until, type EventDataOf } from '../engine/index.ts';
import type { contract, Context, Event, Input } from './contract.ts';
import { remember } from './memory.ts';
import { rules } from './rules.ts';

/** How an audit ends before its closing meeting. */
const ended = {
  target: '#audit.terminated',
  guard: and(['ROLE-01', 'R-S2-05', 'DATE-01', 'DATE-02']),
  actions: 'remember',
} as const;

/** An audit from its planning to its recommendation; the kinds differ by rules, not by graph. */
export const auditMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as Input,
    emitted: {} as { type: 'AuditCompleted' } & EventDataOf<typeof contract, 'AuditCompleted'>,
    tags: {} as 'waitingForClient' | 'waitingForLeadAuditor' | 'overdue',
  },
  guards: {
    ...guardsFrom<Context, Event, typeof rules>(rules),
    isPreAudit: ({ context }) => context.kind === 'pre-audit',
    isStage1: ({ context }) => context.kind === 'stage-1',
  },
  actions: {
    remember: assign(remember),
    announceCompletion: emit(({ context }) => ({
      type: 'AuditCompleted' as const,
      kind: context.kind,
      openedOn: context.openedOn ?? context.from,
      closedOn: context.closedOn ?? context.to,
      conclusion: context.conclusion,
      recommendation: context.recommendation,
      majors: context.majors,
      minors: context.minors,
      opportunities: context.opportunities.length,
      covered: [...context.requirements],
      concerns: context.kind === 'stage-1' ? [...context.concerns] : [],
    })),
  },
  delays: { reportDue: until(({ context }: { context: Context }) => known(context.reportDue)) },
}).createMachine({
  id: 'audit',
  version: '1.0.0',
  context: ({ input }) => ({
    ...input,
    zone: input.policy.zone,
    reachedOn: input.notBefore,
    teamNotifiedOn: null,
    planSentOn: null,
    planAgreed: false,
    noticeWaived: false,
    objections: {},
    findingsReviewed: false,
    openedOn: null,
    closedOn: null,
    reportDue: null,
    evidence: {},
    items: 0,
    requirements: [],
    findings: {},
    majors: 0,
    minors: 0,
    opportunities: [],
    observations: [],
    concerns: input.concerns ?? [],
    conclusion: null,
    recommendation: null,
  }),
  initial: 'planned',
  on: {
    Stage1ValidityReviewed: { actions: 'remember' },
    BarredFromAuditChanged: { actions: 'remember' },
    FindingStandingChanged: { actions: 'remember' },
    TeamMemberReplaced: {
      guard: and(['SOD-03', 'SOD-07', 'SOD-08', 'TEAM-01']),
      actions: 'remember',
    },
  },
  states: {
    planned: {
      initial: 'preparing',
      on: {
        NoticeWaived: { actions: 'remember' },
        DocumentsProvided: { guard: 'DATE-01', actions: 'remember' },
        TeamNotified: { guard: and(['DATE-01', 'DATE-02']), actions: 'remember' },
        AuditPostponed: { target: '.preparing', actions: 'remember' },
        TeamObjectionRaised: { guard: 'TEAM-03', actions: 'remember' },
        TeamObjectionUpheld: { guard: 'TEAM-03', actions: 'remember' },
        TeamObjectionDismissed: { guard: 'TEAM-03', actions: 'remember' },
        AuditTerminated: ended,
        OpeningMeetingHeld: {
          target: 'fieldwork',
          guard: and([
            'ROLE-01',
            'R-S1-01',
            'R-S2-01',
            'R-S2-02',
            'T-02',
            'TEAM-02',
            'DATE-01',
            'DATE-02',
          ]),
          actions: 'remember',
        },
      },
      states: {
        preparing: {
          tags: 'waitingForLeadAuditor',
          on: {
            AuditPlanSent: {
              target: 'planSent',
              guard: and(['ROLE-01', 'T-25', 'R-SV-03', 'DATE-01', 'DATE-02']),
              actions: 'remember',
            },
          },
        },
        planSent: {
          tags: 'waitingForClient',
          on: {
            AuditPlanCommented: { target: 'preparing', actions: 'remember' },
            AuditPlanAgreed: { target: 'agreed', actions: 'remember' },
          },
        },
        agreed: {
          tags: 'waitingForLeadAuditor',
          on: { AuditPlanCommented: { target: 'preparing', actions: 'remember' } },
        },
      },
    },
    fieldwork: {
      tags: 'waitingForLeadAuditor',
      on: {
        DocumentsProvided: { guard: 'DATE-01', actions: 'remember' },
        ApplicabilityRecorded: { guard: 'ROLE-01', actions: 'remember' },
        EvidenceRecorded: { guard: and(['ROLE-01', 'R-NC-03']), actions: 'remember' },
        RequirementCovered: { guard: and(['ROLE-01', 'R-NC-03']), actions: 'remember' },
        EvidenceWithdrawn: { guard: and(['ROLE-01', 'R-S2-04']), actions: 'remember' },
        MinorsAggregatedToMajor: {
          guard: and(['ROLE-01', 'R-S1-04', 'R-NC-03', 'R-NC-01']),
          actions: 'remember',
        },
        ObservationRecorded: { guard: and(['ROLE-01', 'R-NC-03']), actions: 'remember' },
        AuditSuspended: {
          target: 'suspended',
          guard: and(['ROLE-01', 'R-S2-05', 'DATE-01', 'DATE-02']),
          actions: 'remember',
        },
        AuditTerminated: ended,
        FindingRaised: {
          guard: and(['ROLE-01', 'R-S1-04', 'R-NC-03', 'R-SOA-01']),
          actions: 'remember',
        },
        OpportunityForImprovementRecorded: {
          guard: and(['ROLE-01', 'R-NC-03']),
          actions: 'remember',
        },
        AreaOfConcernRecorded: {
          guard: and(['ROLE-01', 'R-NC-02', 'R-NC-03']),
          actions: 'remember',
        },
        FindingsReviewed: { guard: 'ROLE-01', actions: 'remember' },
        ClosingMeetingHeld: {
          target: 'reporting',
          guard: and(['ROLE-01', 'R-S2-03', 'COV-02', 'R-S2-06', 'DATE-01']),
          actions: 'remember',
        },
      },
    },
    suspended: {
      tags: ['waitingForClient', 'waitingForLeadAuditor'],
      on: {
        AuditResumed: {
          target: 'fieldwork',
          guard: and(['ROLE-01', 'DATE-01', 'DATE-02']),
          actions: 'remember',
        },
        AuditTerminated: ended,
      },
    },
    reporting: {
      initial: 'writing',
      tags: 'waitingForLeadAuditor',
      states: {
        writing: { after: { reportDue: 'late' } },
        late: { tags: 'overdue' },
      },
      on: {
        AuditReportIssued: {
          target: 'concluding',
          guard: and(['ROLE-01', 'R-S2-09', 'R-SV-02', 'DATE-01', 'DATE-02']),
          actions: 'remember',
        },
      },
    },
    concluding: {
      initial: 'choosing',
      tags: 'waitingForLeadAuditor',
      states: {
        choosing: {
          always: [
            { guard: 'isPreAudit', target: '#audit.completed' },
            { guard: 'isStage1', target: 'readiness' },
            { target: 'recommendation' },
          ],
        },
        readiness: {
          on: {
            ReadinessConcluded: {
              target: '#audit.completed',
              guard: and(['ROLE-01', 'R-S1-03', 'R-S1-08', 'T-26']),
              actions: 'remember',
            },
          },
        },
        recommendation: {
          on: {
            RecommendationMade: {
              target: '#audit.completed',
              guard: and(['ROLE-01', 'R-S2-08']),
              actions: 'remember',
            },
          },
        },
      },
    },
    completed: { type: 'final', entry: 'announceCompletion' },
    terminated: { type: 'final' },
  },
});
