import { z } from 'zod';
import { fileSchema } from '../../decision/index.ts';
import type { CommandDefinition } from '../../engine/index.ts';
import {
  datedSchema,
  dueDateSchema,
  localDateSchema,
  personalTextSchema,
} from '../../policy/index.ts';
import { certificateSchema } from './certificate-schema.ts';

/** Why something was decided. */
export const reasonsSchema = z.array(personalTextSchema('journey')).min(1).describe('reasons');
const decisionId = z.string().describe('id of the decision below the journey');
/** What a grant records besides its day: every clock of the cycle it begins. */
export const grantSchema = datedSchema.extend({
  decision: decisionId.optional(),
  file: z.string().optional().describe('hash of the file that was decided on'),
  validUntil: localDateSchema.describe('last day of validity'),
  cycle: z.int().positive().describe('1 for the initial cycle').meta({ unit: 'cycles' }),
  expiry: dueDateSchema.describe('T-16: end of validity'),
  issueDue: dueDateSchema.describe('T-12: certificate handed over'),
  surveillanceDue: dueDateSchema
    .nullable()
    .describe('T-13 or T-14: first surveillance of the cycle; null when no calendar year owes one'),
  surveillanceYears: z
    .array(dueDateSchema)
    .describe('T-14: the last day of each calendar year that owes a surveillance'),
  recertificationReminder: dueDateSchema.describe('T-15: first reminder before the end'),
  furtherReminders: z.array(dueDateSchema).describe('T-15: the reminders after the first'),
  restorationWindow: dueDateSchema.describe(
    'T-17: how long an expired certification can be restored',
  ),
  editionCutOff: dueDateSchema
    .optional()
    .describe('last day of certificates to this edition, where one is known'),
  recordedAfterLapse: z
    .literal(true)
    .optional()
    .describe('the decision was in time, its record came after the deadline had passed'),
});
const reissueSchema = datedSchema.extend({
  reason: personalTextSchema('journey').describe('what is different, and why'),
});
const endSchema = z.strictObject({
  reason: personalTextSchema('journey').optional().describe('why'),
});
const answerDue = dueDateSchema.describe('T-11: reminder when no answer has come');

/** What is recorded about decision, accreditation gate and certificate. */
export const certificateEvents = {
  DecisionFileCompleted: {
    description: 'The file for the decision is complete.',
    data: datedSchema.extend({
      decision: decisionId,
      file: fileSchema.describe('what lies in the file, with hashes'),
      decisionDue: dueDateSchema.describe('T-10: proposal of the panel'),
      firstAlert: dueDateSchema.describe('T-10: first reminder before that'),
      lastAlert: dueDateSchema.describe('T-10: last reminder before that'),
    }),
  },
  FileForwardedToAccreditationBody: {
    description: 'The accreditation body was asked to concur.',
    data: datedSchema.extend({ answerDue }),
  },
  AccreditationBodyQueried: {
    description: 'The accreditation body asked a question.',
    data: z.strictObject({ question: personalTextSchema('actor').describe('the question') }),
  },
  AccreditationBodyQueryAnswered: {
    description: 'The certification body answered the accreditation body.',
    data: datedSchema.extend({
      answer: personalTextSchema('actor').describe('the answer'),
      answerDue,
    }),
  },
  AbAnswerDueElapsed: {
    description: 'The accreditation body has not answered yet.',
    data: dueDateSchema,
  },
  AccreditationGateWaived: {
    description: 'A second person decided to go on without the accreditation body.',
    data: datedSchema.extend({ reason: personalTextSchema('actor').describe('why') }),
  },
  AccreditationBodyConcurred: {
    description: 'The accreditation body concurred.',
    data: datedSchema,
  },
  AccreditationBodyObjected: {
    description: 'The accreditation body objected; the case goes back to the panel.',
    data: datedSchema.extend({ reasons: reasonsSchema }),
  },
  CertificationGranted: {
    description:
      'The certification body decided to certify; every clock of the cycle starts on this day.',
    data: grantSchema,
  },
  CertificationRefused: {
    description: 'The certification body decided not to certify.',
    data: datedSchema.extend({ reasons: reasonsSchema }),
  },
  CertificateIssued: {
    description: 'The certificate was handed over.',
    data: certificateSchema.extend(datedSchema.shape),
  },
  IssueDueElapsed: {
    description: 'The day by which the certificate should be handed over has passed.',
    data: dueDateSchema,
  },
  CertificateReissued: {
    description: 'A revised certificate took the place of the one before; its validity stays.',
    data: certificateSchema.extend(reissueSchema.shape),
  },
  CertificateWithdrawn: {
    description: 'A person withdrew the certificate.',
    data: datedSchema.extend({ reasons: reasonsSchema }),
  },
  RecertificationReminderElapsed: {
    description: 'The day of the first reminder has come.',
    data: dueDateSchema,
  },
  CertificateExpiryApproached: {
    description: 'The certificate expires soon; recertification has to be planned.',
    data: z.strictObject({ validUntil: localDateSchema.describe('last day of validity') }),
  },
  RecertificationGranted: {
    description: 'The certification body decided to certify for another cycle.',
    data: grantSchema,
  },
  CertificateExpiryElapsed: {
    description: 'The last day of validity has passed.',
    data: dueDateSchema,
  },
  CertificateExpired: {
    description: 'The certificate is not valid any more.',
    data: dueDateSchema,
  },
  RestorationWindowElapsed: {
    description: 'The expired certification can only be had again by a new Stage 2.',
    data: dueDateSchema,
  },
  EngagementTerminated: {
    description: 'Client and certification body go separate ways; running audits and cases end.',
    data: endSchema.extend({
      retention: dueDateSchema.describe('T-23: how long the records are kept'),
    }),
  },
};

