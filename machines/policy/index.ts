export {
  applicabilitySchema,
  barredSchema,
  businessDateSchema,
  competenceSchema,
  documentSchema,
  dueDateSchema,
  gradeSchema,
  halfDaysSchema,
  localDateSchema,
  personalTextSchema,
  personSchema,
  requirementSchema,
  teamMemberSchema,
  teamSchema,
  textSchema,
  type Applicability,
  type Barred,
  type Grade,
  type TeamMember,
} from './field-schema.ts';
export { resolvePolicy } from './packs.ts';
export { dateRules, isBarred, lacks, officeRules, teamRules } from './rules.ts';
export { overridesSchema, packNameSchema, policySchema, type Policy } from './schema.ts';
