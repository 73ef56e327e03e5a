import { z } from 'zod';
import { auditTimeSchema, judgementSchema } from '../../audit-time/index.ts';
import type { CommandDefinition } from '../../engine/index.ts';
import {
  businessDateSchema,
  dueDateSchema,
  halfDaysSchema,
  localDateSchema,
  personSchema,
  personalTextSchema,
  policyNameSchema,
  textSchema,
} from '../../policy/index.ts';
import { toldSchema } from './application-schema.ts';

const changeSchema = toldSchema.extend({ on: businessDateSchema });
const reasonSchema = textSchema.describe('which facts have changed, and what follows');
const revisionSchema = z.strictObject({
  auditDays: halfDaysSchema.describe('auditor days of the initial audit'),
  justification: textSchema.describe('why the days have changed'),
});
const conflictSchema = z.strictObject({
  person: personSchema.describe('opaque id of the person'),
  interest: personalTextSchema({ field: 'person' }).describe(
    'consultancy, employment, internal audit or another interest',
  ),
  until: localDateSchema.describe('last day of it'),
});
const caseSchema = z.strictObject({
  interest: personalTextSchema('journey').describe(
    'advice, internal audit or another service of the certification body for this client',
  ),
});
const samplingSchema = z.strictObject({
  year: z
    .int()
    .min(0)
    .max(3)
    .describe('year of the cycle: 0 the initial audit, 1 and 2 surveillance, 3 recertification')
    .meta({ unit: 'years' }),
  chosen: z
    .array(z.string().min(1).max(64))
    .max(1000)
    .describe('sites that are chosen by risk, by their short names; the others are drawn'),
  repeats: textSchema
    .optional()
    .describe('why a site is visited again before others that were visited less often'),
});

/** What is recorded when facts change that others rest on, at any time. */
export const changeEvents = {
  ClientDataChanged: {
    description: 'The client told what has changed since it applied.',
    data: changeSchema.extend({
      changed: z.array(z.string()).describe('fields of the application that changed'),
      isTimeDue: z
        .boolean()
        .describe('whether the audit time rests on one of them and has to be determined again'),
    }),
  },
  AuditTimeRedetermined: {
    description: 'The time of every audit of the cycle was determined again from changed facts.',
    data: auditTimeSchema.extend({
      reason: reasonSchema,
      isQuoteDue: z.boolean().describe('whether the days differ from those that were quoted'),
    }),
  },
  QuoteRevised: {
    description: 'The client received a quote for the days that have changed.',
    data: revisionSchema.extend({
      surveillanceDays: halfDaysSchema.optional().describe('auditor days of each surveillance'),
      recertificationDays: halfDaysSchema
        .optional()
        .describe('auditor days of the recertification'),
      valid: dueDateSchema.describe('T-01: how long it stands'),
    }),
  },
  RevisedQuoteValidityElapsed: {
    description: 'The last day of the revised quote has passed.',
    data: dueDateSchema,
  },
  ConflictOfInterestDeclared: {
    description: 'Somebody of the certification body has, or had, an interest in the client.',
    data: conflictSchema.extend({
      until: localDateSchema.describe('last day on which it bars from the case'),
      policy: policyNameSchema.optional(),
    }),
  },
  ImpartialityCaseOpened: {
    description: 'The certification body itself has, or had, an interest in the client.',
    data: caseSchema,
  },
  ImpartialityCaseClosed: {
    description: 'The impartiality case of the certification body was closed.',
    data: z.strictObject({
      reasons: z
        .array(personalTextSchema('actor'))
        .min(1)
        .describe('why audits and decisions are impartial'),
    }),
  },
  SiteSampleSelected: {
    description: 'The sites that an audit of the cycle visits were chosen and drawn.',
    data: samplingSchema.extend({
      central: z.string().describe('central function, which every audit visits'),
      drawn: z.array(z.string()).describe('sites that were drawn at random'),
    }),
  },
};

/** What people ask for when facts change that others rest on. */
export const changeCommands = {
  reportChange: {
    records: 'ClientDataChanged',
    roles: ['client'],
    description: 'Tell what of the application has changed; everything else goes on.',
    payload: changeSchema,
    example: { on: '2026-11-02', employees: 70 },
    answers: ['changed', 'isTimeDue'],
  },
  redetermineAuditTime: {
    records: 'AuditTimeRedetermined',
    roles: ['applicationReviewer'],
    description: 'Judge complexity and factors again after facts have changed.',
    payload: judgementSchema.extend({ reason: reasonSchema }),
    example: {
      business: { type: 2, processes: 2, maturity: 2 },
      technology: { infrastructure: 2, outsourcing: 2, development: 2 },
      adjustment: 0,
      reason: 'Twenty persons more',
    },
    answers: ['initialDays', 'stage1Days', 'stage2Days', 'surveillanceDays', 'recertificationDays'],
  },
  reviseQuote: {
    records: 'QuoteRevised',
    roles: ['cbAdmin'],
    description: 'Send the client a quote for days that have changed since the agreement.',
    payload: revisionSchema,
    example: { auditDays: 11, justification: '66 to 85 persons' },
  },
  declareConflict: {
    records: 'ConflictOfInterestDeclared',
    roles: ['cbAdmin', 'applicationReviewer', 'leadAuditor', 'auditor', 'panelMember'],
    description:
      'Declare an interest in the client; it bars from audits and decisions for two years.',
    payload: conflictSchema,
    example: { person: 'a-9', interest: 'advised on the risk assessment', until: '2026-03-31' },
  },
  openImpartialityCase: {
    records: 'ImpartialityCaseOpened',
    roles: ['cbAdmin', 'applicationReviewer', 'leadAuditor', 'auditor', 'panelMember'],
    description:
      'Tell that the certification body itself served the client; audits and decisions wait.',
    example: { interest: 'The training department audited the client internally.' },
  },
  closeImpartialityCase: {
    records: 'ImpartialityCaseClosed',
    roles: ['cbAdmin', 'applicationReviewer', 'panelMember'],
    description: 'Close the impartiality case; audits and decisions go on. Another person does it.',
    example: { reasons: ['The audit was of another company of the same name.'] },
  },
  selectSites: {
    records: 'SiteSampleSelected',
    roles: ['cbAdmin'],
    description: 'Choose the sites of an audit of the cycle; a quarter of the sample is drawn.',
    payload: samplingSchema,
    example: { year: 0, chosen: ['factory', 'warehouse'] },
    answers: ['central', 'drawn'],
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof changeEvents>>;
