import { z } from 'zod';
import {
  defineContract,
  type DueDate,
  type InputOf,
  type MachineEventOf,
} from '../engine/index.ts';
import {
  businessDateSchema,
  documentSchema,
  dueDateSchema,
  gradeSchema,
  localDateSchema,
  personSchema,
  policySchema,
  requirementSchema,
  teamSchema,
  personalTextSchema,
} from '../policy/index.ts';
import { gradeCommands, gradeEvents } from './grade-contract.ts';

const input = z.strictObject({
  grade: gradeSchema.describe('grade of the nonconformity'),
  requirement: requirementSchema,
  statement: personalTextSchema({ field: 'raisedBy' }).describe('what is not met'),
  evidence: personalTextSchema({ field: 'raisedBy' }).describe('objective evidence, by reference'),
  raisedBy: personSchema.describe('auditor who raised it'),
  raisedOn: localDateSchema.describe('first day of the audit in which it was raised'),
  team: teamSchema.describe('audit team that follows it up'),
  sites: z
    .int()
    .min(1)
    .optional()
    .describe('sites within the scope; with several a plan says which are affected')
    .meta({ unit: 'sites' }),
  policy: policySchema
    .pick({ zone: true, capMaxRounds: true })
    .extend(
      policySchema
        .pick({ id: true, version: true, capDue: true, majorEvidenceDue: true, minorPlanDue: true })
        .partial().shape,
    )
    .describe('what the policy says about corrective action'),
});
const nothing = z.strictObject({});
const siteSchema = z.string().min(1).max(64);
const actionSchema = z.strictObject({
  what: personalTextSchema({ field: 'owner' }).describe(
    'what is done so that it does not happen again',
  ),
  owner: personSchema.describe('who does it'),
  due: localDateSchema.describe('by when'),
  site: siteSchema.optional().describe('site at which it is done; without one, centrally'),
});
const extentSchema = z.strictObject({
  checked: personalTextSchema('actor').describe('what was looked at elsewhere, and what was found'),
  sites: z.array(siteSchema).max(1000).describe('other sites that are affected as well'),
  isSystemic: z.boolean().describe('whether the cause lies in the system, not at one site'),
});
const planSchema = z.strictObject({
  on: businessDateSchema.optional().describe('day on which the client sent it'),
  rootCause: personalTextSchema('actor').describe('why it happened'),
  method: z
    .enum(['fiveWhys', 'fishbone', 'faultTree', 'timeline', 'other'])
    .optional()
    .describe('how the cause was found'),
  correction: personalTextSchema('actor').describe('what was mended at once'),
  actions: z.array(actionSchema).min(1).describe('corrective actions with owner and due date'),
  extent: extentSchema.optional().describe('whether other sites and processes are affected'),
  verification: personalTextSchema('actor')
    .optional()
    .describe('by what it will be seen that the actions were taken and work'),
});
const round = z
  .int()
  .positive()
  .describe('which plan it is, 1 for the first')
  .meta({ unit: 'plans' });
const rejectionSchema = z.strictObject({
  reasons: z.array(personalTextSchema('actor')).min(1).describe('what the plan lacks'),
});
const evidenceSchema = z.strictObject({
  on: businessDateSchema.describe('day on which the correction was done'),
  documents: z.array(documentSchema).min(1).describe('evidence, by reference'),
  carriedOutBy: personSchema.describe('who carried the action out'),
});
const recordedAfterLapse = z
  .literal(true)
  .optional()
  .describe('it happened in time and was recorded after the date had passed');
const team = ['leadAuditor', 'auditor'] as const;

