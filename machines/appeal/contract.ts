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
  datedSchema,
  dueDateSchema,
  localDateSchema,
  personalTextSchema,
  personSchema,
  policySchema,
} from '../policy/index.ts';
import { outcomeCommands, outcomeEvents } from './outcome-contract.ts';

/** Decisions that a client can appeal against, by the event that records them. */
export const appealableSchema = z.enum([
  'ApplicationDeclined',
  'TransferEligibilityRefused',
  'CertificationRefused',
  'CertificateSuspended',
  'CertificateWithdrawn',
  'CertificateScopeReduced',
]);

const input = z.strictObject({
  decision: appealableSchema.describe('decision appealed against'),
  event: z.string().describe('id of the event that recorded the decision'),
  decidedOn: localDateSchema.describe('day of the decision'),
  grounds: personalTextSchema({ field: 'lodgedBy' }).describe('why the client does not agree'),
  lodgedBy: personSchema.describe('who lodged it for the client'),
  lodgedOn: localDateSchema.describe('day on which it was received'),
  involved: z
    .array(personSchema)
    .describe('everybody who ever audited this client, reviewed its file or decided on it'),
  barred: z
    .array(barredSchema)
    .describe('who advised this client or has another interest in it, and until when that bars'),
  acknowledgeBy: dueDateSchema.describe('T-24: acknowledgement'),
  policy: policySchema
    .pick({ zone: true, staff: true })
    .describe('what the policy says about appeals'),
});

/** What goes into an appeal and what comes out of it. */
export const contract = defineContract({
  id: 'appeal',
  version: '1.0.0',
  description:
    'An appeal of the client against a decision, handled by people who had no part in it; the decision stands until another is taken.',
  input,
  example: {
    ...{ decision: 'CertificateSuspended', event: 'globex-27001:180', decidedOn: '2028-02-01' },
    ...{ grounds: 'The audit was put off by the auditors.', lodgedBy: 'c-1' },
    ...{ lodgedOn: '2028-02-03', involved: ['a-1', 'p-1'], barred: [] },
    acknowledgeBy: {
      ...{ rule: 'T-24', anchor: 'globex-27001:181' },
      ...{ due: '2028-02-10', at: '2028-02-10T23:00:00.000Z' },
    },
    policy: { zone: 'Europe/Berlin', staff: [] },
  },
  starts: 'AppealOpened',
  events: {
    AppealOpened: { description: 'An appeal waits to be acknowledged.', data: input },
    AppealAcknowledged: {
      description: 'The client was told that its appeal has arrived.',
      data: datedSchema.extend({
        recordedAfterLapse: z
          .literal(true)
          .optional()
          .describe('it happened in time and was recorded after the date had passed'),
      }),
    },
    AcknowledgementDueElapsed: {
      description: 'The last day to acknowledge the appeal has passed.',
      data: dueDateSchema,
    },
    AcknowledgementMissed: {
      description: 'The appeal was not acknowledged in time.',
      data: dueDateSchema,
    },
    AppealHandlersAssigned: {
      description: 'The people who handle the appeal are named; they replace those named before.',
      data: z.strictObject({
        handlers: z
          .array(personSchema)
          .min(1)
          .refine((handlers) => new Set(handlers).size === handlers.length, expects('nobodyTwice'))
          .describe('who handles the appeal'),
      }),
    },
    InvolvementChanged: {
      description: 'More people took part in the case of this client.',
      data: z.strictObject({ persons: z.array(personSchema).describe('who took part since') }),
    },
    AppealAdmitted: {
      description: 'The appeal is against a decision and gives grounds: it is investigated.',
      data: datedSchema,
    },
    AppealProgressReported: {
      description: 'The client was told how far its appeal is.',
      data: datedSchema.extend({ progress: personalTextSchema('actor').describe('what was told') }),
    },
    ...outcomeEvents,
    AppealOutcomeNotified: {
      description: 'The client was formally told the outcome of its appeal.',
      data: datedSchema,
    },
    AppealClosed: {
      description: 'Nothing is left to do in the appeal.',
      data: datedSchema.extend({
        actions: personalTextSchema('actor').optional().describe('what followed from the outcome'),
      }),
    },
  },
  commands: {
    acknowledgeAppeal: {
      records: 'AppealAcknowledged',
      roles: ['cbAdmin'],
      description: 'Record that the client was told its appeal has arrived.',
      payload: datedSchema,
      example: { on: '2028-02-04' },
    },
    assignAppealHandlers: {
      records: 'AppealHandlersAssigned',
      roles: ['cbAdmin'],
      description: 'Name who handles the appeal: nobody who audited or decided in this case.',
      example: { handlers: ['h-1'] },
    },
    admitAppeal: {
      records: 'AppealAdmitted',
      roles: ['appealsHandler'],
      description: 'Find the appeal admissible; it is investigated.',
      example: { on: '2028-02-07' },
    },
    reportAppealProgress: {
      records: 'AppealProgressReported',
      roles: ['appealsHandler', 'cbAdmin'],
      description: 'Record that the client was told how far its appeal is.',
      example: { on: '2028-02-14', progress: 'Both auditors were heard.' },
    },
    ...outcomeCommands,
    notifyAppealOutcome: {
      records: 'AppealOutcomeNotified',
      roles: ['cbAdmin'],
      description: 'Record that the client was formally told the outcome.',
      example: { on: '2028-02-22' },
    },
    closeAppeal: {
      records: 'AppealClosed',
      roles: ['cbAdmin'],
      description: 'Close the appeal, if something followed from it stating what.',
      example: { on: '2028-03-01', actions: 'The certificate was restored.' },
    },
  },
  reports: [
    'AppealHandlersAssigned',
    'AppealFoundInadmissible',
    'AppealUpheld',
    'AppealPartlyUpheld',
    'AppealDismissed',
    'AppealWithdrawn',
    'AppealClosed',
  ],
});

/** What an appeal records. */
export type Event = MachineEventOf<typeof contract>;
/** What an appeal starts with. */
export type Input = InputOf<typeof contract>;
/** A decision that can be appealed against. */
export type Appealable = z.infer<typeof appealableSchema>;
/** What an appeal remembers. */
export interface Context extends Input {
  readonly zone: string;
  readonly staff: Input['policy']['staff'];
  /** Day of the last dated step. */
  readonly reachedOn: string;
  readonly handlers: readonly string[];
  readonly outcome: 'upheld' | 'partlyUpheld' | 'dismissed' | 'inadmissible' | 'withdrawn' | null;
  /** The deadline that passed unanswered. */
  readonly missed: DueDate | null;
}
