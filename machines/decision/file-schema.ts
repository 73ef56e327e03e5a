import { z } from 'zod';
import { expects } from '../engine/index.ts';
import { personSchema } from '../policy/index.ts';

const hashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, expects('sha256'))
  .meta({ examples: ['4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945'] });

/** One thing that lies in the file of a decision, as it was when the file was complete. */
const fileItemSchema = z.strictObject({
  kind: z
    .enum([
      ...(['applicationReview', 'transferReview', 'programme'] as const),
      ...(['applicability', 'audit', 'nonconformity'] as const),
    ])
    .describe('kind of thing'),
  id: z
    .string()
    .min(1)
    .describe('id of the audit or nonconformity below the journey, or a version'),
  event: z
    .string()
    .optional()
    .describe('id of the event of the journey that last changed it; absent where several did'),
  hash: hashSchema.describe('SHA-256 of its canonical JSON as the journey knows it, without texts'),
});

/** The whole file: what lies in it, and one hash over all. */
export const fileSchema = z.strictObject({
  items: z.array(fileItemSchema).describe('everything in the file'),
  hash: hashSchema.describe('SHA-256 of the canonical JSON of the items'),
});

/** What a technical review confirms of a file. */
export const checklist = [
  'sufficientInformation',
  'auditReports',
  'applicationData',
  'auditObjectives',
  'nonconformities',
  'majorsVerified',
  'minorsPlanned',
  'recommendation',
] as const;

/** What a technical review confirms. Source: ISO/IEC 17021-1 9.5.2, 9.5.3.1 (unconfirmed). */
export const checkSchema = z
  .enum(checklist)
  .describe(
    'information enough for requirements and scope, reports of all audits, data of the application review, objectives of the audits met, nonconformities with comments and actions, majors verified, plans for minors accepted, recommendation with its conditions',
  );

/** Votes that a member of a panel can cast. */
export const voteSchema = z.enum(['for', 'against', 'veto', 'abstain']).describe('the vote');

/** Who decided on what, and how: written with the proposal, never changed. Source: ISO/IEC 17021-1 9.5.1 (unconfirmed). */
export const recordSchema = z.strictObject({
  file: hashSchema.optional().describe('hash of the file that was decided on'),
  reviewer: personSchema.nullable().describe('who reviewed the file'),
  panel: z.array(personSchema).describe('members that were not recused'),
  recused: z.array(personSchema).describe('members that were recused'),
  declared: z.array(personSchema).describe('who declared impartiality: reviewer and members'),
  questions: z.array(z.string()).describe('ids of the questions that were asked and answered'),
  votes: z
    .array(z.strictObject({ member: personSchema.describe('who voted'), vote: voteSchema }))
    .describe('votes of the members that were not recused'),
  isOverturned: z.boolean().describe('whether a negative recommendation was overturned'),
});

/** Something that a technical review confirms. */
export type Check = (typeof checklist)[number];
/** The file of a decision. */
export type DecisionFile = z.infer<typeof fileSchema>;
/** Vote of a panel member. */
export type Vote = z.infer<typeof voteSchema>;
