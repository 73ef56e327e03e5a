import { and, assign, emit, setup } from 'xstate';
import { guardsFrom, known, until, type DueDate } from '../engine/index.ts';
import type { Context, Event, Input } from './contract.ts';
import { remember } from './memory.ts';
import { rules } from './rules.ts';

interface Dated {
  context: Context;
}

const handling = ['ROLE-05', 'SOD-06', 'SOD-03', 'ROLE-02', 'DATE-01', 'DATE-02'] as const;
const byHandler = and(handling);
const byOffice = and(['ROLE-02', 'DATE-01', 'DATE-02']);
const acknowledged = { target: 'examining', guard: byOffice, actions: 'remember' } as const;
const answered = { target: 'investigating', guard: byOffice, actions: 'remember' } as const;
const reported = {
  guard: and(['ROLE-05', 'ROLE-02', 'DATE-01', 'DATE-02']),
  actions: 'remember',
} as const;
const resolved = {
  target: '#complaint.notifying',
  guard: and([...handling, 'R-CPL-03', 'R-CPL-04']),
  actions: 'remember',
} as const;

/** A complaint from its receipt to its closing: validated, investigated and resolved by fresh people. */
export const complaintMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as Input,
    emitted: {} as { type: 'AcknowledgementMissed' | 'ClientAnswerMissed' } & DueDate,
    tags: {} as
      'waitingForAppealsHandler' | 'waitingForCertificationBody' | 'waitingForClient' | 'overdue',
  },
  guards: guardsFrom<Context, Event, typeof rules>(rules),
  actions: {
    remember: assign(remember),
    missAcknowledgement: assign({
      missed: ({ context }) => [...context.missed, context.acknowledgeBy],
    }),
    announceMissedAcknowledgement: emit(({ context }) => ({
      type: 'AcknowledgementMissed' as const,
      ...context.acknowledgeBy,
    })),
    missAnswer: assign({
      missed: ({ context }) => [...context.missed, known(context.answerBy)],
    }),
    announceMissedAnswer: emit(({ context }) => ({
      type: 'ClientAnswerMissed' as const,
      ...known(context.answerBy),
    })),
  },
  delays: {
    acknowledgementDue: until(({ context }: Dated) => context.acknowledgeBy),
    clientAnswerDue: until(({ context }: Dated) => known(context.answerBy)),
  },
}).createMachine({
  id: 'complaint',
  version: '1.0.0',
  context: ({ input }) => ({
    ...input,
    zone: input.policy.zone,
    staff: input.policy.staff,
    reachedOn: input.receivedOn,
    handlers: [],
    answerBy: null,
    outcome: null,
    missed: [],
  }),
  initial: 'open',
  on: { InvolvementChanged: { actions: 'remember' } },
  states: {
    open: {
      initial: 'received',
      on: {
        ComplaintHandlersAssigned: {
          guard: and(['SOD-06', 'SOD-03', 'ROLE-02']),
          actions: 'remember',
        },
      },
      states: {
        received: {
          tags: 'waitingForCertificationBody',
          after: {
            acknowledgementDue: {
              target: 'unacknowledged',
              actions: ['missAcknowledgement', 'announceMissedAcknowledgement'],
            },
          },
          on: { ComplaintAcknowledged: acknowledged },
        },
        unacknowledged: {
          tags: ['waitingForCertificationBody', 'overdue'],
          on: { ComplaintAcknowledged: acknowledged },
        },
        examining: {
          tags: 'waitingForAppealsHandler',
          on: {
            ComplaintAdmitted: { target: 'investigating', guard: byHandler, actions: 'remember' },
            ComplaintFoundUnrelated: {
              target: '#complaint.notifying',
              guard: byHandler,
              actions: 'remember',
            },
          },
        },
        investigating: {
          tags: 'waitingForAppealsHandler',
          on: {
            ComplaintReferredToClient: {
              target: 'referred',
              guard: and(['ROLE-05', 'R-CPL-02', 'ROLE-02', 'DATE-01', 'DATE-02']),
              actions: 'remember',
            },
            ComplaintProgressReported: reported,
            ComplaintResolved: resolved,
          },
        },
        referred: {
          tags: 'waitingForClient',
          after: {
            clientAnswerDue: {
              target: 'unanswered',
              actions: ['missAnswer', 'announceMissedAnswer'],
            },
          },
          on: {
            ComplaintProgressReported: reported,
            ComplaintAnswered: answered,
          },
        },
        unanswered: {
          tags: ['waitingForClient', 'overdue'],
          on: {
            ComplaintProgressReported: reported,
            ComplaintAnswered: answered,
            ComplaintResolved: resolved,
          },
        },
      },
    },
    notifying: {
      tags: 'waitingForCertificationBody',
      on: {
        ComplaintOutcomeNotified: { target: 'notified', guard: byOffice, actions: 'remember' },
      },
    },
    notified: {
      tags: 'waitingForCertificationBody',
      on: { ComplaintClosed: { target: 'closed', guard: byOffice, actions: 'remember' } },
    },
    closed: { type: 'final' },
  },
});
