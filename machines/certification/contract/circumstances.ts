import type { CommandDefinition } from '../../engine/index.ts';
import {
  datedSchema,
  dueDateSchema,
  localDateSchema,
  personalTextSchema,
} from '../../policy/index.ts';

const lossSchema = datedSchema.extend({
  reason: personalTextSchema('actor').describe('what the accreditation body decided'),
});
const declaredSchema = datedSchema.extend({
  reason: personalTextSchema('actor').describe('what nobody could have foreseen'),
});
const extensionSchema = datedSchema.extend({
  until: localDateSchema.describe('last day now'),
  reason: personalTextSchema('actor').describe('what makes up for the delay meanwhile'),
});

/** What is recorded of circumstances beyond client and case. Source: IAF MD 2, IAF ID 3. */
export const circumstanceEvents = {
  AccreditationLost: {
    description: 'The certification body has lost its accreditation; nothing is granted meanwhile.',
    data: lossSchema.extend({
      transferBy: dueDateSchema
        .nullable()
        .describe('T-19: by then another body takes the certificate over; null without one'),
    }),
  },
  TransferWindowElapsed: {
    description: 'Nobody took the certificate over in time: people decide what becomes of it.',
    data: dueDateSchema,
  },
  AccreditationRegained: {
    description: 'The certification body is accredited again.',
    data: datedSchema,
  },
  ExtraordinaryEventDeclared: {
    description: 'Something beyond control keeps audits from taking place.',
    data: declaredSchema,
  },
  DeadlineExtended: {
    description:
      'A second person moved the day by which a surveillance is held, majors are verified before the first certificate, or a certification can be restored; the cycle and its end stay.',
    data: extensionSchema.extend({
      surveillanceDue: dueDateSchema
        .optional()
        .describe('T-20: last day for the surveillance audit now'),
      majorClosure: dueDateSchema
        .optional()
        .describe('T-20: last day to verify the majors of Stage 2 now'),
      restorationWindow: dueDateSchema
        .optional()
        .describe('T-20: last day on which the certification can be restored now'),
    }),
  },
  RetentionElapsed: {
    description: 'Records of the engagement need not be kept any longer.',
    data: dueDateSchema,
  },
};

/** What people ask for in circumstances beyond client and case. */
export const circumstanceCommands = {
  recordAccreditationLoss: {
    records: 'AccreditationLost',
    roles: ['cbAdmin', 'accreditationBody'],
    description: 'Record that the accreditation of the certification body is gone.',
    payload: lossSchema,
    example: { on: '2028-05-02', reason: 'Suspended for six months.' },
  },
  recordAccreditation: {
    records: 'AccreditationRegained',
    roles: ['cbAdmin', 'accreditationBody'],
    description: 'Record that the certification body is accredited again.',
    example: { on: '2028-08-01' },
  },
  declareExtraordinaryEvent: {
    records: 'ExtraordinaryEventDeclared',
    roles: ['cbAdmin'],
    description: 'Tell that something beyond control keeps audits from taking place.',
    example: { on: '2027-12-01', reason: 'The region is flooded.' },
  },
  extendDeadline: {
    records: 'DeadlineExtended',
    roles: ['panelMember'],
    description:
      'Move the surveillance, the closing of majors or the end of the restoration by up to six months.',
    payload: extensionSchema,
    example: { on: '2027-12-02', until: '2028-05-31', reason: 'Logs were reviewed at a distance.' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof circumstanceEvents>>;
