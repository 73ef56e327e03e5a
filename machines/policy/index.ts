export { bounded, bounds, fractionOf, isNeverLonger, type Bound } from './bounds.ts';
export {
  applicabilitySchema,
  barredSchema,
  businessDateSchema,
  competenceSchema,
  datedLateSchema,
  datedSchema,
  documentSchema,
  dueDateSchema,
  gradeSchema,
  halfDaysSchema,
  localDateSchema,
  personalTextSchema,
  personSchema,
  policyNameSchema,
  requirementSchema,
  teamMemberSchema,
  teamSchema,
  textSchema,
  type Applicability,
  type Barred,
  type Grade,
  type TeamMember,
} from './field-schema.ts';
export { handlerRules } from './handler-rules.ts';
export { packs, policyName, policyOf, resolvePolicy } from './packs.ts';
export { dateRules, isBarred, lacks, officeRules, teamRules } from './rules.ts';
export {
  choices,
  isBounded,
  overridesSchema,
  packNameSchema,
  periodSchema,
  policySchema,
  type Policy,
} from './schema.ts';
