import { z } from 'zod';
import { expects } from '../engine/index.ts';
import {
  dueDateSchema,
  gradeSchema,
  localDateSchema,
  personalTextSchema,
  personSchema,
  requirementSchema,
  type Grade,
} from '../policy/index.ts';

/** Kinds of audits. */
export const kindSchema = z
  .enum([
    ...(['pre-audit', 'stage-1', 'stage-2', 'surveillance', 'recertification'] as const),
    ...(['follow-up', 'special', 'short-notice'] as const),
  ])
  .describe('kind of audit');

/** Conclusions of Stage 1. */
export const conclusionSchema = z
  .enum(['ready', 'readyWithConcerns', 'notReady'])
  .describe('whether the client is ready for Stage 2');

/** What Stage 1 has to find out, besides whether internal audit and management review were performed. */
export const objectives = [
  'documentation',
  'siteConditions',
  'understanding',
  'scopeAndContext',
  'resources',
  'stage2Focus',
] as const;

/** An objective of Stage 1. Source: ISO/IEC 17021-1 9.3.1.2.2 (unconfirmed). */
const objectiveSchema = z
  .enum(objectives)
  .describe(
    'documentation reviewed, conditions of the sites seen, requirements understood, scope and legal context known, resources for Stage 2 agreed, focus of Stage 2 set',
  );

/** Something that could become a nonconformity in Stage 2. */
export const concernSchema = z.strictObject({
  requirement: requirementSchema,
  potentialGrade: gradeSchema.describe('grade it could get'),
});

/** Recommendations of an audit team. */
export const recommendationSchema = z
  .enum(['recommend', 'recommendAfterCap', 'recommendAfterCapAndVisit', 'doNotRecommend'])
  .describe('what the team recommends; the decision is made by others');

/** Deadlines that a closing meeting starts. */
export const deadlinesSchema = z
  .strictObject({
    capDue: dueDateSchema.describe('T-05: first corrective action plan'),
    majorEvidenceDue: dueDateSchema.describe('T-06: evidence for majors'),
    minorPlanDue: dueDateSchema.describe('T-08: accepted plans for minors'),
    majorClosure: dueDateSchema
      .nullable()
      .describe('T-07: majors verified, or Stage 2 again; Stage 2 only'),
  })
  .nullable()
  .describe('deadlines that the closing meeting starts; null where no nonconformities are raised');

/** A nonconformity as an auditor raises it. */
export const findingSchema = z.strictObject({
  grade: gradeSchema.describe('grade of the nonconformity'),
  requirement: requirementSchema,
  statement: personalTextSchema('actor').describe('what is not met'),
  evidence: personalTextSchema('actor').describe('objective evidence, by reference'),
  site: z.string().min(1).max(64).optional().describe('site or process where it was found'),
  repeats: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('id of the earlier nonconformity that it repeats'),
});

const requirements = z.array(requirementSchema).optional();

/** What an audit report says, as the audit knows it. Source: ISO/IEC 17021-1 9.4.8 (unconfirmed). */
export const reportedSchema = z.strictObject({
  openedOn: localDateSchema.optional().describe('first day of the audit'),
  closedOn: localDateSchema.optional().describe('last day of the audit'),
  team: z.array(personSchema).optional().describe('opaque ids of the audit team'),
  applicability: z
    .string()
    .optional()
    .describe('version of the statement of applicability that was used'),
  conformities: requirements.describe('requirements that were looked at and found to be met'),
  nonconformities: z
    .array(
      z.strictObject({
        id: z.string().describe('id of the nonconformity'),
        grade: gradeSchema.describe('its grade'),
        requirement: requirementSchema,
      }),
    )
    .optional()
    .describe('requirements that are not met'),
  opportunities: requirements.describe('requirements that are met and could be met better'),
  observations: requirements.describe('requirements about which something else was noted'),
  concerns: z
    .array(concernSchema)
    .optional()
    .describe('what could become a nonconformity in Stage 2'),
});

/** Where and when a document was seen, and how its bytes can be told again. */
export const seenSchema = z.strictObject({
  dated: localDateSchema.optional().describe('date of the document'),
  owner: personSchema.optional().describe('who keeps the document'),
  session: z.string().min(1).max(64).optional().describe('session of the audit plan'),
  place: personalTextSchema('actor').optional().describe('where it is kept, not what it says'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, expects('sha256'))
    .meta({ examples: ['4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945'] })
    .optional()
    .describe('hash of the bytes that were seen'),
});

/** What every surveillance takes up. Source: ISO/IEC 17021-1 9.6.2.2, ISO/IEC 27006-1 9.6.2 (unconfirmed). */
export const agenda = [
  ...(['internalAudits', 'managementReview', 'earlierNonconformities', 'complaints'] as const),
  ...(['effectiveness', 'improvement', 'operationalControl', 'changes', 'marks'] as const),
  ...(['riskAssessment', 'applicability'] as const),
] as const;

/** What Stage 1 concludes, and from what. */
export const readinessSchema = z.strictObject({
  conclusion: conclusionSchema,
  objectives: z
    .array(objectiveSchema)
    .max(6)
    .optional()
    .describe('objectives of Stage 1 that were met'),
  internalAuditPerformed: z.boolean().describe('an internal audit was performed'),
  managementReviewPerformed: z.boolean().describe('a management review was performed'),
  internalAuditOn: localDateSchema.optional().describe('last day of the last internal audit'),
  managementReviewOn: localDateSchema.optional().describe('day of the last management review'),
});
/** What an audit report says. */
export type Reported = z.infer<typeof reportedSchema>;
/** An area of concern. */
export type Concern = z.infer<typeof concernSchema>;
/** What an audit knows of a nonconformity that it raised. */
export interface Finding {
  readonly grade: Grade;
  readonly requirement: string;
  /** Whether it stands no more: it was withdrawn, or became part of a major. */
  readonly isVoid: boolean;
}
