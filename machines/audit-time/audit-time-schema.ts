import { z } from 'zod';
import { halfDaysSchema, policyNameSchema, textSchema } from '../policy/index.ts';
import { INTEGRATION_CAP, PLANNING_SHARE, STAGE1_SHARE } from './tables.ts';

const score = z.int().min(1).max(3).meta({ unit: 'level, 1 to 3' });
const inDays = z.number().meta({ unit: 'days' });
const persons = z.int().meta({ unit: 'persons' });
const percent = z.int().meta({ unit: 'percent' });
const sites = z.int().meta({ unit: 'sites' });
const bandSchema = z.strictObject({
  least: percent.describe('percent'),
  most: percent.describe('percent'),
});
const groupSchema = z.strictObject({
  activity: textSchema.describe('the simple task that all of the group do alike'),
  persons: z.int().min(2).describe('how many persons do it').meta({ unit: 'persons' }),
  counted: z
    .int()
    .min(1)
    .optional()
    .describe('as how many they count; the square root of the group where nothing is said')
    .meta({ unit: 'persons' }),
  criteria: textSchema.optional().describe('what shows that the task is simple and the risk low'),
});
const partTimeSchema = z.strictObject({
  persons: z.int().min(1).describe('how many persons work part-time').meta({ unit: 'persons' }),
  fullTime: z
    .number()
    .positive()
    .multipleOf(0.1)
    .describe('as how many persons in full time they count')
    .meta({ unit: 'persons' }),
  reason: textSchema.describe('how that was found'),
});
const siteTimeSchema = z.strictObject({
  site: z.string().min(1).max(64).describe('short name of the site'),
  persons: z.int().min(1).describe('persons who count there').meta({ unit: 'persons' }),
  reduction: z
    .int()
    .min(0)
    .max(100)
    .describe('percent by which the site takes less than the table says')
    .meta({ unit: 'percent' }),
  reason: textSchema.describe('what is not audited there, and why'),
});
const factorSchema = z.strictObject({
  reason: textSchema.describe('why the audit takes longer or shorter'),
  days: inDays.multipleOf(0.25).describe('auditor days more, or fewer where negative, in quarters'),
});
const otherStandardSchema = z.strictObject({
  standard: textSchema.describe('the other standard that is audited at once'),
  days: halfDaysSchema.describe('auditor days it takes by itself'),
});

/** What the application reviewer judges: the rest follows from the tables. */
export const judgementSchema = z.strictObject({
  identicalGroups: z
    .array(groupSchema)
    .max(50)
    .default([])
    .describe('groups of persons who do the same simple task; a group counts as its square root'),
  partTime: partTimeSchema.optional().describe('persons who work part-time'),
  business: z
    .strictObject({
      type: score.describe('kind of business and its regulation, 1 simple to 3 demanding'),
      processes: score.describe('processes and tasks, 1 few and standard to 3 many and special'),
      maturity: score.describe('management system, 1 well established to 3 new'),
    })
    .describe('complexity of the business'),
  technology: z
    .strictObject({
      infrastructure: score.describe('infrastructure, 1 small and uniform to 3 large and varied'),
      outsourcing: score.describe('dependency on suppliers and cloud services, 1 little to 3 much'),
      development: score.describe('development of information systems, 1 none to 3 much'),
    })
    .describe('complexity of the information technology'),
  adjustment: z
    .int()
    .min(-100)
    .max(200)
    .describe('percent by which complexity changes the days of the table')
    .meta({ unit: 'percent' }),
  bandDeparture: textSchema
    .optional()
    .describe('why the adjustment leaves the band of the complexity matrix'),
  beyondTable: z
    .strictObject({
      days: z
        .number()
        .min(28)
        .multipleOf(0.5)
        .describe('auditor days of the initial audit')
        .meta({ unit: 'days' }),
      reason: textSchema.describe('how they were found'),
    })
    .optional()
    .describe('days for more persons than the table knows'),
  factors: z.array(factorSchema).max(50).default([]).describe('what else changes the time'),
  stage1Share: z
    .int()
    .min(10)
    .max(50)
    .default(STAGE1_SHARE)
    .describe('percent of the initial time that Stage 1 takes')
    .meta({ unit: 'percent' }),
  planningShare: z
    .int()
    .min(0)
    .max(90)
    .default(PLANNING_SHARE)
    .describe('percent of the time that planning and reporting take')
    .meta({ unit: 'percent' }),
  planningReason: textSchema.optional().describe('why planning and reporting take so much'),
  remoteShare: z
    .int()
    .min(0)
    .max(100)
    .default(0)
    .describe('percent of the time that is audited remotely')
    .meta({ unit: 'percent' }),
  remoteReason: textSchema.optional().describe('why so much is audited remotely'),
  sites: z
    .strictObject({
      count: z
        .int()
        .min(1)
        .max(10_000)
        .describe('sites besides the central function')
        .meta({ unit: 'sites' }),
      canBeSampled: z.boolean().describe('whether the sites are alike enough to be sampled'),
      reason: textSchema.describe('why they can or cannot be sampled'),
      times: z
        .array(siteTimeSchema)
        .min(1)
        .max(1000)
        .optional()
        .describe(
          'time at the central function, which comes first, and at each site of the sample',
        ),
    })
    .optional()
    .describe('the sites of an organization with several'),
  integrated: z
    .strictObject({
      standards: z.array(otherStandardSchema).min(1).describe('what is audited at once'),
      reduction: z
        .int()
        .min(0)
        .max(INTEGRATION_CAP)
        .describe('percent by which integration shortens the audit, IAF MD 11')
        .meta({ unit: 'percent' }),
      reason: textSchema.describe('how far the management systems are one'),
    })
    .optional()
    .describe('an audit of several standards at once'),
});

