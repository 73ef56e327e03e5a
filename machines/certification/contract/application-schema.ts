import { z } from 'zod';
import {
  localDateSchema,
  personSchema,
  personalTextSchema,
  textSchema,
} from '../../policy/index.ts';

const texts = z.array(textSchema).max(200).optional();
const count = z.int().min(0).max(100_000).meta({ unit: 'persons' });

const siteSchema = z.strictObject({
  site: z.string().min(1).max(64).describe('short name of the site'),
  address: personalTextSchema('journey').describe('where it is'),
  kind: z.enum(['physical', 'virtual', 'temporary']).describe('kind of site'),
  persons: count.describe('persons who work there within the scope'),
  isCentral: z
    .boolean()
    .optional()
    .describe('whether the central function is there; the first site where none is marked'),
});

const alikeSchema = z.strictObject({
  activity: textSchema.describe('the simple task that all of them do alike'),
  persons: count.describe('how many do it'),
});

const adviceSchema = z.strictObject({
  by: personSchema.describe('opaque id of the person who advised'),
  subject: personalTextSchema({ field: 'by' }).describe('what the advice was about'),
  until: localDateSchema.describe('last day of the service'),
});

/** What a client applies with. Source: ISO/IEC 17021-1 9.1.1 (unconfirmed), ISO/IEC 27006-1 8.4.2 and 9.1. */
export const applicationSchema = z.strictObject({
  legalName: personalTextSchema('journey').describe('legal name of the organization'),
  address: personalTextSchema('journey').optional().describe('address of the organization'),
  scope: textSchema.describe('what the management system covers'),
  boundaries: textSchema.optional().describe('interfaces and boundaries of the scope'),
  sites: z.array(siteSchema).min(1).max(1000).describe('sites within the scope'),
  employees: count.describe('employees who do work within the scope'),
  contractors: count
    .optional()
    .describe('contractors and freelancers under its control within the scope'),
  identicalGroups: z
    .array(alikeSchema)
    .max(50)
    .optional()
    .describe('groups of persons who do the same simple task'),
  shifts: textSchema.optional().describe('shifts that do the same work'),
  activities: z.array(textSchema).min(1).max(200).describe('activities or sector codes'),
  technology: textSchema.describe('information technology and development'),
  outsourcing: texts.describe('functions that others carry out, cloud services among them'),
  duties: texts.describe('legal and contractual duties'),
  confidentialRecords: texts.describe('records that cannot be shown to auditors'),
  certificates: texts.describe('certificates the organization holds'),
  advice: z.array(adviceSchema).max(200).optional().describe('advice that was used, and whose'),
  internalAuditOn: localDateSchema.optional().describe('last day of the last internal audit'),
  managementReviewOn: localDateSchema.optional().describe('day of the last management review'),
  wantedFrom: localDateSchema.optional().describe('when the audit is wanted'),
  languages: texts.describe('languages of the organization'),
  safety: textSchema.optional().describe('what auditors have to mind on site'),
});

/** A minimal application. */
export const applicationExample = {
  legalName: 'Globex Payments',
  scope: 'Development and operation of the payment platform',
  sites: [{ site: 'head office', address: 'Berlin', kind: 'physical', persons: 50 }],
  employees: 50,
  activities: ['software development'],
  technology: 'cloud services, own development',
};

/** The same, as far as it is told. */
export const toldSchema = applicationSchema.partial();

/** What a client has told of itself so far. */
export type Application = z.infer<typeof toldSchema>;

/** Facts on which the audit time rests. Source: ISO/IEC 27006-1 Annex C (unconfirmed). */
export const timeFacts: readonly (keyof Application)[] = [
  'scope',
  'sites',
  'employees',
  'contractors',
  'identicalGroups',
  'shifts',
  'activities',
  'technology',
  'outsourcing',
  'duties',
  'languages',
];
