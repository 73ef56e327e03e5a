import { runMachine, type StartOptions } from '../../../workflows/engine/index.ts';
import { review } from '../review-machine.ts';

function reviewWorkflow(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: review, root: true }, input, options);
}
export { reviewWorkflow as review };
