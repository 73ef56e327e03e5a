export { inBackground } from './background.ts';
export { DELIVER } from './messages.ts';
export { createWorld, type World } from './reconcile.ts';
