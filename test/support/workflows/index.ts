import { runMachine, type Runnable } from '../../../workflows/engine/index.ts';
import type { StartOptions } from '../../../workflows/engine/index.ts';
import { order, parcel } from '../order-machine.ts';
import { pot, workshop } from '../workshop-machine.ts';

type Workflow = (input: unknown, options?: StartOptions) => Promise<unknown>;
const running =
  (runnable: Runnable): Workflow =>
  (input, options) =>
    runMachine(runnable, input, options);

const orderWorkflow = running({ machine: order, root: true });
const parcelWorkflow = running({ machine: parcel, root: false });
const workshopWorkflow = running({ machine: workshop, root: true });
const potWorkflow = running({ machine: pot, root: false });
export {
  orderWorkflow as order,
  parcelWorkflow as parcel,
  workshopWorkflow as workshop,
  potWorkflow as pot,
};
