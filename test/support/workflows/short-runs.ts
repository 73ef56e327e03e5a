// The same workflows, whose runs take one step each.
import { runMachine, type StartOptions } from '../../../workflows/engine/index.ts';
import { order as orderMachine, parcel as parcelMachine } from '../order-machine.ts';
import { pot as potMachine, workshop as workshopMachine } from '../workshop-machine.ts';

const stepsPerRun = 1;

export function order(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: orderMachine, root: true, stepsPerRun }, input, options);
}
export function parcel(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: parcelMachine, root: false, stepsPerRun }, input, options);
}
export function workshop(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: workshopMachine, root: true, stepsPerRun }, input, options);
}
export function pot(input: unknown, options?: StartOptions): Promise<unknown> {
  return runMachine({ machine: potMachine, root: false, stepsPerRun }, input, options);
}
