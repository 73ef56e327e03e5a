import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import { localDateSchema, personSchema, textSchema } from '../policy/index.ts';

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
});
const warningSchema = z.strictObject({
  rule: z
    .string()
    .describe('rule that warns and does not refuse')
    .meta({ examples: ['R-APP-01'] }),
  text: z.string().describe('what to think of'),
});

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
    description: 'A candidate was asked for a proposal.',
    data: candidateSchema,
  },
  ProposalReceived: {
    description: 'A candidate made a proposal.',
    data: candidateSchema.extend({
      ...offerSchema.shape,
      earliest: localDateSchema.optional().describe('first day on which it could audit'),
      remarks: textSchema.optional().describe('what else the proposal says'),
    }),
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
    description: 'Ask a candidate for a proposal.',
    example: { candidate: 'northcert' },
  },
  recordProposal: {
    records: 'ProposalReceived',
    roles: ['client'],
    description: 'Record the proposal of a candidate.',
    example: { candidate: 'northcert', auditDays: 10 },
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
