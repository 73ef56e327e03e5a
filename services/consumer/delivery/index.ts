export { durableSource } from './durable.ts';
export { orderedSource } from './ordered.ts';
export { type Delivery, type Source, type Standing } from './source.ts';
export { deliverFrom, startSequence, type From } from './start.ts';