/** What goes into a nonconformity and what comes out of it. */
export const contract = defineContract({
  id: 'nonconformity',
  version: '1.0.0',
  description: 'A requirement that was not met, from its raising to its closing.',
  input,
  example: {
    grade: 'major',
    requirement: '9.2.2',
    statement: 'The internal audit programme leaves out two sites.',
    evidence: 'internal-audit-programme',
    raisedBy: 'a-1',
    raisedOn: '2026-11-30',
    team: [{ id: 'a-1', role: 'leadAuditor', impartialityDeclared: true }],
    policy: { zone: 'Europe/Berlin', capMaxRounds: 3 },
  },
  starts: 'NonconformityRaised',
  events: {
    NonconformityRaised: { description: 'A requirement was found not to be met.', data: input },
    AuditTeamChanged: {
      description: 'Another team follows the nonconformity up.',
      data: z.strictObject({ team: teamSchema }),
    },
    ResponseDatesSet: {
      description: 'The closing meeting set the dates for the answer.',
      data: z.strictObject({
        on: businessDateSchema.describe('day of the closing meeting'),
        capDue: dueDateSchema.describe('T-05: first plan'),
        responseDue: dueDateSchema.describe(
          'T-06: evidence for a major; T-08: accepted plan for a minor',
        ),
      }),
    },
    NonconformityAcknowledged: {
      description: 'The client acknowledged the nonconformity.',
      data: nothing,
    },
    ...gradeEvents,
    CapSubmitted: {
      description: 'The client stated cause, correction and corrective actions.',
      data: planSchema.extend({ round, recordedAfterLapse }),
    },
    CapAccepted: {
      description: 'The audit team accepted the corrective action plan.',
      data: nothing,
    },
    CapRejected: {
      description: 'The audit team asked for another plan.',
      data: rejectionSchema.extend({ round }),
    },
    FollowUpAuditOrdered: {
      description: 'A person decided how to go on after too many rejected plans.',
      data: z.strictObject({
        reason: personalTextSchema('actor').describe('why, and what is agreed'),
      }),
    },
    EvidenceSubmitted: {
      description: 'The client showed what was done.',
      data: evidenceSchema.extend({ recordedAfterLapse }),
    },
    EvidenceRejected: {
      description: 'The audit team found the evidence insufficient.',
      data: z.strictObject({
        reasons: z.array(personalTextSchema('actor')).min(1).describe('what is missing'),
      }),
    },
    CorrectiveActionVerified: {
      description: 'The audit team saw that the corrective action was taken.',
      data: z.strictObject({
        on: businessDateSchema.describe('day of the verification'),
        method: z.enum(['document', 'followUpVisit', 'nextAudit']).describe('how it was verified'),
      }),
    },
    NonconformityClosed: {
      description: 'The corrective action is effective; nothing is left to do.',
      data: z.strictObject({
        on: businessDateSchema.describe('day of the closing'),
        effectiveness: personalTextSchema('actor').describe('why the action counts as effective'),
      }),
    },
    CapDueElapsed: { description: 'The day for the first plan has passed.', data: dueDateSchema },
    CapDeadlineMissed: { description: 'No plan was submitted in time.', data: dueDateSchema },
    ResponseDueElapsed: {
      description: 'The day for evidence or accepted plan has passed.',
      data: dueDateSchema,
    },
    ResponseDeadlineMissed: {
      description: 'Evidence or accepted plan were not there in time; people decide what follows.',
      data: dueDateSchema.extend({
        waitingFor: z
          .enum(['client', 'certificationBody'])
          .describe('whose turn it was when the day passed'),
      }),
    },
  },
  commands: {
    acknowledgeNonconformity: {
      records: 'NonconformityAcknowledged',
      roles: ['client'],
      description: 'Acknowledge the nonconformity.',
      example: {},
    },
    ...gradeCommands,
    submitCap: {
      records: 'CapSubmitted',
      roles: ['client'],
      payload: planSchema,
      description:
        'Submit the corrective action plan: cause, correction, actions with owner and due date.',
      example: {
        rootCause: 'Nobody owned the programme.',
        correction: 'The two sites were audited.',
        verification: 'The next programme and its reports.',
        actions: [{ what: 'Name an owner of the programme', owner: 'c-7', due: '2027-01-31' }],
      },
    },
    acceptCap: {
      records: 'CapAccepted',
      roles: team,
      description: 'Accept the corrective action plan.',
      example: {},
    },
    rejectCap: {
      records: 'CapRejected',
      roles: team,
      payload: rejectionSchema,
      description: 'Reject the plan with reasons; the client submits another one.',
      example: { reasons: ['The cause is not stated.'] },
    },
    orderFollowUpAudit: {
      records: 'FollowUpAuditOrdered',
      roles: ['leadAuditor'],
      description:
        'Decide that a follow-up is done and another plan is taken after too many rejected ones.',
      example: { reason: 'Cause analysed together on site.' },
    },
    submitEvidence: {
      records: 'EvidenceSubmitted',
      roles: ['client'],
      payload: evidenceSchema,
      description: 'Submit evidence that the actions were carried out, and by whom.',
      example: {
        on: '2026-12-19',
        documents: [{ title: 'Internal audit report', version: '2' }],
        carriedOutBy: 'c-7',
      },
    },
    rejectEvidence: {
      records: 'EvidenceRejected',
      roles: team,
      description: 'Reject the evidence with reasons; the client submits more.',
      example: { reasons: ['One site is missing.'] },
    },
    verifyCorrectiveAction: {
      records: 'CorrectiveActionVerified',
      roles: team,
      description:
        'Record that the corrective action was verified: by document, followUpVisit or nextAudit.',
      example: { on: '2027-01-13', method: 'followUpVisit' },
    },
    closeNonconformity: {
      records: 'NonconformityClosed',
      roles: team,
      description:
        'Close the nonconformity after its verification, stating why the action is effective.',
      example: {
        on: '2027-01-15',
        effectiveness: 'Both sites were audited; the owner keeps the programme.',
      },
    },
  },
  reports: [
    'CapAccepted',
    'CorrectiveActionVerified',
    'NonconformityClosed',
    'NonconformityWithdrawn',
    'NonconformityDowngraded',
    'NonconformityEscalated',
  ],
});

/** What a nonconformity records. */
export type Event = MachineEventOf<typeof contract>;
/** What a nonconformity starts with. */
export type Input = InputOf<typeof contract>;
/** How far a nonconformity reaches beyond where it was found. */
export type Extent = z.infer<typeof extentSchema>;
/** What a nonconformity remembers. */
export interface Context extends Input {
  readonly zone: string;
  /** Day of the last dated step. */
  readonly reachedOn: string;
  readonly acknowledged: boolean;
  readonly disputed: boolean;
  /** Who proposed to downgrade it. */
  readonly downgradeProposedBy: string | null;
  readonly carriedForward: boolean;
  /** Day of the closing meeting. */
  readonly closingOn: string | null;
  /** Whose turn it is while the answer is due. */
  readonly turn: 'client' | 'certificationBody';
  /** Day of the first plan, as long as none was submitted. */
  readonly capDue: DueDate | null;
  readonly responseDue: DueDate | null;
  /** How many plans the client has submitted. */
  readonly rounds: number;
  /** Whether the last plan lacks nothing that an accepted one has. */
  readonly isPlanComplete: boolean;
  /** What the last plan says of other sites, and where its actions are done (`null`: centrally). */
  readonly extent: Extent | null;
  readonly actionSites: readonly (string | null)[];
  /** How often a plan was rejected since a person last decided how to go on. */
  readonly rejections: number;
  readonly carriedOutBy: string | null;
  /** Rule ids of the deadlines that passed unanswered. */
  readonly missed: readonly string[];
}
