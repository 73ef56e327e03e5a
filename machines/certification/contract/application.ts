import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import { auditTimeSchema, judgementSchema } from '../../audit-time/index.ts';
import {
  businessDateSchema,
  competenceSchema,
  dueDateSchema,
  halfDaysSchema,
  localDateSchema,
  personalTextSchema,
  personSchema,
  textSchema,
} from '../../policy/index.ts';
import { applicationExample, applicationSchema, toldSchema } from './application-schema.ts';

const quoteSchema = z.strictObject({
  auditDays: halfDaysSchema.describe('auditor days of the initial audit'),
  justification: textSchema.describe('how the days were determined'),
  fee: z
    .number()
    .nonnegative()
    .optional()
    .describe('fees of the cycle, in the currency of the agreement')
    .meta({ unit: 'currency' }),
});

const acceptanceSchema = z.strictObject({
  on: businessDateSchema.optional().describe('day on which the client accepted, if not today'),
});
const reviewSchema = z.strictObject({
  isInformationSufficient: z.boolean().describe('client and scope are known well enough'),
  areDifferencesResolved: z.boolean().describe('client and body understand the same by it'),
  isCompetenceAvailable: z.boolean().describe('the body has the competence and can do it'),
  isImpartialityKept: z.boolean().describe('nothing puts the impartiality of the body at risk'),
});

/** What an agreement binds a client to. Source: ISO/IEC 17021-1 5.1.2, 8.3, 8.5 (unconfirmed). */
export const obligations = ['access', 'changes', 'marks', 'complaints', 'witnesses'] as const;

const agreementSchema = z.strictObject({
  on: businessDateSchema,
  obligations: z
    .array(z.enum(obligations))
    .max(obligations.length)
    .optional()
    .describe(
      'what the client is bound to: access to people and records, changes told, marks used as allowed, complaints kept, witnesses of audits admitted; all of it where nothing is said',
    ),
  stage1From: localDateSchema.optional().describe('first day on which Stage 1 is planned'),
  stage2From: localDateSchema.optional().describe('first day on which Stage 2 is planned'),
});

/** What is recorded from the application to the agreement. */
export const applicationEvents = {
  ApplicationSubmitted: {
    description: 'The client applied for certification.',
    data: toldSchema.required({ scope: true }),
  },
  AdditionalInformationRequested: {
    description: 'The application review needs to know more.',
    data: z.strictObject({
      questions: z.array(personalTextSchema('actor')).min(1).describe('what the client is asked'),
    }),
  },
  AdditionalInformationProvided: {
    description: 'The client answered what the application review asked.',
    data: toldSchema.extend({
      answers: z.array(personalTextSchema('actor')).min(1).describe('answers to the questions'),
    }),
  },
  ApplicationAccepted: {
    description: 'The application review found that the audit can be done.',
    data: z.strictObject({
      competence: textSchema.describe('competence that the audit team needs together'),
      teamCompetences: z
        .array(competenceSchema)
        .optional()
        .describe('codes of the competences that every audit team holds together'),
      decisionCompetences: z
        .array(competenceSchema)
        .optional()
        .describe('codes of the competences that every panel holds together'),
      review: reviewSchema.optional().describe('what the review found'),
    }),
  },
  ApplicationDeclined: {
    description: 'The certification body declined the application.',
    data: z.strictObject({
      grounds: z
        .array(z.enum(['information', 'impartiality', 'competence', 'accreditedScope', 'other']))
        .optional()
        .describe('kinds of reasons'),
      reasons: z.array(personalTextSchema('journey')).min(1).describe('reasons told to the client'),
    }),
  },
  AuditTimeDetermined: {
    description: 'The time of every audit of the cycle was determined.',
    data: auditTimeSchema,
  },
  QuoteIssued: {
    description: 'The client received a quote.',
    data: quoteSchema.extend({
      surveillanceDays: halfDaysSchema.optional().describe('auditor days of each surveillance'),
      recertificationDays: halfDaysSchema
        .optional()
        .describe('auditor days of the recertification'),
      stage1Days: z.number().optional().describe('auditor days of Stage 1').meta({ unit: 'days' }),
      stage2Days: z.number().optional().describe('auditor days of Stage 2').meta({ unit: 'days' }),
      valid: dueDateSchema.describe('T-01: how long it stands'),
    }),
  },
  QuoteRejected: {
    description: 'The client did not accept the quote.',
    data: z.strictObject({
      reason: personalTextSchema('journey').describe('what the client wants otherwise'),
    }),
  },
  QuoteAccepted: {
    description: 'The client accepted the quote.',
    data: acceptanceSchema.extend({
      recordedAfterLapse: z
        .boolean()
        .optional()
        .describe('whether it was accepted in time and recorded after the quote had expired'),
    }),
  },
  QuoteValidityElapsed: {
    description: 'The last day of the quote has passed.',
    data: dueDateSchema,
  },
  QuoteExpired: { description: 'The quote does not stand any more.', data: dueDateSchema },
  AgreementSigned: {
    description: 'Client and certification body are bound by an agreement.',
    data: agreementSchema.extend({
      client: personSchema.optional().describe('opaque id of the organization'),
      certificationBody: personSchema.optional().describe('opaque id of the certification body'),
      standard: z.string().optional().describe('standard and edition'),
      scope: textSchema.optional().describe('what the management system covers'),
      auditDays: halfDaysSchema.optional().describe('auditor days of the initial audit'),
      fee: z
        .number()
        .optional()
        .describe('fees of the cycle, as quoted')
        .meta({ unit: 'currency' }),
    }),
  },
};

