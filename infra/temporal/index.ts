export { connectTemporal } from './connect-temporal.ts';
export { connectClock } from './server-clock.ts';
export type { ServerClock } from './server-clock.ts';
export { readRetentionDays, retentionDays } from './provision-namespace.ts';
export {
  addSearchAttributes,
  findConflicts,
  findMissing,
  readAttributes,
} from './provision-search-attributes.ts';
export { ensureTemplateRun, templateId } from './template-run.ts';
export { countWorkflows, provisionTemporal } from './provision-temporal.ts';
