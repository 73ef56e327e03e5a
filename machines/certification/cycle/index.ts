// The states of the certification cycle.
export { certified } from './certified.ts';
export { restorable } from './renewal.ts';
export { anew, editionEnd, missed, noEditionEnd } from './transition.ts';