/** The audit time of a cycle as it was determined, with everything it follows from. */
export const auditTimeSchema = judgementSchema.extend({
  table: z.string().describe('table and edition of the days'),
  persons: persons.describe('persons who work under the control of the organization in scope'),
  effectivePersons: persons.describe('persons that count, identical tasks reduced'),
  row: z
    .strictObject({
      from: persons.describe('fewest persons of the row'),
      upTo: persons.describe('most persons of the row'),
    })
    .describe('row of the table'),
  tableDays: inDays.describe('auditor days of the table'),
  isRowConfirmed: z.boolean().describe('whether the row of the table was found in print'),
  businessComplexity: z.enum(['low', 'medium', 'high']).describe('level of the business scores'),
  technologyComplexity: z
    .enum(['low', 'medium', 'high'])
    .describe('level of the information technology scores'),
  band: bandSchema.describe('percent that the matrix allows for these levels'),
  uncappedDays: inDays.describe('auditor days before the cap on reductions'),
  cappedDays: inDays.describe('auditor days after the cap on reductions, not yet rounded'),
  siteTimes: z
    .array(
      z.strictObject({
        site: z.string().describe('short name of the site'),
        tableDays: inDays.describe('auditor days of the table for its persons'),
        uncappedDays: inDays.describe('auditor days before the cap on reductions at a site'),
        cappedDays: inDays.describe('auditor days after the cap on reductions at a site'),
      }),
    )
    .optional()
    .describe('time by site; the initial audit takes their sum where that is more'),
  initialDays: inDays.describe('auditor days of Stage 1 and Stage 2, rounded up to halves'),
  durationDays: inDays.describe('auditor days of them that are audited, not planned or reported'),
  stage1Days: inDays.describe('auditor days of Stage 1'),
  stage2Days: inDays.describe('auditor days of Stage 2'),
  surveillanceDays: inDays.describe('auditor days of each surveillance, at least a third'),
  recertificationDays: inDays.describe('auditor days of the recertification, at least two thirds'),
  siteSample: z
    .strictObject({
      initial: sites.describe('sites of the initial audit'),
      surveillance: sites.describe('sites of each surveillance'),
      recertification: sites.describe('sites of the recertification'),
      random: sites.describe('sites of the initial audit that are chosen at random at least'),
    })
    .optional()
    .describe('sites visited besides the central function'),
  policy: policyNameSchema.optional(),
});

/** What the application reviewer judges. */
export type Judgement = z.infer<typeof judgementSchema>;
/** The audit time of a cycle as it was determined. */
export type AuditTime = z.infer<typeof auditTimeSchema>;
