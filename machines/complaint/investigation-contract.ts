import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import {
  datedLateSchema,
  datedSchema,
  dueDateSchema,
  localDateSchema,
  personalTextSchema,
} from '../policy/index.ts';

const reasonsSchema = z
  .array(personalTextSchema('actor'))
  .min(1)
  .describe('reasons told to the complainant');
const answerSchema = datedSchema.extend({
  answer: personalTextSchema('actor').describe('what the client says to the complaint'),
});

/** What follows from a complaint for the audits of the client. */
const followUpSchema = z.enum(['none', 'nextAudit', 'shortNoticeAudit']);

/** What is recorded while a complaint is validated, investigated and resolved. */
export const investigationEvents = {
  ComplaintAdmitted: {
    description: 'The complaint relates to certification: it is investigated.',
    data: datedSchema,
  },
  ComplaintFoundUnrelated: {
    description: 'The complaint does not relate to certification; it is not investigated.',
    data: datedSchema.extend({ reasons: reasonsSchema }),
  },
  ComplaintReferredToClient: {
    description: 'The client that is complained of was asked to answer.',
    data: datedSchema.extend({
      answerDue: dueDateSchema.describe('R-CPL-02: answer of the client, as the handler set it'),
    }),
  },
  ClientAnswerDueElapsed: {
    description: 'The last day for the answer of the client has passed.',
    data: dueDateSchema,
  },
  ClientAnswerMissed: {
    description: 'The client did not answer in time; people decide what follows.',
    data: dueDateSchema,
  },
  ComplaintAnswered: {
    description: 'The client answered the complaint.',
    data: answerSchema.extend(datedLateSchema.shape),
  },
  ComplaintProgressReported: {
    description: 'The complainant was told how far the complaint is.',
    data: datedSchema.extend({ progress: personalTextSchema('actor').describe('what was told') }),
  },
  ComplaintResolved: {
    description: 'A person decided on the complaint.',
    data: datedSchema.extend({
      outcome: z
        .enum(['justified', 'partlyJustified', 'unjustified'])
        .describe('whether the complainant is right'),
      reasons: reasonsSchema,
      effectiveness: personalTextSchema('actor')
        .optional()
        .describe('what the complaint says of the effectiveness of the management system'),
      followUp: followUpSchema.describe('what follows for the audits of the client'),
    }),
  },
};

/** What people ask for to bring a complaint to its resolution. */
export const investigationCommands = {
  admitComplaint: {
    records: 'ComplaintAdmitted',
    roles: ['appealsHandler'],
    description: 'Find that the complaint relates to certification; it is investigated.',
    example: { on: '2028-02-07' },
  },
  findComplaintUnrelated: {
    records: 'ComplaintFoundUnrelated',
    roles: ['appealsHandler'],
    description: 'Find that the complaint does not relate to certification, with reasons.',
    example: { on: '2028-02-07', reasons: ['It is about a price.'] },
  },
  referComplaint: {
    records: 'ComplaintReferredToClient',
    roles: ['appealsHandler', 'cbAdmin'],
    description: 'Ask the client that is complained of to answer by a day.',
    payload: datedSchema.extend({
      answerBy: localDateSchema.describe('last day for the answer of the client'),
    }),
    example: { on: '2028-02-08', answerBy: '2028-02-22' },
  },
  answerComplaint: {
    records: 'ComplaintAnswered',
    roles: ['client', 'cbAdmin'],
    description: 'Answer the complaint, or record the answer of the client.',
    payload: answerSchema,
    example: { on: '2028-02-20', answer: 'The server was taken off the net.' },
  },
  reportComplaintProgress: {
    records: 'ComplaintProgressReported',
    roles: ['appealsHandler', 'cbAdmin'],
    description: 'Record that the complainant was told how far the complaint is.',
    example: { on: '2028-02-14', progress: 'The client was asked.' },
  },
  resolveComplaint: {
    records: 'ComplaintResolved',
    roles: ['appealsHandler'],
    description: 'Decide on the complaint, with reasons and what follows for audits.',
    example: {
      ...{ on: '2028-03-01', outcome: 'justified', reasons: ['The data lay open.'] },
      ...{ effectiveness: 'Control A.8.12 did not work.', followUp: 'shortNoticeAudit' },
    },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof investigationEvents>>;
