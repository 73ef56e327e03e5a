import { order, parcel } from './order-machine.ts';
import { pot, workshop } from './workshop-machine.ts';

/** All machines that the engine's tests run. */
export const machines = [order, parcel, workshop, pot];
