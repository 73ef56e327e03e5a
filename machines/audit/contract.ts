import { z } from 'zod';
import { defineContract, type InputOf, type MachineEventOf } from '../engine/index.ts';
import {
  barredSchema,
  businessDateSchema,
  competenceSchema,
  documentSchema,
  gradeSchema,
  localDateSchema,
  personSchema,
  policySchema,
  requirementSchema,
  teamMemberSchema,
  teamSchema,
  textSchema,
} from '../policy/index.ts';
import {
  conclusionSchema,
  deadlinesSchema,
  findingSchema,
  kindSchema,
  recommendationSchema,
} from './audit-schema.ts';

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
  policy: policySchema
    .pick({
      zone: true,
      capDue: true,
      majorEvidenceDue: true,
      majorHardStop: true,
      minorPlanDue: true,
    })
    .describe('what the policy says about audits'),
});
const nothing = z.strictObject({});
const team = ['leadAuditor', 'auditor'] as const;

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
    TeamMemberReplaced: {
      description: 'A member left the audit team and another person joined it.',
      data: z.strictObject({
        leaves: personSchema.describe('who leaves'),
        joins: teamMemberSchema.describe('who joins'),
        reason: textSchema.describe('why'),
      }),
    },
    AuditPlanSent: {
      description: 'The client received the audit plan.',
      data: z.strictObject({ on: businessDateSchema }),
    },
    AuditPlanAgreed: { description: 'The client agreed to plan and team.', data: nothing },
    OpeningMeetingHeld: {
      description: 'The audit began with its opening meeting.',
      data: z.strictObject({ on: businessDateSchema }),
    },
    RequirementCovered: {
      description: 'Evidence for a requirement was seen.',
      data: z.strictObject({
        requirement: requirementSchema,
        documents: z.array(documentSchema).min(1).describe('what was seen, with version'),
      }),
    },
    FindingRaised: {
      description: 'A requirement was found not to be met.',
      data: findingSchema.extend({
        id: z.string().describe('id of the nonconformity, unique in the journey'),
        audit: z.string().describe('prefix of the audit'),
      }),
    },
    OpportunityForImprovementRecorded: {
      description: 'Something conforms and could be better.',
      data: z.strictObject({
        requirement: requirementSchema,
        statement: textSchema.describe('what could be better'),
      }),
    },
    AreaOfConcernRecorded: {
      description: 'Something could become a nonconformity in Stage 2.',
      data: z.strictObject({
        requirement: requirementSchema,
        potentialGrade: gradeSchema.describe('grade it could get'),
        statement: textSchema.describe('what is of concern'),
      }),
    },
    ClosingMeetingHeld: {
      description: 'The last day of the audit ended with the closing meeting.',
      data: z.strictObject({ on: businessDateSchema, deadlines: deadlinesSchema }),
    },
    AuditReportIssued: {
      description: 'The client received the audit report.',
      data: z.strictObject({ on: businessDateSchema }),
    },
    ReadinessConcluded: {
      description: 'Stage 1 ended with a conclusion on readiness.',
      data: z.strictObject({
        conclusion: conclusionSchema,
        internalAuditPerformed: z.boolean().describe('an internal audit was performed'),
        managementReviewPerformed: z.boolean().describe('a management review was performed'),
      }),
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
        majors: z.int().describe('majors raised'),
        minors: z.int().describe('minors raised'),
        opportunities: z.int().describe('opportunities for improvement recorded'),
      }),
    },
  },
  commands: {
    replaceTeamMember: {
      records: 'TeamMemberReplaced',
      roles: ['cbAdmin'],
      description:
        'Replace a member of the audit team; who leaves still counts as an auditor of this client.',
      example: {
        leaves: 'a-2',
        joins: { id: 'a-3', role: 'auditor', impartialityDeclared: true },
        reason: 'illness',
      },
    },
    sendAuditPlan: {
      records: 'AuditPlanSent',
      roles: ['leadAuditor'],
      description: 'Record that the audit plan went to the client.',
      example: { on: '2026-11-10' },
    },
    agreeAuditPlan: {
      records: 'AuditPlanAgreed',
      roles: ['client'],
      description: 'Agree to the audit plan and its team.',
      example: {},
    },
    holdOpeningMeeting: {
      records: 'OpeningMeetingHeld',
      roles: ['leadAuditor'],
      description: 'Record the opening meeting; on is its day.',
      example: { on: '2026-11-30' },
    },
    coverRequirement: {
      records: 'RequirementCovered',
      roles: team,
      description: 'Record evidence for a requirement: documents with title and version.',
      example: {
        requirement: '9.2.2',
        documents: [{ title: 'Internal audit programme', version: '3' }],
      },
    },
    raiseFinding: {
      records: 'FindingRaised',
      roles: team,
      description: 'Raise a nonconformity against one requirement; answers its id.',
      payload: findingSchema,
      example: {
        grade: 'minor',
        requirement: '7.2',
        statement: 'Competence of two administrators is not documented.',
        evidence: 'training-records',
      },
      answers: ['id'],
    },
    recordOpportunity: {
      records: 'OpportunityForImprovementRecorded',
      roles: team,
      description: 'Record an opportunity for improvement; it needs no answer.',
      example: { requirement: '9.1', statement: 'Trends could be shown.' },
    },
    recordAreaOfConcern: {
      records: 'AreaOfConcernRecorded',
      roles: team,
      description: 'Record what could become a nonconformity in Stage 2.',
      example: {
        requirement: '9.3.1',
        potentialGrade: 'minor',
        statement: 'One review input is missing.',
      },
    },
    holdClosingMeeting: {
      records: 'ClosingMeetingHeld',
      roles: ['leadAuditor'],
      description: 'Record the closing meeting; on is the last day of the audit.',
      payload: z.strictObject({ on: businessDateSchema }),
      example: { on: '2026-12-04' },
    },
    issueAuditReport: {
      records: 'AuditReportIssued',
      roles: ['leadAuditor'],
      description: 'Record that the audit report went to the client.',
      example: { on: '2026-12-11' },
    },
    concludeReadiness: {
      records: 'ReadinessConcluded',
      roles: ['leadAuditor'],
      description: 'Conclude whether the client is ready for Stage 2.',
      example: {
        conclusion: 'ready',
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
    'FindingRaised',
    'ClosingMeetingHeld',
    'AuditCompleted',
  ],
});

/** What an audit records. */
export type Event = MachineEventOf<typeof contract>;
/** What an audit starts with. */
export type Input = InputOf<typeof contract>;
/** Kind of an audit. */
export type AuditKind = Input['kind'];
/** What an audit remembers. */
export interface Context extends Input {
  readonly zone: string;
  /** Day of the last dated step. */
  readonly reachedOn: string;
  readonly planAgreed: boolean;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  readonly requirements: readonly string[];
  readonly majors: number;
  readonly minors: number;
  readonly opportunities: number;
  readonly concerns: number;
  readonly conclusion: z.infer<typeof conclusionSchema> | null;
  readonly recommendation: z.infer<typeof recommendationSchema> | null;
}
