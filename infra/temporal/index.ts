export { connectTemporal } from './connect-temporal.ts';
export { connectClock } from './server-clock.ts';
export type { ServerClock } from './server-clock.ts';
export { addSearchAttributes } from './provision-search-attributes.ts';
export { ensureTemplateRun, templateId } from './template-run.ts';
export { countWorkflows, provisionTemporal } from './provision-temporal.ts';
