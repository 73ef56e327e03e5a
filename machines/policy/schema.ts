import { z } from 'zod';
import { isPeriod, isZone, parsePeriod } from '../calendar/index.ts';
import { expects } from '../engine/index.ts';
import { bounds, keeps, looser, type BoundName } from './bounds.ts';
import { competenceSchema, localDateSchema, personSchema, roleSchema } from './field-schema.ts';

const anyPeriod = z
  .string()
  .refine(isPeriod, { message: expects('period'), abort: true })
  .refine(isOfTwentyYears, { message: expects('periodOfTwentyYears'), abort: true })
  .meta({ unit: 'ISO 8601 period', examples: ['P30D'] });
/** A period that points forward, e.g. `P30D`. */
export const periodSchema = anyPeriod.refine(
  (text) => !text.includes('-'),
  expects('forwardPeriod'),
);

const backward = anyPeriod
  .refine((text) => text.startsWith('-P'), expects('backwardPeriod'))
  .meta({ unit: 'ISO 8601 period', examples: ['-P9M'] });
const workingDays = z.int().min(1).max(60).meta({ unit: 'working days' });
const fraction = z
  .string()
  .regex(/^[1-9]\d?\/[1-9]\d?$/, { message: expects('fraction'), abort: true })
  .meta({ unit: 'fraction of the initial time', examples: ['1/3'] });

/** Keeps what is counted from any day of a journey within the years that the calendar knows. */
function isOfTwentyYears(text: string): boolean {
  const { years, months, days } = parsePeriod(text);
  return Math.abs(years * 12 + months) <= 240 && Math.abs(days) <= 7305;
}

const staffSchema = z.array(
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
);

const office = {
  zone: z
    .string()
    .refine(isZone, expects('timeZone'))
    .meta({ examples: ['Europe/Berlin'] })
    .describe('zone of the office, whose local dates count'),
  holidays: z
    .array(localDateSchema)
    .max(1000)
    .describe('days from Monday to Friday on which the office is closed'),
  staff: staffSchema.describe(
    'who holds which office; an empty list leaves offices and competence unchecked',
  ),
  coolingOff: periodSchema.describe('T-21: how long advice or an internal audit bars a person'),
  appealWorkingDays: workingDays.describe(
    'T-24: from an appeal or complaint to its acknowledgement',
  ),
  retention: z
    .int()
    .min(1)
    .max(20)
    .describe('T-23: how many cycles records are kept, the present one included')
    .meta({ unit: 'cycles' }),
};

const quoting = {
  quoteValidity: periodSchema.describe('T-01: how long a quote stands'),
  remoteShareAlert: z
    .int()
    .min(0)
    .max(100)
    .describe('T-25: remote share of the audit time above which a reason is recorded')
    .meta({ unit: 'percent' }),
  minReductionFloor: z
    .number()
    .max(1)
    .multipleOf(0.01)
    .describe('share of the days of the table that no reduction goes below')
    .meta({ unit: 'share, 0.7 to 1' }),
  svShare: fraction.describe('time of each surveillance, of the initial time'),
  rcShare: fraction.describe('time of the recertification, of the initial time'),
};

const auditing = {
  stage1MaxAge: periodSchema.describe(
    'T-03: how long Stage 1 stays valid for the opening of Stage 2',
  ),
  planNotice: periodSchema.describe('T-02: how long before an audit its plan is sent'),
  stage1Notice: periodSchema.describe('T-02: how long before Stage 1 the client is told the team'),
  auditDayTolerance: z
    .number()
    .min(0)
    .max(0.5)
    .describe('R-S2-09: share of the planned days that may stay unused without a reason')
    .meta({ unit: 'share, 0 to 0.5', examples: [0.1] }),
  reportWorkingDays: workingDays.describe('T-04: from the end of an audit to its report'),
  capDue: periodSchema.describe(
    'T-05: from the closing meeting to the first corrective action plan',
  ),
  majorEvidenceDue: periodSchema.describe(
    'T-06: from the closing meeting to the evidence for a major',
  ),
  majorHardStop: periodSchema.describe(
    'T-07: from the last day of Stage 2 to the verification of its majors',
  ),
  minorPlanDue: periodSchema.describe(
    'T-08: from the closing meeting to the accepted plan for a minor',
  ),
  minorClosure: z
    .enum(['planAccepted', 'verified'])
    .describe('what a minor needs before the grant'),
  minorsPerRequirementAlert: z
    .int()
    .min(2)
    .max(100)
    .describe('R-NC-01: open minors on one requirement that are worth a major')
    .meta({ unit: 'nonconformities' }),
  capMaxRounds: z
    .int()
    .min(1)
    .max(10)
    .describe('R-NC-07: how often a plan may be rejected')
    .meta({ unit: 'plans' }),
};

