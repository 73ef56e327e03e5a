import { assign, setup } from 'xstate';
import { z } from 'zod';
import {
  defineContract,
  guardsFrom,
  register,
  type InputOf,
  type MachineEventOf,
  type Rule,
} from '../../machines/engine/index.ts';

/** Days that a review may rest; elapsed, the timer of its pause would resume it. */
const PATIENCE_DAYS = 30;
const MS_PER_DAY = 86_400_000;

const reviewContract = defineContract({
  id: 'review',
  version: '1.0.0',
  description: 'A review that takes remarks, and can rest.',
  input: z.strictObject({ title: z.string().min(1) }),
  example: { title: 'manual' },
  starts: 'ReviewOpened',
  events: {
    ReviewOpened: { description: 'Opened.', data: z.strictObject({ title: z.string() }) },
    RemarkAdded: { description: 'Remarked.', data: z.strictObject({ text: z.string().min(1) }) },
    ReviewPaused: { description: 'Rests.', data: z.strictObject({}) },
    ReviewResumed: { description: 'Goes on.', data: z.strictObject({}) },
    PatienceElapsed: { description: 'Rested long.', data: z.strictObject({ at: z.string() }) },
  },
  commands: {
    addRemark: {
      records: 'RemarkAdded',
      roles: ['reviewer'],
      description: 'Add a remark.',
      example: { text: 'page 3' },
    },
    pauseReview: {
      records: 'ReviewPaused',
      roles: ['reviewer'],
      description: 'Let it rest.',
      example: {},
    },
    resumeReview: {
      records: 'ReviewResumed',
      roles: ['reviewer'],
      description: 'Go on.',
      example: {},
    },
  },
});
type ReviewEvent = MachineEventOf<typeof reviewContract>;
type ReviewInput = InputOf<typeof reviewContract>;
interface ReviewContext extends ReviewInput {
  readonly remarks: number;
}

const rules = {
  'R-REV-01': {
    clause: 'house rule 1',
    text: 'A review rests only when it has a remark.',
    allows: ({ context }) => context.remarks > 0,
  },
} satisfies Record<string, Rule<ReviewContext, ReviewEvent>>;

const reviewMachine = setup({
  types: {
    context: {} as ReviewContext,
    events: {} as ReviewEvent,
    input: {} as ReviewInput,
    tags: {} as 'waitingForReviewer' | 'resting',
  },
  guards: guardsFrom<ReviewContext, ReviewEvent, typeof rules>(rules),
  actions: { remark: assign({ remarks: ({ context }) => context.remarks + 1 }) },
  delays: { patience: PATIENCE_DAYS * MS_PER_DAY },
}).createMachine({
  id: 'review',
  version: '1.0.0',
  context: ({ input }) => ({ ...input, remarks: 0 }),
  initial: 'open',
  states: {
    open: {
      tags: 'waitingForReviewer',
      on: {
        RemarkAdded: { actions: 'remark' },
        ReviewPaused: { target: 'paused', guard: 'R-REV-01' },
      },
    },
    paused: {
      tags: 'resting',
      on: { RemarkAdded: { actions: 'remark' }, ReviewResumed: 'open' },
      after: { patience: 'open' },
    },
  },
});

/**
 * What all variants run. A remark changes neither search attributes nor timers; a pause and its end change both.
 */
export const review = register({ contract: reviewContract, machine: reviewMachine, rules });
