import { and, assign, emit, not, setup } from 'xstate';
import { guardsFrom, known, until, type DueDate } from '../engine/index.ts';
import type { Context, Event, Input } from './contract.ts';
import { remember } from './memory.ts';
import { rules } from './rules.ts';

interface Dated {
  context: Context;
}

/** A nonconformity from its raising to its closing, with the corrective action plan in between. */
export const nonconformityMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as Input,
    emitted: {} as
      | ({ type: 'CapDeadlineMissed' } & DueDate)
      | ({ type: 'ResponseDeadlineMissed'; waitingFor: Context['turn'] } & DueDate),
    tags: {} as 'waitingForClient' | 'waitingForLeadAuditor' | 'overdue',
  },
  guards: {
    ...guardsFrom<Context, Event, typeof rules>(rules),
    isMinor: ({ context }) => context.grade === 'minor',
    isPlanDue: ({ context }) => context.capDue !== null,
    hasMissedPlan: ({ context: { capDue, missed } }) =>
      capDue !== null && missed.includes(capDue.rule),
  },
  actions: {
    remember: assign(remember),
    missPlan: assign({ missed: ({ context }) => [...context.missed, known(context.capDue).rule] }),
    missResponse: assign({
      missed: ({ context }) => [...context.missed, known(context.responseDue).rule],
    }),
    announceMissedResponse: emit(({ context }) => ({
      type: 'ResponseDeadlineMissed' as const,
      ...known(context.responseDue),
      waitingFor: context.turn,
    })),
    announceMissedPlan: emit(({ context }) => ({
      type: 'CapDeadlineMissed' as const,
      ...known(context.capDue),
    })),
  },
  delays: {
    capDue: until(({ context }: Dated) => known(context.capDue)),
    responseDue: until(({ context }: Dated) => known(context.responseDue)),
  },
}).createMachine({
  id: 'nonconformity',
  version: '1.0.0',
  context: ({ input }) => ({
    ...input,
    zone: input.policy.zone,
    reachedOn: input.raisedOn,
    acknowledged: false,
    disputed: false,
    downgradeProposedBy: null,
    carriedForward: false,
    closingOn: null,
    turn: 'client',
    capDue: null,
    responseDue: null,
    rounds: 0,
    isPlanComplete: false,
    extent: null,
    actionSites: [],
    rejections: 0,
    carriedOutBy: null,
    missed: [],
  }),
  initial: 'raised',
  on: {
    AuditTeamChanged: { actions: 'remember' },
    NonconformityAcknowledged: { actions: 'remember' },
    NonconformityDisputed: { actions: 'remember' },
    NonconformitySuperseded: { target: '.superseded' },
    NonconformityWithdrawn: {
      target: '.withdrawn',
      guard: and(['ROLE-01', 'DATE-01', 'DATE-02']),
      actions: 'remember',
    },
    NonconformityDowngradeProposed: { guard: and(['ROLE-01', 'R-NC-10']), actions: 'remember' },
    NonconformityDowngraded: {
      target: '.responding',
      guard: and(['R-NC-10', 'SOD-09', 'DATE-01', 'DATE-02']),
      actions: 'remember',
    },
    NonconformityEscalated: {
      target: '.responding',
      guard: and(['ROLE-01', 'R-NC-10', 'DATE-01', 'DATE-02']),
      actions: 'remember',
    },
  },
  states: {
    raised: {
      tags: 'waitingForLeadAuditor',
      on: { ResponseDatesSet: { target: 'responding', actions: 'remember' } },
    },
    responding: {
      initial: 'choosing',
      after: { responseDue: { actions: ['missResponse', 'announceMissedResponse'] } },
      states: {
        // With another grade the plan is asked for again; a day that was met or has passed does not pass again.
        choosing: {
          always: [
            { guard: not('isPlanDue'), target: 'awaitingNextCap' },
            { guard: 'hasMissedPlan', target: 'capOverdue' },
            { target: 'awaitingCap' },
          ],
        },
        awaitingCap: {
          tags: 'waitingForClient',
          after: { capDue: { target: 'capOverdue', actions: ['missPlan', 'announceMissedPlan'] } },
          on: { CapSubmitted: { target: 'reviewingCap', guard: 'DATE-01', actions: 'remember' } },
        },
        capOverdue: {
          tags: ['waitingForClient', 'overdue'],
          on: { CapSubmitted: { target: 'reviewingCap', guard: 'DATE-01', actions: 'remember' } },
        },
        reviewingCap: {
          tags: 'waitingForLeadAuditor',
          on: {
            CapAccepted: {
              target: 'planAccepted',
              guard: and(['ROLE-01', 'R-NC-11', 'R-NC-06']),
              actions: 'remember',
            },
            CapRejected: { target: 'awaitingNextCap', guard: 'ROLE-01', actions: 'remember' },
          },
        },
        awaitingNextCap: {
          tags: 'waitingForClient',
          on: {
            CapSubmitted: {
              target: 'reviewingCap',
              guard: and(['R-NC-07', 'DATE-01']),
              actions: 'remember',
            },
            FollowUpAuditOrdered: { guard: 'ROLE-01', actions: 'remember' },
          },
        },
        planAccepted: {
          always: [
            { guard: 'isMinor', target: '#nonconformity.planned' },
            { target: 'implementing' },
          ],
        },
        implementing: {
          tags: 'waitingForClient',
          on: {
            NonconformityCarriedForward: {
              guard: and(['ROLE-01', 'R-NC-09']),
              actions: 'remember',
            },
            EvidenceSubmitted: {
              target: '#nonconformity.verifying',
              guard: and(['DATE-01', 'DATE-02']),
              actions: 'remember',
            },
          },
        },
      },
    },
    awaitingEvidence: {
      tags: 'waitingForClient',
      on: {
        EvidenceSubmitted: {
          target: 'verifying',
          guard: and(['DATE-01', 'DATE-02']),
          actions: 'remember',
        },
      },
    },
    planned: {
      tags: 'waitingForClient',
      on: {
        NonconformityCarriedForward: {
          guard: and(['ROLE-01', 'R-NC-09']),
          actions: 'remember',
        },
        EvidenceSubmitted: {
          target: 'verifying',
          guard: and(['DATE-01', 'DATE-02']),
          actions: 'remember',
        },
        CorrectiveActionVerified: {
          target: 'verified',
          guard: and(['ROLE-01', 'DATE-01', 'DATE-02']),
          actions: 'remember',
        },
      },
    },
    verifying: {
      tags: 'waitingForLeadAuditor',
      on: {
        EvidenceRejected: { target: 'awaitingEvidence', guard: 'ROLE-01' },
        CorrectiveActionVerified: {
          target: 'verified',
          guard: and(['ROLE-01', 'SOD-05', 'R-NC-08', 'DATE-01', 'DATE-02']),
          actions: 'remember',
        },
      },
    },
    verified: {
      tags: 'waitingForLeadAuditor',
      on: {
        NonconformityClosed: {
          target: 'closed',
          guard: and(['ROLE-01', 'DATE-01', 'DATE-02']),
          actions: 'remember',
        },
      },
    },
    closed: { type: 'final' },
    withdrawn: { type: 'final' },
    superseded: { type: 'final' },
  },
});
