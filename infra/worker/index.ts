export { buildWorkflows, type WorkflowBuild } from './bundle.ts';
export { openLog, openWritableLog, type OpenLog } from './event-log.ts';
export { replayer } from './replay-run.ts';
export { serve, type ServeOptions, type Serving } from './serve.ts';
export { createWorker, spoken } from './worker.ts';