/** What people ask for about decision, accreditation gate and certificate. */
export const certificateCommands = {
  completeDecisionFile: {
    records: 'DecisionFileCompleted',
    roles: ['cbAdmin', 'leadAuditor'],
    description:
      'Hand the complete file to technical review and panel; answers the id of the decision.',
    payload: datedSchema,
    example: { on: '2027-01-15' },
    answers: ['decision'],
  },
  forwardFile: {
    records: 'FileForwardedToAccreditationBody',
    roles: ['cbAdmin'],
    description: 'Ask the accreditation body to concur.',
    payload: datedSchema,
    example: { on: '2027-01-18' },
  },
  queryFile: {
    records: 'AccreditationBodyQueried',
    roles: ['accreditationBody'],
    description: 'Ask the certification body a question about the file.',
    example: { question: 'Which sites were visited?' },
  },
  answerQuery: {
    records: 'AccreditationBodyQueryAnswered',
    roles: ['cbAdmin'],
    description: 'Answer the accreditation body; its time starts again.',
    payload: datedSchema.extend({ answer: personalTextSchema('actor').describe('the answer') }),
    example: { on: '2027-01-19', answer: 'Both.' },
  },
  waiveAccreditationGate: {
    records: 'AccreditationGateWaived',
    roles: ['panelMember'],
    description: 'Go on without the accreditation body; another member than who proposed.',
    example: { on: '2027-01-19', reason: 'The accreditation body answers no files this month.' },
  },
  concur: {
    records: 'AccreditationBodyConcurred',
    roles: ['accreditationBody'],
    description: 'Concur with the proposal; the certification body decides.',
    example: { on: '2027-01-19' },
  },
  object: {
    records: 'AccreditationBodyObjected',
    roles: ['accreditationBody'],
    description: 'Object to the proposal with reasons.',
    example: { on: '2027-01-19', reasons: ['The audit time was too short.'] },
  },
  grantCertification: {
    records: 'CertificationGranted',
    roles: ['panelMember'],
    description: 'Decide to certify; on is the decision date. Answers the last day of validity.',
    payload: datedSchema,
    example: { on: '2027-01-20' },
    answers: ['validUntil'],
  },
  refuseCertification: {
    records: 'CertificationRefused',
    roles: ['panelMember'],
    description: 'Decide not to certify, with reasons.',
    example: { on: '2027-01-20', reasons: ['The scope is not covered.'] },
  },
  issueCertificate: {
    records: 'CertificateIssued',
    roles: ['cbAdmin'],
    description: 'Record that the certificate was handed over; answers its number.',
    payload: datedSchema,
    example: { on: '2027-01-22' },
    answers: ['number'],
  },
  reissueCertificate: {
    records: 'CertificateReissued',
    roles: ['cbAdmin'],
    description: 'Hand over a revised certificate; another person than who issued it before.',
    payload: reissueSchema,
    example: { on: '2027-06-01', reason: 'The head office has moved.' },
    answers: ['number', 'revision'],
  },
  withdrawCertificate: {
    records: 'CertificateWithdrawn',
    roles: ['panelMember'],
    description: 'Withdraw the certificate, with reasons.',
    example: { on: '2028-08-01', reasons: ['The cause of the suspension was not resolved.'] },
  },
  grantRecertification: {
    records: 'RecertificationGranted',
    roles: ['panelMember'],
    description: 'Decide to certify for another cycle; answers the last day of validity.',
    payload: datedSchema,
    example: { on: '2029-12-10' },
    answers: ['validUntil'],
  },
  terminateEngagement: {
    records: 'EngagementTerminated',
    roles: ['client', 'cbAdmin', 'operator'],
    description: 'End the journey for good, if possible stating the reason.',
    payload: endSchema,
    example: {},
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof certificateEvents>>;
