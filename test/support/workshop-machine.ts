import { assign, emit, sendTo, setup, spawnChild, stopChild } from 'xstate';
import { z } from 'zod';
import {
  activity,
  childMachine,
  defineContract,
  guardsFrom,
  register,
  type Enrichments,
  type InputOf,
  type MachineEventOf,
  type Rule,
} from '../../machines/engine/index.ts';

const none = z.strictObject({});
const named = z.strictObject({ pot: z.string() });
const elapsed = z.strictObject({ at: z.string() });
const roles = ['potter'] as const;

/** A pot of a workshop: reports, is nudged, ends by itself or is dropped. */
const potContract = defineContract({
  id: 'pot',
  version: '1.0.0',
  description: 'A pot from the wheel to the shelf.',
  input: none,
  example: {},
  starts: 'PotThrown',
  events: {
    PotThrown: { description: 'Thrown.', data: none },
    PotGlazed: { description: 'Glazed.', data: z.strictObject({ coat: z.int() }) },
    PotFinished: { description: 'Finished.', data: none },
  },
  commands: {
    glazePot: { records: 'PotGlazed', roles, description: 'Glaze.', example: { coat: 1 } },
    finishPot: { records: 'PotFinished', roles, description: 'Finish.', example: {} },
  },
  reports: ['PotGlazed'],
});
const potMachine = setup({
  types: {
    context: {} as { readonly nudged: number; readonly coats: number },
    events: {} as MachineEventOf<typeof potContract> | { type: 'Nudge' },
    input: {} as InputOf<typeof potContract>,
  },
  actions: {
    nudge: assign({ nudged: ({ context }) => context.nudged + 1 }),
    glaze: assign({ coats: ({ context }) => context.coats + 1 }),
  },
}).createMachine({
  id: 'pot',
  version: '1.0.0',
  context: { nudged: 0, coats: 0 },
  initial: 'raw',
  on: { Nudge: { actions: 'nudge' } },
  states: {
    raw: { on: { PotGlazed: { actions: 'glaze' }, PotFinished: 'finished' } },
    finished: { type: 'final' },
  },
});
export const pot = register({ contract: potContract, machine: potMachine, rules: {} });

const asked = z.strictObject({
  how: z.enum(['ok', 'never', 'down', 'slow', 'late']),
  patience: z.enum(['three', 'endless']).default('three'),
});
/** A workshop with pots: has an event of every cause and an effect of every kind. */
const workshopContract = defineContract({
  id: 'workshop',
  version: '1.0.0',
  description: 'A workshop from its opening to its closing.',
  input: none,
  example: {},
  starts: 'WorkshopOpened',
  events: {
    WorkshopOpened: { description: 'Opened.', data: none },
    PotAdded: { description: 'A pot is thrown.', data: named },
    PotNudged: { description: 'Told at once.', data: named },
    PotNudgedLater: { description: 'Told later.', data: named },
    NudgeElapsed: { description: 'Later is now.', data: elapsed },
    PotDropped: { description: 'Dropped.', data: named },
    ShelfFull: { description: 'Two pots.', data: z.strictObject({ pots: z.int() }) },
    PriceAsked: { description: 'Asked.', data: asked },
    QuestionDropped: { description: 'No answer is wanted any more.', data: none },
    RestTaken: { description: 'Rest.', data: none },
    RestEndElapsed: { description: 'Rested.', data: elapsed },
    WorkshopClosed: { description: 'Closed.', data: none },
  },
  commands: {
    addPot: {
      records: 'PotAdded',
      roles,
      description: 'Throw a pot.',
      payload: none,
      example: {},
      answers: ['pot'],
    },
    nudgePot: { records: 'PotNudged', roles, description: 'N.', example: { pot: 'pot-1' } },
    nudgePotLater: {
      records: 'PotNudgedLater',
      roles,
      description: 'Nudge later.',
      example: { pot: 'pot-1' },
    },
    dropPot: { records: 'PotDropped', roles, description: 'Drop.', example: { pot: 'pot-1' } },
    askPrice: { records: 'PriceAsked', roles, description: 'Ask.', example: { how: 'ok' } },
    dropQuestion: { records: 'QuestionDropped', roles, description: 'Drop.', example: {} },
    takeRest: { records: 'RestTaken', roles, description: 'Rest.', example: {} },
    closeWorkshop: {
      records: 'WorkshopClosed',
      roles: ['potter', 'operator'],
      description: 'Close.',
      example: {},
    },
  },
  cancelledBy: 'WorkshopClosed',
  children: { pot: potContract },
});
type WorkshopEvent = MachineEventOf<typeof workshopContract>;
/** What a workshop knows. */
export interface WorkshopContext {
  readonly thrown: number;
  readonly glazed: number;
  readonly rests: number;
  readonly price: number | null;
  readonly failure: unknown;
}

