import { and, assign, emit, setup } from 'xstate';
import { guardsFrom, until, type DueDate } from '../engine/index.ts';
import type { Context, Event, Input } from './contract.ts';
import { remember } from './memory.ts';
import { rules } from './rules.ts';

interface Dated {
  context: Context;
}

const byHandler = and(['ROLE-05', 'SOD-06', 'SOD-03', 'ROLE-02', 'DATE-01', 'DATE-02']);
const byOffice = and(['ROLE-02', 'DATE-01', 'DATE-02']);
const reported = {
  guard: and(['ROLE-05', 'ROLE-02', 'DATE-01', 'DATE-02']),
  actions: 'remember',
} as const;
const outcome = { target: '#appeal.notifying', guard: byHandler, actions: 'remember' } as const;
const acknowledged = { target: 'examining', guard: byOffice, actions: 'remember' } as const;

/** An appeal from its lodging to its closing: fresh people handle it, and nothing waits for it meanwhile. */
export const appealMachine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as Input,
    emitted: {} as { type: 'AcknowledgementMissed' } & DueDate,
    tags: {} as 'waitingForAppealsHandler' | 'waitingForCertificationBody' | 'overdue',
  },
  guards: guardsFrom<Context, Event, typeof rules>(rules),
  actions: {
    remember: assign(remember),
    missAcknowledgement: assign({ missed: ({ context }) => context.acknowledgeBy }),
    announceMissed: emit(({ context }) => ({
      type: 'AcknowledgementMissed' as const,
      ...context.acknowledgeBy,
    })),
  },
  delays: { acknowledgementDue: until(({ context }: Dated) => context.acknowledgeBy) },
}).createMachine({
  id: 'appeal',
  version: '1.0.0',
  context: ({ input }) => ({
    ...input,
    zone: input.policy.zone,
    staff: input.policy.staff,
    reachedOn: input.lodgedOn,
    handlers: [],
    outcome: null,
    missed: null,
  }),
  initial: 'open',
  on: { InvolvementChanged: { actions: 'remember' } },
  states: {
    open: {
      initial: 'lodged',
      on: {
        AppealHandlersAssigned: {
          guard: and(['SOD-06', 'SOD-03', 'ROLE-02']),
          actions: 'remember',
        },
        AppealWithdrawn: {
          target: 'withdrawn',
          guard: and(['DATE-01', 'DATE-02']),
          actions: 'remember',
        },
      },
      states: {
        lodged: {
          tags: 'waitingForCertificationBody',
          after: {
            acknowledgementDue: {
              target: 'unacknowledged',
              actions: ['missAcknowledgement', 'announceMissed'],
            },
          },
          on: { AppealAcknowledged: acknowledged },
        },
        unacknowledged: {
          tags: ['waitingForCertificationBody', 'overdue'],
          on: { AppealAcknowledged: acknowledged },
        },
        examining: {
          tags: 'waitingForAppealsHandler',
          on: {
            AppealAdmitted: { target: 'investigating', guard: byHandler, actions: 'remember' },
            AppealFoundInadmissible: outcome,
          },
        },
        investigating: {
          tags: 'waitingForAppealsHandler',
          on: {
            AppealProgressReported: reported,
            AppealUpheld: outcome,
            AppealPartlyUpheld: outcome,
            AppealDismissed: outcome,
          },
        },
      },
    },
    notifying: {
      tags: 'waitingForCertificationBody',
      on: {
        AppealOutcomeNotified: { target: 'notified', guard: byOffice, actions: 'remember' },
      },
    },
    notified: {
      tags: 'waitingForCertificationBody',
      on: { AppealClosed: { target: 'closed', guard: byOffice, actions: 'remember' } },
    },
    closed: { type: 'final' },
    withdrawn: { type: 'final' },
  },
});
