import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import {
  applicabilitySchema,
  datedSchema,
  dueDateSchema,
  gradeSchema,
  localDateSchema,
  personalTextSchema,
  requirementSchema,
  teamSchema,
  textSchema,
} from '../../policy/index.ts';
import { grantSchema, reasonsSchema } from './certificate.ts';

const surveillances = z
  .array(localDateSchema)
  .max(20)
  .default([])
  .describe('last days of the surveillances of this cycle, the first one first');

const requestSchema = datedSchema.extend({
  issuedBy: textSchema.describe('certification body that issued it'),
  number: z.string().min(1).max(64).describe('number of the certificate'),
  accreditationBody: textSchema.describe('who accredits the issuing body'),
  scope: textSchema.describe('scope as the certificate says it'),
  originallyOn: localDateSchema.describe('day of the first decision to certify'),
  grantedOn: localDateSchema.describe('day of the decision with which the present cycle began'),
  validUntil: localDateSchema.describe('last day of validity'),
  cycle: z.int().positive().describe('1 for the initial cycle').meta({ unit: 'cycles' }),
  surveillances,
  issuerFailedOn: localDateSchema
    .optional()
    .describe('day on which the issuing body closed or lost its accreditation'),
  reason: personalTextSchema('journey').describe('why the client wants another body'),
});
const eligibilitySchema = datedSchema.extend({
  status: z
    .enum(['valid', 'suspended', 'withdrawn', 'cancelled', 'expired'])
    .describe('status of the certificate as its issuer or a register gives it'),
  isMlaSignatory: z
    .boolean()
    .describe('whether its accreditation body has signed the mutual recognition arrangement'),
  isScopeAccredited: z
    .boolean()
    .describe('whether the scope lies within the accreditation of the accepting body'),
  source: textSchema.describe('where that was looked up'),
  accreditationBodyToldOn: localDateSchema
    .optional()
    .describe('day on which the accreditation body was told, where the issuing body has failed'),
});
const ineligibilitySchema = datedSchema.extend({
  grounds: z
    .array(z.enum(['status', 'accreditation', 'scope', 'tooLate', 'other']))
    .min(1)
    .describe('kinds of reasons'),
  reasons: reasonsSchema,
});
const planSchema = z.strictObject({
  from: localDateSchema.describe('first planned day'),
  to: localDateSchema.describe('last planned day'),
  team: teamSchema,
});
const takenOverSchema = z.strictObject({
  grade: gradeSchema.describe('grade that the issuing body gave it'),
  requirement: requirementSchema,
  statement: personalTextSchema('actor').describe('what is not met, as the issuing body raised it'),
  evidence: personalTextSchema('actor').describe('objective evidence, by reference'),
  raisedOn: localDateSchema.describe('first day of the audit in which it was raised'),
});
const reviewSchema = datedSchema.extend({
  isAuthentic: z.boolean().describe('the certificate is what it seems, and valid'),
  isScopeFitting: z.boolean().describe('what the client does lies within the accredited scope'),
  hasAuditReport: z.boolean().describe('the report of the last full audit was seen'),
  hasSurveillanceReports: z.boolean().describe('the reports of all surveillances were seen'),
  isEachNonconformityTakenOver: z
    .boolean()
    .describe('every nonconformity that is open was taken over, or there is none'),
  surveillances,
  covered: z
    .array(requirementSchema)
    .max(200)
    .default([])
    .describe('requirements that the surveillances of this cycle have covered'),
  applicability: applicabilitySchema.describe('statement of applicability that is in force'),
  reasons: personalTextSchema('journey').describe('what was found of the reasons to leave'),
  complaints: personalTextSchema('journey').describe('complaints, and what was done about them'),
  legal: personalTextSchema('journey').describe('what authorities ask of the client at present'),
  outcome: z
    .enum(['takeOver', 'visit', 'newClient'])
    .describe('takeOver, or a visit before that is clear, or an initial audit as of a new client'),
  reasoning: personalTextSchema('actor').describe('what the outcome rests on'),
});
const visitSchema = datedSchema.extend({
  findings: personalTextSchema('actor').describe('what was seen'),
});
const endSchema = datedSchema.extend({
  endsOn: localDateSchema.describe('last day of the certificate of the other body'),
  confirmedBy: z.enum(['issuingBody', 'accreditationBody']).describe('who confirmed it'),
});