const rules = {
  'R-WS-01': {
    clause: 'house rule 1',
    text: 'Only a pot that was thrown can be dropped.',
    allows: ({ context, event }) =>
      event.type !== 'PotDropped' || Number(event.pot.slice('pot-'.length)) <= context.thrown,
  },
} satisfies Record<string, Rule<WorkshopContext, WorkshopEvent>>;

const enrich: Enrichments<typeof workshopContract, WorkshopContext> = {
  addPot: (_payload, { context }) => ({ pot: `pot-${String(context.thrown + 1)}` }),
};

const potOf = ({ event }: { event: WorkshopEvent }) => ('pot' in event ? event.pot : '');
const question = ({ event }: { event: WorkshopEvent }) => ({
  how: event.type === 'PriceAsked' ? event.how : 'ok',
});

const workshopMachine = setup({
  types: {
    context: {} as WorkshopContext,
    events: {} as WorkshopEvent,
    input: {} as InputOf<typeof workshopContract>,
    emitted: {} as { type: 'ShelfFull'; pots: number },
    children: {} as Record<string, 'pot' | 'fetchPrice' | 'fetchPatiently'>,
  },
  actors: {
    pot: childMachine<object>(),
    fetchPrice: activity<{ how: string }, { price: number }>({
      ...{ attempts: 3, startToCloseTimeoutMs: 1_000, firstPauseMs: 20 },
    }),
    fetchPatiently: activity<{ how: string }, { price: number }>({
      ...{ firstPauseMs: 20, longestPauseMs: 50 },
    }),
  },
  guards: {
    ...guardsFrom<WorkshopContext, WorkshopEvent, typeof rules>(rules),
    isSecond: ({ context }) => context.thrown === 1,
    isPatient: ({ event }) => event.type === 'PriceAsked' && event.patience === 'endless',
  },
  actions: {
    count: assign({ thrown: ({ context }) => context.thrown + 1 }),
    throwPot: spawnChild('pot', { id: potOf, input: {} }),
    nudge: sendTo(potOf, { type: 'Nudge' }),
    nudgeLater: sendTo(potOf, { type: 'Nudge' }, { delay: 'nudgeDelay' }),
    drop: stopChild(potOf),
    glaze: assign({ glazed: ({ context }) => context.glazed + 1 }),
    rested: assign({ rests: ({ context }) => context.rests + 1 }),
    full: emit({ type: 'ShelfFull', pots: 2 }),
  },
  delays: { nudgeDelay: 200, restEnd: 200 },
}).createMachine({
  id: 'workshop',
  version: '1.0.0',
  context: { thrown: 0, glazed: 0, rests: 0, price: null, failure: null },
  initial: 'open',
  on: {
    PotAdded: [
      { guard: 'isSecond', actions: ['count', 'throwPot', 'full'] },
      { actions: ['count', 'throwPot'] },
    ],
    PotNudged: { actions: 'nudge' },
    PotNudgedLater: { actions: 'nudgeLater' },
    PotDropped: { guard: 'R-WS-01', actions: 'drop' },
    PotGlazed: { actions: 'glaze' },
    WorkshopClosed: '.closed',
  },
  states: {
    open: {
      on: {
        PriceAsked: [{ guard: 'isPatient', target: 'askingPatiently' }, { target: 'asking' }],
        RestTaken: 'resting',
      },
    },
    asking: {
      on: { QuestionDropped: 'open' },
      invoke: {
        src: 'fetchPrice',
        id: 'price',
        input: question,
        onDone: {
          target: 'open',
          actions: assign({ price: ({ event }) => event.output.price }),
        },
        onError: { target: 'open', actions: assign({ failure: ({ event }) => event.error }) },
      },
    },
    askingPatiently: {
      on: { QuestionDropped: 'open' },
      invoke: {
        src: 'fetchPatiently',
        id: 'price',
        input: question,
        onDone: {
          target: 'open',
          actions: assign({ price: ({ event }) => event.output.price }),
        },
        onError: { target: 'open', actions: assign({ failure: ({ event }) => event.error }) },
      },
    },
    resting: { after: { restEnd: { target: 'open', actions: 'rested' } } },
    closed: { type: 'final' },
  },
});
export const workshop = register({
  contract: workshopContract,
  machine: workshopMachine,
  rules,
  enrich,
});
