export { findRunningLog } from './find-stack.ts';
export { serveConsumers, type ConsumersOptions } from './serve-consumers.ts';
export { serveRegister, type ServingReaders } from './serve-register.ts';
