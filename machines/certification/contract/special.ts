import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import {
  businessDateSchema,
  personalTextSchema,
  requirementSchema,
  localDateSchema,
  teamSchema,
} from '../../policy/index.ts';

/** What a special audit is for. Source: ISO/IEC 17021-1 9.6.4, 9.6.5 (unconfirmed). */
export const purposeSchema = z
  .enum(['scopeExtension', 'shortNotice', 'followUp', 'restoration', 'transition'])
  .describe(
    'scopeExtension before the scope grows; shortNotice after a complaint, a change or a suspension; followUp of nonconformities; restoration before a suspension ends; transition to another edition',
  );
const special = z.string().min(1).max(64).describe('id of the order, e.g. special-1');
const orderSchema = z.strictObject({
  on: businessDateSchema,
  purpose: purposeSchema,
  reason: personalTextSchema('journey').describe('what makes it necessary'),
  requirements: z
    .array(requirementSchema)
    .max(200)
    .optional()
    .describe('requirements that it has to cover'),
});
const scheduleSchema = z.strictObject({
  special,
  from: localDateSchema.describe('first planned day'),
  to: localDateSchema.describe('last planned day'),
  team: teamSchema,
});

/** What is recorded of special audits, besides what they record themselves. */
export const specialEvents = {
  SpecialAuditOrdered: {
    description: 'The certification body wants an audit besides those of the programme.',
    data: orderSchema.extend({ special }),
  },
  SpecialAuditScheduled: {
    description: 'A special audit has dates and a team.',
    data: scheduleSchema.extend({
      audit: z.string().describe('id of the audit below the journey, e.g. special-1'),
      prefix: z.string().describe('what the ids of its nonconformities start with after nc-'),
    }),
  },
  SpecialAuditCompleted: {
    description: 'What the special audit was ordered for is done.',
    data: z.strictObject({ special, purpose: purposeSchema }),
  },
};

/** What people ask for about special audits. */
export const specialCommands = {
  orderSpecialAudit: {
    records: 'SpecialAuditOrdered',
    roles: ['cbAdmin', 'applicationReviewer', 'panelMember'],
    description: 'Want an audit besides those of the programme; answers the id of the order.',
    payload: orderSchema,
    example: { on: '2028-04-03', purpose: 'scopeExtension', reason: 'A second site joins.' },
    answers: ['special'],
  },
  scheduleSpecialAudit: {
    records: 'SpecialAuditScheduled',
    roles: ['cbAdmin'],
    description: 'Set dates and team of a special audit that was ordered; answers its id.',
    payload: scheduleSchema,
    example: {
      ...{ special: 'special-1', from: '2028-05-08', to: '2028-05-09' },
      team: [{ id: 'a-1', role: 'leadAuditor', impartialityDeclared: true }],
    },
    answers: ['audit'],
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof specialEvents>>;

/** A special audit as the journey knows it. */
export interface Special {
  readonly purpose: z.infer<typeof purposeSchema>;
  readonly orderedOn: string;
  readonly requirements: readonly string[];
  /** Id of the audit that does it; null before it is scheduled. */
  readonly audit: string | null;
  readonly status: 'ordered' | 'scheduled' | 'completed' | 'used';
}
