import { assign, setup } from 'xstate';
import type { Command } from '../variants/variant.ts';

/** Days that a review may rest, as the machine of the others has it. */
const PATIENCE_MS = 30 * 86_400_000;

interface Given {
  readonly id: string;
  readonly actor: { readonly id: string; readonly role: string };
  readonly text?: string;
}

/** A command as the machine gets it. */
export type ReviewCommand = Given & { readonly type: Command['name'] };

/** What the machine knows. */
export interface ReviewContext {
  readonly remarks: number;
  /** Id of the command that was accepted last: one that is not possible leaves everything as it is. */
  readonly last: string;
}

const isReviewer = ({ actor }: Given): boolean => actor.id !== '' && actor.role === 'reviewer';

/** The review for `@restatedev/xstate`: the same states and rules, with the commands as its events. */
export const reviewMachine = setup({
  types: { context: {} as ReviewContext, events: {} as ReviewCommand },
  guards: {
    isText: ({ event }) => isReviewer(event) && event.text !== undefined && event.text !== '',
    isReviewer: ({ event }) => isReviewer(event),
    hasRemark: ({ context, event }) => isReviewer(event) && context.remarks > 0,
  },
  actions: {
    accept: assign({ last: ({ event }) => event.id }),
    remark: assign({ remarks: ({ context }) => context.remarks + 1 }),
  },
  delays: { patience: PATIENCE_MS },
}).createMachine({
  id: 'review',
  context: { remarks: 0, last: '' },
  initial: 'open',
  states: {
    open: {
      on: {
        addRemark: { guard: 'isText', actions: ['accept', 'remark'] },
        pauseReview: { guard: 'hasRemark', target: 'paused', actions: 'accept' },
      },
    },
    paused: {
      on: {
        addRemark: { guard: 'isText', actions: ['accept', 'remark'] },
        resumeReview: { guard: 'isReviewer', target: 'open', actions: 'accept' },
      },
      after: { patience: 'open' },
    },
  },
});
