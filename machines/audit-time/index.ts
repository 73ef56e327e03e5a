export {
  auditTimeSchema,
  judgementSchema,
  type AuditTime,
  type Judgement,
} from './audit-time-schema.ts';
export { determineAuditTime, holdsGroups, isInTable, isWithinBand } from './determine.ts';
