import { z } from 'zod';
import {
  dueDateSchema,
  gradeSchema,
  personalTextSchema,
  requirementSchema,
} from '../policy/index.ts';

/** Kinds of audits. */
export const kindSchema = z
  .enum(['pre-audit', 'stage-1', 'stage-2', 'surveillance', 'recertification'])
  .describe('kind of audit');

/** Conclusions of Stage 1. */
export const conclusionSchema = z
  .enum(['ready', 'readyWithConcerns', 'notReady'])
  .describe('whether the client is ready for Stage 2');

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
});
