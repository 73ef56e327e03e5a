export { afterCase, loadCase, type Case } from './case.ts';
export { beginInMemory, playInMemory } from './in-memory.ts';
export { ownServersConfig } from './own-servers.ts';
export { rail } from './rail.ts';
export { runDemo, type DemoOptions, type DemoResult } from './run-demo.ts';
export { withServerStage } from './server-stage.ts';
