import { assign, setup } from 'xstate';
import { z } from 'zod';
import { defineContract, guardsFrom, register } from '../../machines/engine/index.ts';
import type { InputOf, MachineEventOf, Rule } from '../../machines/engine/index.ts';

const contract = defineContract({
  ...{ id: 'loan', version: '1.0.0', description: 'A book is lent and comes back.' },
  ...{ input: z.strictObject({ book: z.string() }), example: { book: 'b-1' }, starts: 'BookLent' },
  events: {
    BookLent: { description: 'Somebody has it.', data: z.strictObject({ book: z.string() }) },
    ReaderReminded: { description: 'A reminder went out.', data: z.strictObject({}) },
    BookReturned: { description: 'The book is back.', data: z.strictObject({}) },
    ReturnDueElapsed: { description: 'It is late.', data: z.strictObject({ at: z.string() }) },
  },
  commands: {
    remind: { records: 'ReaderReminded', roles: ['clerk'], description: 'Remind.', example: {} },
    returnBook: { records: 'BookReturned', roles: ['clerk'], description: 'Return.', example: {} },
  },
});
type Context = InputOf<typeof contract> & { reminders: number };
type Event = MachineEventOf<typeof contract>;
const once: Rule<Context, Event> = {
  ...{ clause: 'house rule 1', text: 'A reader is reminded once.' },
  allows: ({ context }) => context.reminders < 1,
};
const rules = { 'R-LOAN-01': once };
const machine = setup({
  types: { context: {} as Context, events: {} as Event, input: {} as InputOf<typeof contract> },
  guards: guardsFrom<Context, Event, typeof rules>(rules),
  actions: { count: assign({ reminders: ({ context }) => context.reminders + 1 }) },
  delays: { returnDue: 28 * 86_400_000 },
}).createMachine({
  ...{ id: 'loan', version: '1.0.0', initial: 'lent' },
  context: ({ input }) => ({ ...input, reminders: 0 }),
  on: { BookReturned: '.returned' },
  states: {
    lent: { after: { returnDue: 'late' } },
    late: { on: { ReaderReminded: { guard: 'R-LOAN-01', actions: 'count' } } },
    returned: { type: 'final' },
  },
});
export const loan = register({ contract, machine, rules });
