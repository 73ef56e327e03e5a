// The states of the certification cycle.
export { certified } from './certified.ts';
export { restorable } from './renewal.ts';
export { anew, missed } from './transition.ts';
