import { z } from 'zod';
import { isPeriod, isZone } from '../calendar/index.ts';
import { competenceSchema, localDateSchema, personSchema, roleSchema } from './field-schema.ts';

const period = z
  .string()
  .refine(isPeriod, 'a period such as P30D, P6M, P3Y or -P9M')
  .meta({ unit: 'ISO 8601 period', examples: ['P30D'] });

/** Values that a certification body may set for itself. */
const openSchema = z.strictObject({
  zone: z
    .string()
    .refine(isZone, 'an IANA time zone')
    .meta({ examples: ['Europe/Berlin'] })
    .describe('zone of the office, whose local dates count'),
  stage1MaxAge: period.describe('T-03: how long Stage 1 stays valid for the opening of Stage 2'),
  planNotice: period.describe('T-02: how long before an audit its plan is sent'),
  quoteValidity: period.describe('T-01: how long a quote stands'),
  capDue: period.describe('T-05: from the closing meeting to the first corrective action plan'),
  majorEvidenceDue: period.describe('T-06: from the closing meeting to the evidence for a major'),
  minorPlanDue: period.describe('T-08: from the closing meeting to the accepted plan for a minor'),
  minorClosure: z
    .enum(['planAccepted', 'verified'])
    .describe('what a minor needs before the grant'),
  capMaxRounds: z
    .int()
    .min(1)
    .max(10)
    .describe('R-NC-07: how often a plan may be rejected')
    .meta({ unit: 'plans' }),
  decisionSla: period.describe('T-10: from the complete file to the decision'),
  panelQuorum: z
    .int()
    .min(1)
    .max(15)
    .describe('R-DEC-09: votes a panel needs, abstentions aside')
    .meta({ unit: 'votes' }),
  abGate: z
    .enum(['none', 'always', 'sampled'])
    .describe('whether the accreditation body is asked before the grant'),
  abSampleRate: z
    .number()
    .min(0)
    .max(1)
    .describe('share of journeys asked for with the gate sampled')
    .meta({ unit: 'share, 0 to 1' }),
  abAnswerReminder: period.describe('T-11: after how long the accreditation body is reminded'),
  recertReminders: z
    .array(period)
    .min(1)
    .describe('T-15: reminders before the expiry, the first one first'),
  staff: z
    .array(
      z.strictObject({
        id: personSchema.describe('opaque id of the person'),
        roles: z.array(roleSchema).describe('offices the person holds'),
        competences: z
          .array(
            z.strictObject({
              code: competenceSchema.describe('code of the competence'),
              until: localDateSchema.describe('last day on which it is evaluated as held'),
            }),
          )
          .optional()
          .describe('what the person is competent for'),
      }),
    )
    .describe('who holds which office; an empty list leaves offices unchecked'),
});

/** Values that the standards fix, with the clause that fixes them. */
const locks = {
  majorHardStop: 'ISO/IEC 17021-1 9.5.3.2',
  certificateTerm: 'ISO/IEC 17021-1 9.1.3 (unconfirmed)',
  sv1Max: 'ISO/IEC 17021-1 9.1.3.3 (unconfirmed)',
  svPerCalendarYear: 'ISO/IEC 17021-1 9.1.3.3 (unconfirmed)',
  restorationWindow: 'ISO/IEC 17021-1 9.6.3.2.5',
  coolingOff: 'ISO/IEC 17021-1 5.2 (unconfirmed)',
} as const;

/** How a certification body works, complete: what the standards leave to it, and what they do not. */
export const policySchema = openSchema.extend({
  id: z.string().min(1).describe('name of the pack'),
  version: z.string().min(1).describe('version of the pack'),
  majorHardStop: period.describe(
    'T-07: from the last day of Stage 2 to the verification of its majors',
  ),
  certificateTerm: period.describe('T-16: how long a certificate is valid, the first day included'),
  sv1Max: period.describe('T-13: from the certification decision to the first surveillance'),
  svPerCalendarYear: z
    .literal(1)
    .describe('T-14: surveillance audits in each calendar year')
    .meta({ unit: 'audits per year' }),
  restorationWindow: period.describe(
    'T-17: how long after the expiry a certification can be restored',
  ),
  coolingOff: period.describe('T-21: how long advice or an internal audit bars a person'),
});

/** Names of the packs that exist. */
export const packNameSchema = z.enum(['default', 'demonstration']);

const locked = Object.fromEntries(
  Object.entries(locks).map(([name, clause]) => [
    name,
    z.never(`is locked by ${clause} and cannot be overridden`).optional(),
  ]),
) as { [Name in keyof typeof locks]: z.ZodOptional<z.ZodNever> };

/** Values of a pack that one journey sets otherwise; locked ones are refused. */
export const overridesSchema = openSchema.partial().extend(locked);

/** How a certification body works. */
export type Policy = z.infer<typeof policySchema>;
/** Name of a pack. */
export type PackName = z.infer<typeof packNameSchema>;
/** Values of a pack that one journey sets otherwise. */
export type Overrides = z.infer<typeof overridesSchema>;
