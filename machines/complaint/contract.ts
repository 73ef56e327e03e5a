import { z } from 'zod';
import {
  defineContract,
  expects,
  type DueDate,
  type InputOf,
  type MachineEventOf,
} from '../engine/index.ts';
import {
  barredSchema,
  datedLateSchema,
  datedSchema,
  dueDateSchema,
  localDateSchema,
  personalTextSchema,
  personSchema,
  policySchema,
} from '../policy/index.ts';
import { investigationCommands, investigationEvents } from './investigation-contract.ts';

/** What a complaint says, as it was received. */
export const complaintSchema = z.strictObject({
  about: z
    .enum(['certificationBody', 'client'])
    .describe('whether it is about the certification body or about its client'),
  statement: personalTextSchema({ field: 'complainant' }).describe('what is complained of'),
  complainant: personSchema.describe('who complains: anybody who is dissatisfied'),
  persons: z
    .array(personSchema)
    .default([])
    .describe('people of the certification body who are complained of'),
});
const input = complaintSchema.extend({
  persons: z.array(personSchema).describe('people of the certification body who are complained of'),
  isCertified: z.boolean().describe('whether the client held a certificate when it was received'),
  receivedOn: localDateSchema.describe('day on which it was received'),
  involved: z
    .array(personSchema)
    .describe('everybody who is complained of, or ever audited this client or decided on it'),
  barred: z
    .array(barredSchema)
    .describe('who advised this client or has another interest in it, and until when that bars'),
  acknowledgeBy: dueDateSchema.describe('T-24: acknowledgement'),
  policy: policySchema
    .pick({ zone: true, staff: true })
    .describe('what the policy says about complaints'),
});

/** What goes into a complaint and what comes out of it. */
export const contract = defineContract({
  id: 'complaint',
  version: '1.0.0',
  description:
    'A complaint of anybody about the certification body or its client, handled by people who had no part in it.',
  input,
  example: {
    ...{ about: 'client', statement: 'Customer data lay open.', complainant: 'x-1', persons: [] },
    ...{ isCertified: true, receivedOn: '2028-02-03', involved: ['a-1', 'p-1'], barred: [] },
    acknowledgeBy: {
      ...{ rule: 'T-24', anchor: 'globex-27001:181' },
      ...{ due: '2028-02-10', at: '2028-02-10T23:00:00.000Z' },
    },
    policy: { zone: 'Europe/Berlin', staff: [] },
  },
  starts: 'ComplaintOpened',
  events: {
    ComplaintOpened: { description: 'A complaint waits to be acknowledged.', data: input },
    ComplaintAcknowledged: {
      description: 'The complainant was told that the complaint has arrived.',
      data: datedLateSchema,
    },
    AcknowledgementDueElapsed: {
      description: 'The last day to acknowledge the complaint has passed.',
      data: dueDateSchema,
    },
    AcknowledgementMissed: {
      description: 'The complaint was not acknowledged in time.',
      data: dueDateSchema,
    },
    ComplaintHandlersAssigned: {
      description: 'The people who handle the complaint are named; they replace those before.',
      data: z.strictObject({
        handlers: z
          .array(personSchema)
          .min(1)
          .refine((handlers) => new Set(handlers).size === handlers.length, expects('nobodyTwice'))
          .describe('who handles the complaint'),
      }),
    },
    InvolvementChanged: {
      description: 'More people took part in the case of this client.',
      data: z.strictObject({ persons: z.array(personSchema).describe('who took part since') }),
    },
    ...investigationEvents,
    ComplaintOutcomeNotified: {
      description: 'The complainant was formally told the outcome.',
      data: datedSchema,
    },
    ComplaintClosed: {
      description: 'Nothing is left to do in the complaint.',
      data: datedSchema,
    },
  },
  commands: {
    acknowledgeComplaint: {
      records: 'ComplaintAcknowledged',
      roles: ['cbAdmin'],
      description: 'Record that the complainant was told the complaint has arrived.',
      payload: datedSchema,
      example: { on: '2028-02-04' },
    },
    assignComplaintHandlers: {
      records: 'ComplaintHandlersAssigned',
      roles: ['cbAdmin'],
      description: 'Name who handles the complaint: nobody who had a part in what it is about.',
      example: { handlers: ['h-1'] },
    },
    ...investigationCommands,
    notifyComplaintOutcome: {
      records: 'ComplaintOutcomeNotified',
      roles: ['cbAdmin'],
      description: 'Record that the complainant was formally told the outcome.',
      example: { on: '2028-03-02' },
    },
    closeComplaint: {
      records: 'ComplaintClosed',
      roles: ['cbAdmin'],
      description: 'Close the complaint.',
      example: { on: '2028-03-02' },
    },
  },
  reports: [
    'ComplaintHandlersAssigned',
    'ComplaintFoundUnrelated',
    'ComplaintResolved',
    'ComplaintClosed',
  ],
});

/** What a complaint records. */
export type Event = MachineEventOf<typeof contract>;
/** What a complaint starts with. */
export type Input = InputOf<typeof contract>;
/** What a complaint remembers. */
export interface Context extends Input {
  readonly zone: string;
  readonly staff: Input['policy']['staff'];
  /** Day of the last dated step. */
  readonly reachedOn: string;
  readonly handlers: readonly string[];
  /** By when the client is to answer, once the complaint was referred to it. */
  readonly answerBy: DueDate | null;
  readonly outcome: 'justified' | 'partlyJustified' | 'unjustified' | 'unrelated' | null;
  /** The deadlines that passed unanswered. */
  readonly missed: readonly DueDate[];
}
