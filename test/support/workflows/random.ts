// A workflow that runs whatever machine its input describes.
import { runMachine, type StartOptions } from '../../../workflows/engine/index.ts';
import { machineOf, type NodeSpec } from '../random-machines.ts';

export function random(
  input: { readonly spec: NodeSpec },
  options?: StartOptions,
): Promise<unknown> {
  return runMachine({ machine: machineOf(input.spec), root: true }, input, options);
}
