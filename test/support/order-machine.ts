import { assign, emit, sendTo, setup, spawnChild } from 'xstate';
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

/** A parcel of an order: shows children, timers and messages both ways. */
const parcelContract = defineContract({
  id: 'parcel',
  version: '1.0.0',
  description: 'A parcel from packing to delivery.',
  input: z.strictObject({ weight: z.number().positive() }),
  example: { weight: 2 },
  starts: 'ParcelPacked',
  events: {
    ParcelPacked: {
      description: 'Packed.',
      data: z.strictObject({ weight: z.number().positive() }),
    },
    ParcelWeighed: { description: 'Weighed again.', data: z.strictObject({ weight: z.number() }) },
    ParcelDelivered: { description: 'Delivered.', data: z.strictObject({ to: z.string().min(1) }) },
    PatienceElapsed: { description: 'Waited too long.', data: z.strictObject({ at: z.string() }) },
  },
  commands: {
    weighParcel: {
      records: 'ParcelWeighed',
      roles: ['carrier'],
      description: 'Weigh the parcel.',
      example: { weight: 3 },
    },
    deliverParcel: {
      records: 'ParcelDelivered',
      roles: ['carrier'],
      description: 'Deliver the parcel.',
      example: { to: 'door' },
    },
  },
  reports: ['ParcelWeighed', 'ParcelDelivered'],
});
type ParcelContext = InputOf<typeof parcelContract> & { hurried: number };

const parcelMachine = setup({
  types: {
    context: {} as ParcelContext,
    events: {} as MachineEventOf<typeof parcelContract> | { type: 'Hurry' },
    input: {} as InputOf<typeof parcelContract>,
    tags: {} as 'waitingForCarrier' | 'overdue',
  },
  actions: {
    hurry: assign({ hurried: ({ context }) => context.hurried + 1 }),
    weigh: assign(({ event }) => (event.type === 'ParcelWeighed' ? { weight: event.weight } : {})),
  },
  delays: { patience: 30 * 86_400_000 },
}).createMachine({
  id: 'parcel',
  version: '1.0.0',
  context: ({ input }) => ({ ...input, hurried: 0 }),
  initial: 'packed',
  on: { Hurry: { actions: 'hurry' } },
  states: {
    packed: {
      tags: 'waitingForCarrier',
      on: { ParcelWeighed: { actions: 'weigh' }, ParcelDelivered: 'delivered' },
      after: { patience: 'late' },
    },
    late: {
      tags: ['waitingForCarrier', 'overdue'],
      on: { ParcelWeighed: { actions: 'weigh' }, ParcelDelivered: 'delivered' },
    },
    delivered: { type: 'final' },
  },
});
export const parcel = register({ contract: parcelContract, machine: parcelMachine, rules: {} });

/** An order with parcels: the machine that the engine's tests run. */
const orderContract = defineContract({
  id: 'order',
  version: '1.0.0',
  description: 'An order from its placing to its closing.',
  input: z.strictObject({ customer: z.string().min(1), limit: z.int().positive().default(5) }),
  example: { customer: 'globex' },
  starts: 'OrderPlaced',
  events: {
    OrderPlaced: {
      description: 'Placed.',
      data: z.strictObject({ customer: z.string(), limit: z.int() }),
    },
    NoteAdded: { description: 'Noted.', data: z.strictObject({ text: z.string().min(1) }) },
    ParcelOrdered: {
      description: 'A parcel is to be packed.',
      data: z.strictObject({ parcel: z.string(), weight: z.number().positive() }),
    },
    ParcelHurried: { description: 'Hurry.', data: z.strictObject({ parcel: z.string() }) },
    InvoiceRequested: { description: 'Invoice.', data: z.strictObject({}) },
    OrderClosed: { description: 'Closed.', data: z.strictObject({}) },
    OrderCancelled: { description: 'Cancelled.', data: z.strictObject({}) },
    OrderFull: { description: 'No further parcel.', data: z.strictObject({ parcels: z.int() }) },
  },
  commands: {
    addNote: {
      records: 'NoteAdded',
      roles: ['clerk'],
      description: 'Add.',
      example: { text: 'x' },
    },
    orderParcel: {
      records: 'ParcelOrdered',
      roles: ['clerk'],
      description: 'Order a parcel.',
      payload: z.strictObject({ weight: z.number().positive() }),
      example: { weight: 2 },
      answers: ['parcel'],
    },
    hurryParcel: {
      records: 'ParcelHurried',
      roles: ['clerk'],
      description: 'Hurry.',
      example: { parcel: 'parcel-1' },
    },
    requestInvoice: {
      records: 'InvoiceRequested',
      roles: ['clerk'],
      description: 'I.',
      example: {},
    },
    closeOrder: { records: 'OrderClosed', roles: ['clerk'], description: 'Close.', example: {} },
    cancelOrder: {
      records: 'OrderCancelled',
      roles: ['clerk', 'operator'],
      description: 'Cancel.',
      example: {},
    },
  },
  cancelledBy: 'OrderCancelled',
  children: { parcel: parcelContract },
  routes: ['parcel'],
});
type OrderEvent = MachineEventOf<typeof orderContract>;
type OrderInput = InputOf<typeof orderContract>;
interface OrderContext extends OrderInput {
  readonly parcels: Readonly<Record<string, 'open' | 'delivered'>>;
  readonly notes: number;
  readonly weighed: readonly number[];
  readonly invoice: string;
}

