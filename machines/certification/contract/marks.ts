import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import { businessDateSchema, personalTextSchema } from '../../policy/index.ts';

const stopSchema = z.strictObject({
  on: businessDateSchema,
  measures: personalTextSchema('actor').describe('where certificate and mark were taken away'),
});
const misuseSchema = z.strictObject({
  on: businessDateSchema,
  kind: z
    .enum(['notInForce', 'beyondScope', 'misleading'])
    .describe(
      'used while the certificate is not in force, for more than its scope, or so that it misleads',
    ),
  seen: personalTextSchema('journey').describe('where it was seen, and what it said'),
});

/** What is recorded of the use of certificate and mark. Source: ISO/IEC 17021-1 8.3, 9.6.5 (unconfirmed). */
export const markEvents = {
  MarkUseStopped: {
    description: 'The client does not refer to its certification any more.',
    data: stopSchema,
  },
  MarkMisuseDetected: {
    description: 'Certificate or mark were used as they must not be.',
    data: misuseSchema.extend({
      standing: z
        .enum(['inForce', 'suspended', 'ended'])
        .describe('how the certificate stood on that day'),
    }),
  },
};

/** What people ask for about certificate and mark. */
export const markCommands = {
  stopMarkUse: {
    records: 'MarkUseStopped',
    roles: ['client'],
    description: 'Tell that certificate and mark are not used any more, after suspension or end.',
    example: { on: '2028-02-03', measures: 'Taken off the web site and the letters.' },
  },
  recordMarkMisuse: {
    records: 'MarkMisuseDetected',
    roles: ['cbAdmin', 'leadAuditor', 'auditor', 'accreditationBody'],
    description: 'Record that certificate or mark were used as they must not be.',
    payload: misuseSchema,
    example: { on: '2028-02-10', kind: 'notInForce', seen: 'The mark is still on the web site.' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof markEvents>>;
