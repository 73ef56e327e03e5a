// A workflow that runs whatever machine its input describes.
import { runMachine, type StartOptions } from '../../../workflows/engine/index.ts';
import { machineOf, type NodeSpec } from '../random-machines.ts';

export function random(
  input: { readonly spec: NodeSpec; readonly stepsPerRun?: number },
  options?: StartOptions,
): Promise<unknown> {
  const { spec, stepsPerRun } = input;
  const runnable = { machine: machineOf(spec), root: true };
  return runMachine(
    { ...runnable, ...(stepsPerRun !== undefined && { stepsPerRun }) },
    input,
    options,
  );
}
