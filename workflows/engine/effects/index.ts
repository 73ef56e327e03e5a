export { DELIVER } from './messages.ts';
export { createWorld, type World } from './reconcile.ts';
