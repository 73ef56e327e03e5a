import { z } from 'zod';
import {
  defineContract,
  type DueDate,
  type InputOf,
  type MachineEventOf,
} from '../engine/index.ts';
import {
  barredSchema,
  applicabilitySchema,
  businessDateSchema,
  competenceSchema,
  dueDateSchema,
  localDateSchema,
  personSchema,
  policySchema,
  requirementSchema,
  teamSchema,
  personalTextSchema,
} from '../policy/index.ts';
import {
  agenda,
  concernSchema,
  conclusionSchema,
  deadlinesSchema,
  kindSchema,
  objectives,
  readinessSchema,
  recommendationSchema,
  reportedSchema,
  type Concern,
  type Finding,
} from './audit-schema.ts';
import { endingCommands, endingEvents } from './ending-contract.ts';
import { fieldworkCommands, fieldworkEvents } from './fieldwork-contract.ts';
import { planningCommands, planningEvents } from './planning-contract.ts';

const input = z.strictObject({
  kind: kindSchema,
  prefix: z.string().describe('what the ids of its nonconformities start with after nc-, e.g. s2'),
  standard: z.string().describe('standard and edition'),
  from: localDateSchema.describe('first planned day'),
  to: localDateSchema.describe('last planned day'),
  team: teamSchema,
  deciders: z
    .array(personSchema)
    .describe('who has reviewed or decided on this client and so does not audit it'),
  barred: z
    .array(barredSchema)
    .optional()
    .describe('who advised this client or has another interest in it, and until when that bars'),
  staff: policySchema.shape.staff.optional(),
  competences: z
    .array(competenceSchema)
    .optional()
    .describe('competences that the team holds together'),
  notBefore: localDateSchema.describe('day of the step that this audit follows'),
  openBy: localDateSchema
    .nullable()
    .describe('last opening day for which Stage 1 is valid; null where it does not matter'),
  evidenceBy: localDateSchema
    .nullable()
    .describe('day by which evidence for majors is due whatever T-06 says'),
  applicability: applicabilitySchema
    .nullable()
    .optional()
    .describe('statement of applicability as last known'),
  concerns: z
    .array(concernSchema)
    .optional()
    .describe('areas of concern of Stage 1 that this audit takes up'),
  mustCover: z
    .array(requirementSchema)
    .optional()
    .describe('requirements that this audit covers besides those of its kind'),
  plannedDays: z
    .number()
    .nullable()
    .optional()
    .describe('auditor days that were determined')
    .meta({ unit: 'days' }),
  policy: policySchema
    .pick({
      zone: true,
      capDue: true,
      majorEvidenceDue: true,
      majorHardStop: true,
      minorPlanDue: true,
    })
    .extend(
      policySchema
        .pick({
          id: true,
          version: true,
          planNotice: true,
          stage1Notice: true,
          auditDayTolerance: true,
          reportWorkingDays: true,
          holidays: true,
          minorsPerRequirementAlert: true,
          remoteShareAlert: true,
        })
        .partial().shape,
    )
    .describe('what the policy says about audits'),
});
const reportSchema = z.strictObject({
  on: businessDateSchema,
  daysUsed: z
    .number()
    .positive()
    .multipleOf(0.25)
    .describe('auditor days used')
    .meta({ unit: 'days' }),
  agenda: z
    .array(z.enum(agenda))
    .max(agenda.length)
    .optional()
    .describe('what a surveillance has taken up, as its report shows'),
  shortfall: personalTextSchema('actor')
    .optional()
    .describe('why fewer days were used than planned'),
});

const attendees = z
  .array(personSchema)
  .max(200)
  .optional()
  .describe('opaque ids of those who attended');
const openingSchema = z.strictObject({ on: businessDateSchema, attendees });
const closingSchema = openingSchema.extend({
  disagreements: z
    .array(personalTextSchema('actor'))
    .max(100)
    .optional()
    .describe('on what client and team could not agree'),
});