/** What is recorded of a certificate that is taken over from another body. Source: IAF MD 2. */
export const transferEvents = {
  TransferRequested: {
    description: 'The client wants its certificate of another body taken over.',
    data: requestSchema.extend({
      transferBy: dueDateSchema.describe('T-19 or T-16: by then it is taken over'),
    }),
  },
  TakeoverLimitElapsed: {
    description: 'The last day on which the certificate could be taken over has passed.',
    data: dueDateSchema,
  },
  TransferLapsed: {
    description: 'The certificate cannot be taken over any more: the client is a new one.',
    data: dueDateSchema,
  },
  TransferEligibilityConfirmed: {
    description: 'The certificate of the other body can be taken over after a review.',
    data: eligibilitySchema,
  },
  TransferEligibilityRefused: {
    description: 'The certificate of the other body cannot be taken over.',
    data: ineligibilitySchema,
  },
  PreTransferReviewPlanned: {
    description: 'The pre-transfer review has dates and a team.',
    data: planSchema,
  },
  NonconformityTakenOver: {
    description: 'A nonconformity of the other body that is open is followed up from now on.',
    data: takenOverSchema.extend({
      id: z.string().describe('id of the nonconformity below the journey, e.g. nc-tr-001'),
    }),
  },
  PreTransferReviewCompleted: {
    description: 'Certificate, reports, nonconformities, complaints and cycle were reviewed.',
    data: reviewSchema.extend({
      capDue: dueDateSchema.describe('T-05: plans for what was taken over'),
      majorEvidenceDue: dueDateSchema.describe('T-06: evidence for majors taken over'),
      minorPlanDue: dueDateSchema.describe('T-08: accepted plans for minors taken over'),
    }),
  },
  PreTransferVisitMade: {
    description: 'The client was visited because the review left something open.',
    data: visitSchema,
  },
  TransferAccepted: {
    description: 'The certification body decided to certify; the cycle goes on where it stands.',
    data: grantSchema.extend({
      originallyOn: localDateSchema.describe('day of the first decision to certify'),
    }),
  },
  PreviousCertificateEnded: {
    description: 'It is confirmed when the certificate of the other body ends.',
    data: endSchema,
  },
};

/** What people ask for about a certificate that is taken over from another body. */
export const transferCommands = {
  requestTransfer: {
    records: 'TransferRequested',
    roles: ['client'],
    description: 'Have a certificate of another body taken over; answers by when that is done.',
    payload: requestSchema,
    example: {
      ...{ on: '2028-02-01', issuedBy: 'Othercert', number: 'OC-17', accreditationBody: 'DAkkS' },
      scope: 'Operation of the payment platform',
      ...{ originallyOn: '2027-03-01', grantedOn: '2027-03-01', validUntil: '2030-02-28' },
      ...{ cycle: 1, reason: 'The branch in Berlin closes.' },
    },
    answers: ['transferBy'],
  },
  confirmTransferEligibility: {
    records: 'TransferEligibilityConfirmed',
    roles: ['applicationReviewer'],
    description: 'Find that the certificate can be taken over, after a review of its documents.',
    example: {
      ...{ on: '2028-02-03', status: 'valid', isMlaSignatory: true, isScopeAccredited: true },
      source: 'public register of the issuing body',
    },
  },
  refuseTransferEligibility: {
    records: 'TransferEligibilityRefused',
    roles: ['applicationReviewer'],
    description: 'Find that the certificate cannot be taken over: the client applies as a new one.',
    example: { on: '2028-02-03', grounds: ['status'], reasons: ['It is suspended.'] },
  },
  planPreTransferReview: {
    records: 'PreTransferReviewPlanned',
    roles: ['cbAdmin'],
    description: 'Set dates and team of the pre-transfer review; who reviews does not decide.',
    example: {
      ...{ from: '2028-03-06', to: '2028-03-07' },
      team: [{ id: 'a-1', role: 'leadAuditor', impartialityDeclared: true }],
    },
  },
  takeOverNonconformity: {
    records: 'NonconformityTakenOver',
    roles: ['leadAuditor', 'auditor'],
    description: 'Follow an open nonconformity of the other body up; answers its id.',
    payload: takenOverSchema,
    example: {
      ...{ grade: 'minor', requirement: '9.2.2', raisedOn: '2027-11-08' },
      statement: 'The audit programme names no criteria.',
      evidence: 'internal-audit-programme',
    },
    answers: ['id'],
  },
  completePreTransferReview: {
    records: 'PreTransferReviewCompleted',
    roles: ['leadAuditor'],
    description: 'Say what the review of certificate, reports and cycle has found.',
    payload: reviewSchema,
    example: {
      ...{ on: '2028-03-07', isAuthentic: true, isScopeFitting: true, hasAuditReport: true },
      ...{ hasSurveillanceReports: true, isEachNonconformityTakenOver: true },
      applicability: { version: '4', excluded: [] },
      ...{ reasons: 'A branch closes.', complaints: 'None.', legal: 'Nothing.' },
      ...{ outcome: 'takeOver', reasoning: 'Everything was at hand.' },
    },
  },
  recordPreTransferVisit: {
    records: 'PreTransferVisitMade',
    roles: ['leadAuditor', 'auditor'],
    description: 'Record what a visit before the transfer has shown; the review goes on.',
    example: { on: '2028-03-14', findings: 'The second site works as described.' },
  },
  acceptTransfer: {
    records: 'TransferAccepted',
    roles: ['panelMember'],
    description: 'Decide to certify what another body certified; answers the last day of validity.',
    payload: datedSchema,
    example: { on: '2028-04-03' },
    answers: ['validUntil'],
  },
  recordPreviousEnd: {
    records: 'PreviousCertificateEnded',
    roles: ['cbAdmin'],
    description: 'Record when the certificate of the other body ends, and who confirmed that.',
    example: { on: '2028-04-04', endsOn: '2028-04-05', confirmedBy: 'issuingBody' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof transferEvents>>;