const deciding = {
  decisionSla: periodSchema.describe('T-10: from the complete file to the decision'),
  decisionAlerts: z
    .array(periodSchema)
    .max(10)
    .describe('T-10: when the panel is reminded of the decision, the first one first'),
  panelQuorum: z
    .int()
    .min(1)
    .max(15)
    .describe('R-DEC-09: votes a panel needs, abstentions aside')
    .meta({ unit: 'votes' }),
  panelRule: z
    .enum(['majority', 'majorityNoVeto', 'unanimity'])
    .describe('R-DEC-09: how a panel agrees'),
  abGate: z
    .enum(['none', 'always', 'sampled'])
    .describe('whether the accreditation body is asked before the grant'),
  abSampleRate: z
    .number()
    .min(0)
    .max(1)
    .describe('share of journeys asked for with the gate sampled')
    .meta({ unit: 'share, 0 to 1' }),
  abAnswerReminder: periodSchema.describe(
    'T-11: after how long the accreditation body is reminded',
  ),
};

const certifying = {
  certificateWorkingDays: workingDays.describe('T-12: from the decision to the certificate'),
  certificateTerm: periodSchema.describe(
    'T-16: how long a certificate is valid, the first day included',
  ),
  sv1Max: periodSchema.describe('T-13: from the certification decision to the first surveillance'),
  svPerCalendarYear: z
    .number()
    .describe('T-14: surveillance audits in each calendar year')
    .meta({ unit: 'audits per year' }),
  svMaxGap: z
    .union([periodSchema, z.literal('off')], expects('periodOrOff'))
    .describe('T-14: longest time between two surveillance audits'),
  recertReminders: z
    .array(backward)
    .min(1)
    .describe('T-15: reminders before the expiry, the first one first'),
  restorationWindow: periodSchema.describe(
    'T-17: how long after the expiry a certification can be restored',
  ),
  suspensionMax: periodSchema.describe(
    'T-18: how long a suspension lasts before people decide again',
  ),
};

/** Everything that a body decides for itself, in the order in which a journey comes to it. */
export const choices = {
  'The office': office,
  'Audit time and quote': quoting,
  'Audits and nonconformities': auditing,
  'The decision': deciding,
  'The certificate': certifying,
} as const;

const valuesSchema = z.strictObject({
  ...office,
  ...quoting,
  ...auditing,
  ...deciding,
  ...certifying,
});

/** How a certification body works, complete: what the standards leave to it, and how far. */
export const policySchema = valuesSchema.extend({
  id: z.string().min(1).describe('name of the pack'),
  version: z
    .string()
    .min(1)
    .describe('version of the pack; ends with +own where the journey sets values otherwise')
    .meta({ examples: ['1.0.0'] }),
});

/** Names of the packs that exist. */
export const packNameSchema = z.enum(['default', 'demonstration']);

/** Whether a value of a pack is bounded by a standard. */
export function isBounded(name: string): name is BoundName {
  return Object.hasOwn(bounds, name);
}

/** The schema of a value that can be made stricter, never looser: bound and rule are told otherwise. */
function bound<Name extends BoundName>(name: Name): Bounded<Name> {
  const schema: z.ZodType<string | number> = valuesSchema.shape[name];
  return schema
    .refine((value) => keeps(name, value), looser(name))
    .optional() as unknown as Bounded<Name>;
}
type Bounded<Name extends BoundName> = z.ZodOptional<(typeof valuesSchema.shape)[Name]>;

/** Values of a pack that one journey sets otherwise; what would loosen a locked one is refused. */
export const overridesSchema = valuesSchema.partial().extend({
  majorHardStop: bound('majorHardStop'),
  certificateTerm: bound('certificateTerm'),
  sv1Max: bound('sv1Max'),
  svPerCalendarYear: bound('svPerCalendarYear'),
  restorationWindow: bound('restorationWindow'),
  coolingOff: bound('coolingOff'),
  minReductionFloor: bound('minReductionFloor'),
  svShare: bound('svShare'),
  rcShare: bound('rcShare'),
} satisfies { readonly [Name in BoundName]: Bounded<Name> });

/** How a certification body works. */
export type Policy = z.infer<typeof policySchema>;
/** Name of a pack. */
export type PackName = z.infer<typeof packNameSchema>;
/** Values of a pack that one journey sets otherwise. */
export type Overrides = z.infer<typeof overridesSchema>;