const rules = {
  'R-ORD-01': {
    clause: 'house rule 1',
    text: 'Every parcel is delivered before the order is closed.',
    allows: ({ context }) => Object.values(context.parcels).every((state) => state === 'delivered'),
  },
} satisfies Record<string, Rule<OrderContext, OrderEvent>>;

const enrich: Enrichments<typeof orderContract, OrderContext> = {
  orderParcel: ({ weight }, { context }) => ({
    weight,
    parcel: `parcel-${String(Object.keys(context.parcels).length + 1)}`,
  }),
};

const orderMachine = setup({
  types: {
    context: {} as OrderContext,
    events: {} as OrderEvent,
    input: {} as OrderInput,
    emitted: {} as { type: 'OrderFull'; parcels: number },
    children: {} as Record<string, 'parcel' | 'renderInvoice'>,
  },
  actors: {
    parcel: childMachine<{ weight: number }>(),
    renderInvoice: activity<{ customer: string }, { number: string }>(),
  },
  guards: {
    ...guardsFrom<OrderContext, OrderEvent, typeof rules>(rules),
    isFull: ({ context }) => Object.keys(context.parcels).length >= context.limit,
  },
  actions: {
    note: assign({ notes: ({ context }) => context.notes + 1 }),
    register: assign(({ context, event }) =>
      event.type === 'ParcelOrdered'
        ? { parcels: { ...context.parcels, [event.parcel]: 'open' as const } }
        : {},
    ),
    pack: spawnChild('parcel', {
      id: ({ event }) => (event.type === 'ParcelOrdered' ? event.parcel : ''),
      input: ({ event }) => ({ weight: event.type === 'ParcelOrdered' ? event.weight : 1 }),
    }),
    weighed: assign(({ context, event }) =>
      event.type === 'ParcelWeighed' ? { weighed: [...context.weighed, event.weight] } : {},
    ),
    delivered: assign(({ context, event }) =>
      event.type === 'ParcelDelivered'
        ? { parcels: { ...context.parcels, [event.meta.from ?? '']: 'delivered' as const } }
        : {},
    ),
    hurry: sendTo(({ event }) => (event.type === 'ParcelHurried' ? event.parcel : ''), {
      type: 'Hurry',
    }),
    full: emit(({ context }) => ({
      type: 'OrderFull' as const,
      parcels: Object.keys(context.parcels).length,
    })),
  },
}).createMachine({
  id: 'order',
  version: '1.0.0',
  context: ({ input }) => ({ ...input, parcels: {}, notes: 0, weighed: [], invoice: '' }),
  initial: 'open',
  on: {
    NoteAdded: { actions: 'note' },
    ParcelWeighed: { actions: 'weighed' },
    ParcelDelivered: { actions: 'delivered' },
    OrderCancelled: '.cancelled',
  },
  states: {
    open: {
      on: {
        ParcelOrdered: { actions: ['register', 'pack'], target: 'checking' },
        ParcelHurried: { actions: 'hurry' },
        InvoiceRequested: 'invoicing',
        OrderClosed: { target: 'closed', guard: 'R-ORD-01' },
      },
    },
    checking: {
      always: [{ guard: 'isFull', target: 'full', actions: 'full' }, { target: 'open' }],
    },
    full: { on: { OrderClosed: { target: 'closed', guard: 'R-ORD-01' } } },
    invoicing: {
      invoke: {
        src: 'renderInvoice',
        id: 'invoice',
        input: ({ context }) => ({ customer: context.customer }),
        onDone: {
          target: 'open',
          actions: assign({ invoice: ({ event }) => event.output.number }),
        },
        onError: 'open',
      },
    },
    cancelled: { type: 'final' },
    closed: { type: 'final' },
  },
});
export const order = register({ contract: orderContract, machine: orderMachine, rules, enrich });
