import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import { businessDateSchema, dueDateSchema, personSchema, textSchema } from '../policy/index.ts';

const nothing = z.strictObject({});
const candidateSchema = z.strictObject({
  candidate: personSchema.describe('opaque id of the certification body that is considered'),
});
const quoteSchema = z.strictObject({
  auditDays: z.number().positive().multipleOf(0.5).describe('auditor days of the initial audit'),
  justification: textSchema.describe('how the days were determined'),
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
      auditDays: z.number().positive().describe('auditor days offered'),
    }),
  },
  RcbSelected: { description: 'The client chose its certification body.', data: candidateSchema },
  RcbRejected: { description: 'A candidate was not chosen.', data: candidateSchema },
  ApplicationSubmitted: {
    description: 'The client applied for certification.',
    data: z.strictObject({ scope: textSchema.describe('what the management system covers') }),
  },
  ApplicationAccepted: {
    description: 'The application review found that the audit can be done.',
    data: z.strictObject({
      competence: textSchema.describe('competence that team and decision makers need'),
    }),
  },
  ApplicationDeclined: {
    description: 'The certification body declined the application.',
    data: z.strictObject({
      reasons: z.array(textSchema).min(1).describe('reasons told to the client'),
    }),
  },
  QuoteIssued: {
    description: 'The client received a quote.',
    data: quoteSchema.extend({ valid: dueDateSchema.describe('T-01: how long it stands') }),
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
    description: 'Apply for certification with the scope of the management system.',
    example: { scope: 'Development and operation of the payment platform' },
  },
  acceptApplication: {
    records: 'ApplicationAccepted',
    roles: ['applicationReviewer'],
    description: 'Accept the application and fix the competence that is needed.',
    example: { competence: 'software development, cloud operation' },
  },
  declineApplication: {
    records: 'ApplicationDeclined',
    roles: ['applicationReviewer'],
    description: 'Decline the application with reasons for the client.',
    example: { reasons: ['No competence for this sector.'] },
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
  signAgreement: {
    records: 'AgreementSigned',
    roles: ['cbAdmin'],
    description: 'Record that client and certification body signed the agreement.',
    example: { on: '2026-09-21' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof applicationEvents>>;
