export {
  barredSchema,
  businessDateSchema,
  documentSchema,
  dueDateSchema,
  gradeSchema,
  localDateSchema,
  personSchema,
  requirementSchema,
  teamMemberSchema,
  teamSchema,
  textSchema,
  type Barred,
  type Grade,
  type TeamMember,
} from './field-schema.ts';
export { resolvePolicy } from './packs.ts';
export { dateRules, isBarred, officeRules, teamRules } from './rules.ts';
export { overridesSchema, packNameSchema, policySchema, type Policy } from './schema.ts';