/** What goes into an audit of any kind and what comes out of it. */
export const contract = defineContract({
  id: 'audit',
  version: '1.0.0',
  description: 'One audit of a client, from its planning to its recommendation.',
  input,
  example: {
    kind: 'stage-1',
    prefix: 's1',
    standard: '27001:2022',
    from: '2026-10-19',
    to: '2026-10-20',
    team: [{ id: 'a-1', role: 'leadAuditor', impartialityDeclared: true }],
    deciders: [],
    notBefore: '2026-09-01',
    openBy: null,
    evidenceBy: null,
    policy: {
      zone: 'Europe/Berlin',
      capDue: 'P30D',
      majorEvidenceDue: 'P90D',
      majorHardStop: 'P6M',
      minorPlanDue: 'P60D',
    },
  },
  starts: 'AuditScheduled',
  events: {
    AuditScheduled: { description: 'The audit has dates and a team.', data: input },
    ...planningEvents,
    OpeningMeetingHeld: {
      description: 'The audit began with its opening meeting.',
      data: openingSchema,
    },
    ...fieldworkEvents,
    ...endingEvents,
    ClosingMeetingHeld: {
      description: 'The last day of the audit ended with the closing meeting.',
      data: closingSchema.extend({
        deadlines: deadlinesSchema,
        reportDue: dueDateSchema.describe('T-04: report to the client'),
      }),
    },
    AuditReportIssued: {
      description: 'The client received the audit report.',
      data: reportSchema.partial().required({ on: true }).extend(reportedSchema.shape),
    },
    ReportDueElapsed: {
      description: 'The day for the audit report has passed.',
      data: dueDateSchema,
    },
    ReadinessConcluded: {
      description: 'Stage 1 ended with a conclusion on readiness.',
      data: readinessSchema,
    },
    RecommendationMade: {
      description: 'The team gave its recommendation.',
      data: z.strictObject({ recommendation: recommendationSchema }),
    },
    AuditCompleted: {
      description: 'Nothing is left to do in this audit.',
      data: z.strictObject({
        kind: kindSchema,
        openedOn: businessDateSchema,
        closedOn: businessDateSchema.describe('last day of the audit'),
        conclusion: conclusionSchema.nullable(),
        recommendation: recommendationSchema.nullable(),
        majors: z.int().describe('majors raised').meta({ unit: 'nonconformities' }),
        minors: z.int().describe('minors raised').meta({ unit: 'nonconformities' }),
        opportunities: z
          .int()
          .describe('opportunities for improvement recorded')
          .meta({ unit: 'opportunities' }),
        covered: z.array(requirementSchema).optional().describe('requirements that were covered'),
        concerns: z
          .array(concernSchema)
          .optional()
          .describe('areas of concern that Stage 1 recorded'),
      }),
    },
  },
  commands: {
    ...planningCommands,
    holdOpeningMeeting: {
      records: 'OpeningMeetingHeld',
      roles: ['leadAuditor'],
      description: 'Record the opening meeting; on is its day.',
      example: { on: '2026-11-30' },
    },
    ...fieldworkCommands,
    ...endingCommands,
    holdClosingMeeting: {
      records: 'ClosingMeetingHeld',
      roles: ['leadAuditor'],
      description: 'Record the closing meeting; on is the last day of the audit.',
      payload: closingSchema,
      example: { on: '2026-12-04' },
    },
    issueAuditReport: {
      records: 'AuditReportIssued',
      roles: ['leadAuditor'],
      description: 'Record that the audit report went to the client, with the auditor days used.',
      payload: reportSchema,
      example: { on: '2026-12-11', daysUsed: 10, agenda: [...agenda] },
    },
    concludeReadiness: {
      records: 'ReadinessConcluded',
      roles: ['leadAuditor'],
      description: 'Conclude whether the client is ready for Stage 2.',
      example: {
        conclusion: 'ready',
        objectives: [...objectives],
        internalAuditPerformed: true,
        managementReviewPerformed: true,
      },
    },
    makeRecommendation: {
      records: 'RecommendationMade',
      roles: ['leadAuditor'],
      description: 'Recommend for or against certification, on what condition.',
      example: { recommendation: 'recommendAfterCap' },
    },
  },
  reports: [
    'TeamMemberReplaced',
    'OpeningMeetingHeld',
    'ApplicabilityRecorded',
    'FindingRaised',
    'MinorsAggregatedToMajor',
    'ClosingMeetingHeld',
    'AuditSuspended',
    'AuditResumed',
    'AuditTerminated',
    'AuditCompleted',
  ],
});

/** What an audit records. */
export type Event = MachineEventOf<typeof contract>;
/** What an audit starts with. */
export type Input = InputOf<typeof contract>;
/** Kind of an audit. */
export type AuditKind = Input['kind'];
/** What an audit team recommends. */
export type Recommendation = z.infer<typeof recommendationSchema>;
/** What an audit remembers. */
export interface Context extends Omit<Input, 'concerns'> {
  readonly zone: string;
  /** Day of the last dated step. */
  readonly reachedOn: string;
  /** Day on which the client was told the team. */
  readonly teamNotifiedOn: string | null;
  readonly planSentOn: string | null;
  readonly planAgreed: boolean;
  readonly noticeWaived: boolean;
  /** Members of the team to whom the client objects, as long as nobody has decided or replaced them. */
  readonly objections: Readonly<Record<string, 'open' | 'upheld'>>;
  readonly findingsReviewed: boolean;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  /** Deadline of the report, known from the closing meeting on. */
  readonly reportDue: DueDate | null;
  /** Requirements that each item of evidence covers, by its id. */
  readonly evidence: Readonly<Record<string, readonly string[]>>;
  /** How many items of evidence were recorded, withdrawn ones among them. */
  readonly items: number;
  /** Requirements with evidence or finding. */
  readonly requirements: readonly string[];
  /** Nonconformities of this audit by id. */
  readonly findings: Readonly<Record<string, Finding>>;
  readonly majors: number;
  readonly minors: number;
  /** Requirements about which an opportunity for improvement was recorded, each time anew. */
  readonly opportunities: readonly string[];
  /** The same of observations. */
  readonly observations: readonly string[];
  /** Areas of concern: those of Stage 1 that this audit takes up, and those that it records. */
  readonly concerns: readonly Concern[];
  readonly conclusion: z.infer<typeof conclusionSchema> | null;
  readonly recommendation: Recommendation | null;
}
