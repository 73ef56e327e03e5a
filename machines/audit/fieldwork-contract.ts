import { z } from 'zod';
import { expects, type CommandDefinition } from '../engine/index.ts';
import {
  applicabilitySchema,
  documentSchema,
  requirementSchema,
  personalTextSchema,
} from '../policy/index.ts';
import { concernSchema, findingSchema, seenSchema } from './audit-schema.ts';

const team = ['leadAuditor', 'auditor'] as const;
const evidenceSchema = documentSchema.extend(seenSchema.shape).extend({
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
const coveredSchema = z.strictObject({
  requirement: requirementSchema,
  documents: z.array(documentSchema).min(1).describe('what was seen, with version'),
});
const evidenceId = z.string().describe('id of the item of evidence within the audit');
const aggregationSchema = findingSchema.omit({ grade: true }).extend({
  minors: z
    .array(z.string())
    .min(2)
    .max(100)
    .refine((ids) => new Set(ids).size === ids.length, expects('nothingTwice'))
    .describe('ids of the minors that together show a failure of the system'),
});
const identified = {
  id: z.string().describe('id of the nonconformity, unique in the journey'),
  audit: z.string().describe('prefix of the audit'),
};
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
    data: evidenceSchema.extend({ id: evidenceId }),
  },
  EvidenceWithdrawn: {
    description:
      'An item of evidence does not count any more; what it alone covered is open again.',
    data: z.strictObject({
      evidence: evidenceId,
      reason: personalTextSchema('actor').describe('why'),
    }),
  },
  FindingsReviewed: {
    description: 'Before the closing meeting the team reviewed findings and conclusions.',
    data: reviewSchema,
  },
  RequirementCovered: {
    description: 'Evidence for a requirement was seen.',
    data: coveredSchema.extend({ id: evidenceId }),
  },
  FindingRaised: {
    description: 'A requirement was found not to be met.',
    data: findingSchema.extend(identified),
  },
  MinorsAggregatedToMajor: {
    description: 'Several minors on one requirement show a failure of the system: one major.',
    data: aggregationSchema.extend(identified),
  },
  FindingStandingChanged: {
    description: 'A nonconformity of this audit was withdrawn or got another grade.',
    data: z.strictObject({
      id: z.string().describe('id of the nonconformity'),
      standing: z.enum(['major', 'minor', 'withdrawn']).describe('what it is now'),
    }),
  },
  ObservationRecorded: {
    description: 'Something was observed that has no effect on the result.',
    data: z.strictObject({
      requirement: requirementSchema,
      statement: personalTextSchema('actor').describe('what was observed'),
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
    data: concernSchema.extend({
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
    payload: evidenceSchema,
    answers: ['id'],
    example: {
      kind: 'document',
      title: 'Statement of applicability',
      version: '4',
      requirements: ['6.1.3', 'A.5.1'],
    },
  },
  withdrawEvidence: {
    records: 'EvidenceWithdrawn',
    roles: team,
    description: 'Take back an item of evidence; what it alone covered has to be covered again.',
    example: { evidence: 'ev-s2-007', reason: 'It belongs to another organization.' },
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
    payload: coveredSchema,
    answers: ['id'],
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
  aggregateMinors: {
    records: 'MinorsAggregatedToMajor',
    roles: ['leadAuditor'],
    description:
      'Make one major of minors on one requirement; they are superseded. Answers its id.',
    payload: aggregationSchema,
    example: {
      minors: ['nc-s2-001', 'nc-s2-002', 'nc-s2-004'],
      requirement: '9.2.2',
      statement: 'The internal audit programme does not work as a whole.',
      evidence: 'internal-audit-programme-3',
    },
    answers: ['id'],
  },
  recordObservation: {
    records: 'ObservationRecorded',
    roles: team,
    description: 'Record an observation; it needs no answer and changes nothing.',
    example: { requirement: '7.4', statement: 'The intranet is being replaced.' },
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
