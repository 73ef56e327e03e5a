// The order and the parcel in version 2.
import { runMachine, type StartOptions } from '../../../workflows/engine/index.ts';
import { orderV2, parcelV2 } from '../order-v2.ts';

async function orderWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: orderV2, root: true }, input, options);
}
async function parcelWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: parcelV2, root: false }, input, options);
}
export { orderWorkflow as order, parcelWorkflow as parcel };
