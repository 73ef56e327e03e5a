import { z } from 'zod';
import {
  localDateSchema,
  personalTextSchema,
  personSchema,
  textSchema,
} from '../../policy/index.ts';

/** What a certificate says. Source: ISO/IEC 17021-1 8.2.2, ISO/IEC 27006-1 8.2 (unconfirmed). */
export const certificateSchema = z.strictObject({
  number: z.string().describe('number of the certificate'),
  revision: z
    .int()
    .positive()
    .describe('1 for the first document under this number')
    .meta({ unit: 'documents' }),
  client: personSchema.describe('opaque id of the organization'),
  legalName: personalTextSchema('journey').optional().describe('legal name of the organization'),
  scope: textSchema.optional().describe('what the management system covers'),
  sites: z
    .array(
      z.strictObject({
        site: z.string().describe('short name of the site'),
        address: personalTextSchema('journey').describe('where it is'),
      }),
    )
    .describe('sites within the scope'),
  standard: z.string().describe('standard and edition'),
  applicability: z.string().describe('version of the statement of applicability'),
  issuedBy: z.string().optional().describe('certification body'),
  originallyOn: localDateSchema.describe('day of the first decision to certify'),
  effectiveOn: localDateSchema.describe('day of the decision with which this cycle began'),
  validUntil: localDateSchema.describe(
    'last day of validity: that of the cycle, or of the edition where it comes first',
  ),
});

/** What a certificate says. */
export type Certificate = z.infer<typeof certificateSchema>;
