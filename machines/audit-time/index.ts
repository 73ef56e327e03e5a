export {
  auditTimeSchema,
  judgementSchema,
  type AuditTime,
  type Judgement,
} from './audit-time-schema.ts';
export {
  countsFairly,
  determineAuditTime,
  holdsGroups,
  isInTable,
  isWithinBand,
  leavesTimeToAudit,
  timesEachSite,
  type TimePolicy,
} from './determine.ts';
export { drawSites, randomSites } from './sites.ts';
