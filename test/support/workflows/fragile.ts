// The order's workflow with two bugs: it cannot keep a note that says "poison", and a rule of its fails for one customer.
import { assign } from 'xstate';
import { register } from '../../../machines/engine/index.ts';
import { runMachine, type StartOptions } from '../../../workflows/engine/index.ts';
import { order as sound } from '../order-machine.ts';
import { parcel } from './index.ts';

const { contract, rules, enrich, logic } = sound;
const note = assign(({ context, event }: { context: { notes: number }; event: object }) => {
  if ('text' in event && event.text === 'poison') throw new Error('this note cannot be kept');
  return { notes: context.notes + 1 };
});
const delivered = ({ context }: { context: { customer: string; parcels: object } }) => {
  if (context.customer === 'nobody') throw new Error('this rule knows no nobody');
  return Object.values(context.parcels).every((state) => state === 'delivered');
};
const machine = register({
  ...{ contract, rules, enrich },
  machine: logic.provide({
    actions: { note: note as never },
    guards: { 'R-ORD-01': delivered as never },
  }),
});

async function orderWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine, root: true }, input, options);
}
export { orderWorkflow as order, parcel };
