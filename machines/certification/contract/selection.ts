import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import { localDateSchema, personSchema, textSchema } from '../../policy/index.ts';

const candidateSchema = z.strictObject({
  candidate: personSchema.describe('opaque id of the certification body that is considered'),
});
const rejectionSchema = candidateSchema.extend({
  reason: textSchema.describe('why it was not chosen'),
});
const offerSchema = z.strictObject({
  auditDays: z
    .number()
    .positive()
    .multipleOf(0.25)
    .describe('auditor days offered')
    .meta({ unit: 'days' }),
  fee: z
    .number()
    .nonnegative()
    .optional()
    .describe('fees of the cycle, in the currency that the client compares in')
    .meta({ unit: 'currency' }),
});
const requestSchema = candidateSchema.extend({
  scope: textSchema
    .optional()
    .describe('what the management system covers, as the candidate is told'),
  persons: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('persons within the scope, if not as the journey began')
    .meta({ unit: 'persons' }),
  sites: z
    .int()
    .min(1)
    .optional()
    .describe('sites within the scope, if not as the journey began')
    .meta({ unit: 'sites' }),
});
const judgementSchema = z.enum(['weak', 'fair', 'strong']);
const evaluationSchema = z.strictObject({
  costs: judgementSchema.describe('how fees and auditor days compare'),
  expertise: judgementSchema.describe('how well its auditors know the field of the client'),
  reputation: judgementSchema.describe('what others think of it and of its certificates'),
  terms: textSchema.optional().describe('what its terms say that matters to the client'),
});
const selectionSchema = candidateSchema.extend({
  reason: textSchema.optional().describe('why it was chosen'),
  rejections: z
    .array(rejectionSchema)
    .max(100)
    .optional()
    .describe('why each of the others was not chosen'),
});
const comparedSchema = candidateSchema.extend({
  accreditation: z
    .enum(['notChecked', 'notRecognized', 'otherScope', 'inScope'])
    .describe('what was found of its accreditation'),
  auditDays: z.number().optional().describe('auditor days offered').meta({ unit: 'days' }),
  fee: z.number().optional().describe('fees of the cycle').meta({ unit: 'currency' }),
  evaluation: evaluationSchema.optional().describe('what the client made of its proposal'),
});
const warningSchema = z.strictObject({
  rule: z
    .string()
    .describe('rule that warns and does not refuse')
    .meta({ examples: ['R-APP-01'] }),
  text: z.string().describe('what to think of'),
});

/** What a client makes of a proposal. */
export type Evaluation = z.infer<typeof evaluationSchema>;

/** What is recorded while a client compares certification bodies. */
export const selectionEvents = {
  RcbShortlisted: { description: 'A certification body is considered.', data: candidateSchema },
  AccreditationChecked: {
    description: 'The accreditation of a candidate was looked up.',
    data: candidateSchema.extend({
      accreditationBody: textSchema.describe('who accredits it'),
      isMraMember: z
        .boolean()
        .optional()
        .describe('whether who accredits it has signed the mutual recognition arrangement'),
      coversStandard: z.boolean().describe('whether the accredited scope covers the standard'),
      source: textSchema.optional().describe('where that was looked up'),
    }),
  },
  ProposalRequested: {
    description: 'A candidate was asked for a proposal, and told how large the client is.',
    data: requestSchema,
  },
  ProposalReceived: {
    description: 'A candidate made a proposal.',
    data: candidateSchema.extend({
      ...offerSchema.shape,
      earliest: localDateSchema.optional().describe('first day on which it could audit'),
      remarks: textSchema.optional().describe('what else the proposal says'),
    }),
  },
  ProposalEvaluated: {
    description: 'The client weighed the proposal of a candidate.',
    data: candidateSchema.extend(evaluationSchema.shape),
  },
  RcbRuledOut: {
    description: 'The client took a candidate off its list.',
    data: rejectionSchema,
  },
  RcbSelected: {
    description: 'The client chose its certification body.',
    data: selectionSchema.extend({
      compared: z.array(comparedSchema).optional().describe('what the choice was made from'),
      warnings: z.array(warningSchema).optional().describe('what speaks against it'),
    }),
  },
  RcbRejected: {
    description: 'A candidate was not chosen.',
    data: candidateSchema.extend({
      reason: textSchema.optional().describe('why it was not chosen'),
    }),
  },
};

/** What a client asks for while it compares certification bodies. */
export const selectionCommands = {
  shortlistRcb: {
    records: 'RcbShortlisted',
    roles: ['client'],
    description: 'Consider a certification body.',
    example: { candidate: 'northcert' },
  },
  checkAccreditation: {
    records: 'AccreditationChecked',
    roles: ['client'],
    description: 'Record who accredits a candidate and whether its scope covers the standard.',
    example: {
      candidate: 'northcert',
      accreditationBody: 'DAkkS',
      isMraMember: true,
      coversStandard: true,
    },
  },
  requestProposal: {
    records: 'ProposalRequested',
    roles: ['client'],
    description: 'Ask a candidate for a proposal, telling it size, sites and scope.',
    example: { candidate: 'northcert', scope: 'Operation of the payment platform' },
  },
  recordProposal: {
    records: 'ProposalReceived',
    roles: ['client'],
    description: 'Record the proposal of a candidate.',
    example: { candidate: 'northcert', auditDays: 10 },
  },
  evaluateProposal: {
    records: 'ProposalEvaluated',
    roles: ['client'],
    description: 'Weigh the proposal of a candidate: costs, expertise, reputation and terms.',
    example: { candidate: 'northcert', costs: 'fair', expertise: 'strong', reputation: 'strong' },
  },
  rejectRcb: {
    records: 'RcbRuledOut',
    roles: ['client'],
    description: 'Take a candidate off the list, with the reason: it is rejected.',
    example: { candidate: 'eurocert', reason: 'Its accreditation does not cover the standard.' },
  },
  selectRcb: {
    records: 'RcbSelected',
    roles: ['client'],
    description:
      'Choose the certification body; the other candidates are rejected. Answers warnings about its accreditation.',
    payload: selectionSchema,
    example: { candidate: 'northcert' },
    answers: ['warnings'],
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof selectionEvents>>;
