// Version 2 with a migration of the order that throws.
import { register } from '../../../machines/engine/index.ts';
import { runMachine, type StartOptions } from '../../../workflows/engine/index.ts';
import { order as orderV1 } from '../order-machine.ts';
import { orderV2Parts } from '../order-v2.ts';

const machine = register({
  ...orderV2Parts,
  versions: [orderV1],
  migrations: {
    '1.0.0': () => {
      throw new Error('the migration is broken');
    },
  },
});

async function orderWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine, root: true }, input, options);
}
export { orderWorkflow as order };
export { parcel } from './index.ts';