/** What people ask for until the agreement. */
export const applicationCommands = {
  submitApplication: {
    records: 'ApplicationSubmitted',
    roles: ['client'],
    description: 'Apply for certification: the organization, its scope, sites and activities.',
    payload: applicationSchema,
    example: applicationExample,
  },
  requestInformation: {
    records: 'AdditionalInformationRequested',
    roles: ['applicationReviewer'],
    description: 'Ask the client what the application review still has to know.',
    example: { questions: ['Which suppliers can reach the production systems?'] },
  },
  provideInformation: {
    records: 'AdditionalInformationProvided',
    roles: ['client'],
    description: 'Answer the questions; whatever of the application changed goes along.',
    example: { answers: ['Only the hosting provider.'], outsourcing: ['hosting'] },
  },
  acceptApplication: {
    records: 'ApplicationAccepted',
    roles: ['applicationReviewer'],
    description: 'Accept the application and fix the competence that is needed.',
    payload: z.strictObject({
      competence: textSchema.describe('competence that the audit team needs together'),
      teamCompetences: z
        .array(competenceSchema)
        .describe('codes of the competences that every audit team holds together'),
      decisionCompetences: z
        .array(competenceSchema)
        .describe('codes of the competences that every panel holds together'),
      review: reviewSchema.optional().describe('what the review found'),
    }),
    example: {
      competence: 'software development, cloud operation',
      teamCompetences: ['software', 'cloud'],
      decisionCompetences: ['information-security'],
    },
  },
  declineApplication: {
    records: 'ApplicationDeclined',
    roles: ['applicationReviewer'],
    description: 'Decline the application with reasons for the client.',
    example: { reasons: ['No competence for this sector.'] },
  },
  determineAuditTime: {
    records: 'AuditTimeDetermined',
    roles: ['applicationReviewer'],
    description: 'Judge complexity and factors; the days of every audit follow from the tables.',
    payload: judgementSchema,
    example: {
      business: { type: 2, processes: 2, maturity: 2 },
      technology: { infrastructure: 2, outsourcing: 2, development: 2 },
      adjustment: 0,
    },
    answers: ['initialDays', 'stage1Days', 'stage2Days', 'surveillanceDays', 'recertificationDays'],
  },
  issueQuote: {
    records: 'QuoteIssued',
    roles: ['cbAdmin'],
    description: 'Send the client a quote: auditor days and why so many.',
    payload: quoteSchema,
    example: {
      auditDays: 10,
      justification: '46 to 65 persons, neither more nor less complex than usual',
    },
  },
  acceptQuote: {
    records: 'QuoteAccepted',
    roles: ['client'],
    description:
      'Accept the quote, or a revised one; with the day, also when it is recorded after the quote expired.',
    payload: acceptanceSchema,
    example: {},
  },
  rejectQuote: {
    records: 'QuoteRejected',
    roles: ['client'],
    description: 'Reject the quote and say what is wanted otherwise.',
    example: { reason: 'The audit is wanted at two sites only.' },
  },
  signAgreement: {
    records: 'AgreementSigned',
    roles: ['cbAdmin'],
    description:
      'Record that client and certification body signed the agreement on scope, days and timeline.',
    payload: agreementSchema,
    example: { on: '2026-09-21', stage1From: '2026-10-19', stage2From: '2026-11-30' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof applicationEvents>>;
