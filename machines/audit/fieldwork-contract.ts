import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import {
  applicabilitySchema,
  documentSchema,
  gradeSchema,
  requirementSchema,
  personalTextSchema,
} from '../policy/index.ts';
import { findingSchema } from './audit-schema.ts';

const team = ['leadAuditor', 'auditor'] as const;
const evidenceSchema = documentSchema.extend({
  kind: z
    .enum(['document', 'record', 'interview', 'observation', 'screen'])
    .describe('kind of evidence'),
  requirements: z
    .array(requirementSchema)
    .min(1)
    .max(200)
    .describe('clauses and controls that it shows'),
  sample: z
    .strictObject({
      population: z.int().min(1).describe('how many there are').meta({ unit: 'items' }),
      size: z.int().min(1).describe('how many were looked at').meta({ unit: 'items' }),
    })
    .optional()
    .describe('how it was sampled'),
  isRemote: z.boolean().optional().describe('whether it was seen remotely'),
});
const reviewSchema = z.strictObject({
  conclusions: personalTextSchema('actor').describe('conclusions that the team agreed on'),
  followUp: personalTextSchema('actor').describe('what has to follow'),
  programme: z
    .enum(['confirmed', 'toBeChanged'])
    .describe('whether the audit programme still is right'),
});

/** What is recorded during the field work of an audit. */
export const fieldworkEvents = {
  ApplicabilityRecorded: {
    description: 'The statement of applicability was seen in this version.',
    data: applicabilitySchema,
  },
  EvidenceRecorded: {
    description: 'An item of evidence was seen; it covers its requirements.',
    data: evidenceSchema,
  },
  FindingsReviewed: {
    description: 'Before the closing meeting the team reviewed findings and conclusions.',
    data: reviewSchema,
  },
  RequirementCovered: {
    description: 'Evidence for a requirement was seen.',
    data: z.strictObject({
      requirement: requirementSchema,
      documents: z.array(documentSchema).min(1).describe('what was seen, with version'),
    }),
  },
  FindingRaised: {
    description: 'A requirement was found not to be met.',
    data: findingSchema.extend({
      id: z.string().describe('id of the nonconformity, unique in the journey'),
      audit: z.string().describe('prefix of the audit'),
    }),
  },
  OpportunityForImprovementRecorded: {
    description: 'Something conforms and could be better.',
    data: z.strictObject({
      requirement: requirementSchema,
      statement: personalTextSchema('actor').describe('what could be better'),
    }),
  },
  AreaOfConcernRecorded: {
    description: 'Something could become a nonconformity in Stage 2.',
    data: z.strictObject({
      requirement: requirementSchema,
      potentialGrade: gradeSchema.describe('grade it could get'),
      statement: personalTextSchema('actor').describe('what is of concern'),
    }),
  },
};

/** What people ask for during the field work of an audit. */
export const fieldworkCommands = {
  recordApplicability: {
    records: 'ApplicabilityRecorded',
    roles: team,
    description: 'Record the statement of applicability: its version and the excluded controls.',
    example: {
      version: '4',
      excluded: [{ control: 'A.8.30', justification: 'No development is outsourced.' }],
    },
  },
  recordEvidence: {
    records: 'EvidenceRecorded',
    roles: team,
    description: 'Record an item of evidence with title and version, and what it shows.',
    example: {
      kind: 'document',
      title: 'Statement of applicability',
      version: '4',
      requirements: ['6.1.3', 'A.5.1'],
    },
  },
  reviewFindings: {
    records: 'FindingsReviewed',
    roles: ['leadAuditor'],
    description: 'Record the review by the team that comes before the closing meeting.',
    example: {
      conclusions: 'Effective but for the internal audits.',
      followUp: 'A follow-up visit for the major.',
      programme: 'confirmed',
    },
  },
  coverRequirement: {
    records: 'RequirementCovered',
    roles: team,
    description: 'Record evidence for a requirement: documents with title and version.',
    example: {
      requirement: '9.2.2',
      documents: [{ title: 'Internal audit programme', version: '3' }],
    },
  },
  raiseFinding: {
    records: 'FindingRaised',
    roles: team,
    description: 'Raise a nonconformity against one requirement; answers its id.',
    payload: findingSchema,
    example: {
      grade: 'minor',
      requirement: '7.2',
      statement: 'Competence of two administrators is not documented.',
      evidence: 'training-records',
    },
    answers: ['id'],
  },
  recordOpportunity: {
    records: 'OpportunityForImprovementRecorded',
    roles: team,
    description: 'Record an opportunity for improvement; it needs no answer.',
    example: { requirement: '9.1', statement: 'Trends could be shown.' },
  },
  recordAreaOfConcern: {
    records: 'AreaOfConcernRecorded',
    roles: team,
    description: 'Record what could become a nonconformity in Stage 2.',
    example: {
      requirement: '9.3.1',
      potentialGrade: 'minor',
      statement: 'One review input is missing.',
    },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof fieldworkEvents>>;
