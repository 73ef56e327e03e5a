import { remembering, together } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

function decided(outcome: NonNullable<Context['outcome']>) {
  return (_: Context, { on }: { readonly on: string }): Partial<Context> => ({
    reachedOn: on,
    outcome,
  });
}

/** What an appeal keeps of an event. */
export const remember = remembering<Context, Event>({
  AppealAcknowledged: ({ missed }, { on, recordedAfterLapse }) => ({
    reachedOn: on,
    missed: recordedAfterLapse ? null : missed,
  }),
  AppealHandlersAssigned: (_, { handlers }) => ({ handlers }),
  InvolvementChanged: ({ involved }, { persons }) => ({ involved: together(involved, persons) }),
  AppealAdmitted: (_, { on }) => ({ reachedOn: on }),
  AppealProgressReported: (_, { on }) => ({ reachedOn: on }),
  AppealFoundInadmissible: decided('inadmissible'),
  AppealUpheld: decided('upheld'),
  AppealPartlyUpheld: decided('partlyUpheld'),
  AppealDismissed: decided('dismissed'),
  AppealWithdrawn: decided('withdrawn'),
  AppealOutcomeNotified: (_, { on }) => ({ reachedOn: on }),
  AppealClosed: (_, { on }) => ({ reachedOn: on }),
});
