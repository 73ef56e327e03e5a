import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import { datedSchema, personalTextSchema } from '../policy/index.ts';

const reasonedSchema = datedSchema.extend({
  reasons: z.array(personalTextSchema('journey')).min(1).describe('reasons told to the client'),
});

/** What an appeal can come to. */
export const outcomeEvents = {
  AppealFoundInadmissible: {
    description: 'The appeal is not admissible; it is not investigated.',
    data: reasonedSchema,
  },
  AppealUpheld: {
    description: 'The client is right: the decision has to be taken anew.',
    data: reasonedSchema,
  },
  AppealPartlyUpheld: {
    description: 'The client is right in part: the decision has to be taken anew in that part.',
    data: reasonedSchema.extend({
      extent: personalTextSchema('journey').describe('in what the client is right'),
    }),
  },
  AppealDismissed: {
    description: 'The decision stands.',
    data: reasonedSchema,
  },
  AppealWithdrawn: {
    description: 'The client took its appeal back.',
    data: datedSchema.extend({ reason: personalTextSchema('actor').optional().describe('why') }),
  },
};

/** What people ask for to bring an appeal to its outcome. */
export const outcomeCommands = {
  findAppealInadmissible: {
    records: 'AppealFoundInadmissible',
    roles: ['appealsHandler'],
    description: 'Find the appeal inadmissible, with reasons.',
    example: { on: '2028-02-07', reasons: ['It gives no grounds.'] },
  },
  upholdAppeal: {
    records: 'AppealUpheld',
    roles: ['appealsHandler'],
    description: 'Uphold the appeal with reasons; the decision has to be taken anew.',
    example: { on: '2028-02-21', reasons: ['The auditors put the audit off.'] },
  },
  partlyUpholdAppeal: {
    records: 'AppealPartlyUpheld',
    roles: ['appealsHandler'],
    description: 'Uphold the appeal in part, with reasons and the extent.',
    example: {
      ...{ on: '2028-02-21', reasons: ['The other site was audited in time.'] },
      extent: 'The suspension of the other site.',
    },
  },
  dismissAppeal: {
    records: 'AppealDismissed',
    roles: ['appealsHandler'],
    description: 'Dismiss the appeal with reasons; the decision stands.',
    example: { on: '2028-02-21', reasons: ['The client put the audit off.'] },
  },
  withdrawAppeal: {
    records: 'AppealWithdrawn',
    roles: ['client'],
    description: 'Take the appeal back before it is decided.',
    example: { on: '2028-02-10' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof outcomeEvents>>;
