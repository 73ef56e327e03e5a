import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import { auditTimeSchema, judgementSchema } from '../audit-time/index.ts';
import {
  businessDateSchema,
  competenceSchema,
  dueDateSchema,
  halfDaysSchema,
  localDateSchema,
  personSchema,
  personalTextSchema,
  textSchema,
} from '../policy/index.ts';
import { applicationExample, applicationSchema, toldSchema } from './application-schema.ts';

const nothing = z.strictObject({});
const candidateSchema = z.strictObject({
  candidate: personSchema.describe('opaque id of the certification body that is considered'),
});
const quoteSchema = z.strictObject({
  auditDays: halfDaysSchema.describe('auditor days of the initial audit'),
  justification: textSchema.describe('how the days were determined'),
});

const conflictSchema = z.strictObject({
  person: personSchema.describe('opaque id of the person'),
  interest: personalTextSchema({ field: 'person' }).describe(
    'consultancy, employment, internal audit or another interest',
  ),
  until: localDateSchema.describe('last day of it'),
});

/** What is recorded from the choice of a certification body to the agreement. */
export const applicationEvents = {
  RcbShortlisted: { description: 'A certification body is considered.', data: candidateSchema },
  AccreditationChecked: {
    description: 'The accreditation of a candidate was looked up.',
    data: candidateSchema.extend({
      accreditationBody: textSchema.describe('who accredits it'),
      coversStandard: z.boolean().describe('whether the accredited scope covers the standard'),
    }),
  },
  ProposalRequested: {
    description: 'A candidate was asked for a proposal.',
    data: candidateSchema,
  },
  ProposalReceived: {
    description: 'A candidate made a proposal.',
    data: candidateSchema.extend({
      auditDays: z.number().positive().describe('auditor days offered').meta({ unit: 'days' }),
    }),
  },
  RcbSelected: { description: 'The client chose its certification body.', data: candidateSchema },
  RcbRejected: { description: 'A candidate was not chosen.', data: candidateSchema },
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
    }),
  },
  ApplicationDeclined: {
    description: 'The certification body declined the application.',
    data: z.strictObject({
      reasons: z.array(personalTextSchema('journey')).min(1).describe('reasons told to the client'),
    }),
  },
  AuditTimeDetermined: {
    description: 'The time of every audit of the cycle was determined.',
    data: auditTimeSchema,
  },
  ConflictOfInterestDeclared: {
    description: 'Somebody of the certification body has, or had, an interest in the client.',
    data: conflictSchema.extend({
      until: localDateSchema.describe('last day on which it bars from the case'),
    }),
  },
  QuoteIssued: {
    description: 'The client received a quote.',
    data: quoteSchema.extend({
      surveillanceDays: halfDaysSchema.optional().describe('auditor days of each surveillance'),
      recertificationDays: halfDaysSchema
        .optional()
        .describe('auditor days of the recertification'),
      valid: dueDateSchema.describe('T-01: how long it stands'),
    }),
  },
  QuoteRejected: {
    description: 'The client did not accept the quote.',
    data: z.strictObject({
      reason: personalTextSchema('journey').describe('what the client wants otherwise'),
    }),
  },
  QuoteAccepted: { description: 'The client accepted the quote.', data: nothing },
  QuoteValidityElapsed: {
    description: 'The last day of the quote has passed.',
    data: dueDateSchema,
  },
  QuoteExpired: { description: 'The quote does not stand any more.', data: dueDateSchema },
  AgreementSigned: {
    description: 'Client and certification body are bound by an agreement.',
    data: z.strictObject({ on: businessDateSchema }),
  },
};

/** What people ask for until the agreement. */
export const applicationCommands = {
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
    example: { candidate: 'northcert', accreditationBody: 'DAkkS', coversStandard: true },
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
  selectRcb: {
    records: 'RcbSelected',
    roles: ['client'],
    description: 'Choose the certification body; the other candidates are rejected.',
    example: { candidate: 'northcert' },
  },
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
        .min(1)
        .describe('codes of the competences that every audit team holds together'),
      decisionCompetences: z
        .array(competenceSchema)
        .min(1)
        .describe('codes of the competences that every panel holds together'),
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
  declareConflict: {
    records: 'ConflictOfInterestDeclared',
    roles: ['cbAdmin', 'applicationReviewer', 'leadAuditor', 'auditor', 'panelMember'],
    description:
      'Declare an interest in the client; it bars from audits and decisions for two years.',
    payload: conflictSchema,
    example: { person: 'a-9', interest: 'advised on the risk assessment', until: '2026-03-31' },
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
    description: 'Accept the quote.',
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
    description: 'Record that client and certification body signed the agreement.',
    example: { on: '2026-09-21' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof applicationEvents>>;
