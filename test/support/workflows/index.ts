import { runMachine, type Runnable } from '../../../workflows/engine/index.ts';
import type { StartOptions } from '../../../workflows/engine/index.ts';
import { order, parcel } from '../order-machine.ts';

const workflowTypes = { order: 'order', parcel: 'parcel' };
const orders: Runnable = { machine: order, root: true, workflowTypes };
const parcels: Runnable = { machine: parcel, root: false, workflowTypes };

function run(runnable: Runnable, input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine(runnable, input, options);
}

async function orderWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return run(orders, input, options);
}
async function parcelWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return run(parcels, input, options);
}
export { orderWorkflow as order, parcelWorkflow as parcel };
