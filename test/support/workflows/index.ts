import { runMachine, type Runnable } from '../../../workflows/engine/index.ts';
import type { StartOptions } from '../../../workflows/engine/index.ts';
import { order, parcel } from '../order-machine.ts';

const orders: Runnable = { machine: order, root: true };
const parcels: Runnable = { machine: parcel, root: false };

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
