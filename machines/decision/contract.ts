import { z } from 'zod';
import { recommendationSchema } from '../audit/index.ts';
import { defineContract, type InputOf, type MachineEventOf } from '../engine/index.ts';
import {
  barredSchema,
  competenceSchema,
  dueDateSchema,
  localDateSchema,
  personSchema,
  policySchema,
  personalTextSchema,
} from '../policy/index.ts';
import { checklist, checkSchema, fileSchema, type Vote } from './file-schema.ts';
import { panelCommands, panelEvents } from './panel-contract.ts';

const input = z.strictObject({
  subject: z.enum(['certification', 'recertification', 'transfer']).describe('what is decided on'),
  audits: z
    .array(z.string())
    .describe('audits in the file; none where what another body audited was reviewed'),
  file: fileSchema.optional().describe('what lies in the file, with hashes'),
  recommendation: recommendationSchema.nullable().optional(),
  auditors: z.array(personSchema).describe('present members of the audit teams of this client'),
  formerAuditors: z.array(personSchema).describe('who has left an audit team of this client'),
  barred: z
    .array(barredSchema)
    .optional()
    .describe('who advised this client or has another interest in it, and until when that bars'),
  competences: z
    .array(competenceSchema)
    .optional()
    .describe('competences that the panel holds together'),
  completeOn: localDateSchema.describe('day on which the file was complete'),
  decisionDue: dueDateSchema.describe('T-10: proposal of the panel'),
  firstAlert: dueDateSchema.describe('T-10: first reminder before that'),
  lastAlert: dueDateSchema.describe('T-10: last reminder before that'),
  policy: policySchema
    .pick({ zone: true, panelQuorum: true, staff: true })
    .extend(policySchema.pick({ id: true, version: true, panelRule: true }).partial().shape)
    .describe('what the policy says about decisions'),
});
const nothing = z.strictObject({});
const reasonsSchema = z.array(personalTextSchema('actor')).min(1).describe('reasons');
const due = (date: string, at: string) => ({
  ...{ rule: 'T-10', anchor: 'globex-27001:160' },
  ...{ due: date, at },
});

/** What goes into a certification decision and what comes out of it: a proposal, never a grant. */
export const contract = defineContract({
  id: 'decision',
  workflowType: 'certificationDecision',
  version: '1.0.0',
  description: 'Technical review and panel for one complete file; the outcome is a proposal.',
  input,
  example: {
    subject: 'certification',
    audits: ['stage-1', 'stage-2'],
    auditors: ['a-1'],
    formerAuditors: [],
    completeOn: '2027-01-15',
    decisionDue: due('2027-02-14', '2027-02-14T23:00:00.000Z'),
    firstAlert: due('2027-02-04', '2027-02-04T23:00:00.000Z'),
    lastAlert: due('2027-02-09', '2027-02-09T23:00:00.000Z'),
    policy: { zone: 'Europe/Berlin', panelQuorum: 3, staff: [] },
  },
  starts: 'TechnicalReviewStarted',
  events: {
    TechnicalReviewStarted: {
      description: 'A complete file is under technical review.',
      data: input,
    },
    FileReturnedToTeam: {
      description: 'The reviewer gave the file back to the team.',
      data: z.strictObject({
        reasons: reasonsSchema,
        lacking: z.array(checkSchema).max(8).optional().describe('what could not be confirmed'),
      }),
    },
    FileResubmitted: {
      description: 'The team answered the reviewer.',
      data: z.strictObject({
        answer: personalTextSchema('actor').describe('what was clarified or added'),
      }),
    },
    TechnicalReviewPassed: {
      description: 'The reviewer found the file complete and consistent.',
      data: z.strictObject({
        confirmed: z.array(checkSchema).max(8).describe('what was looked at and confirmed'),
      }),
    },
    ImpartialityDeclared: {
      description: 'The person who acts declared impartiality for this client and this case.',
      data: nothing,
    },
    ...panelEvents,
    FirstAlertElapsed: {
      description: 'The day of the first reminder of the decision has come.',
      data: dueDateSchema,
    },
    LastAlertElapsed: {
      description: 'The day of the last reminder of the decision has come.',
      data: dueDateSchema,
    },
    DecisionDueElapsed: {
      description: 'The last day for a proposal of the panel has passed.',
      data: dueDateSchema,
    },
    DecisionOverdue: {
      description: 'The panel has made no proposal in time; people decide what follows.',
      data: dueDateSchema.extend({
        waitingFor: z
          .enum(['technicalReview', 'team', 'panel'])
          .describe('who had the file when the day passed'),
      }),
    },
  },
  commands: {
    returnFile: {
      records: 'FileReturnedToTeam',
      roles: ['technicalReviewer'],
      description: 'Give the file back to the team with reasons.',
      example: { reasons: ['The report lacks the dates of the audit.'] },
    },
    resubmitFile: {
      records: 'FileResubmitted',
      roles: ['leadAuditor', 'cbAdmin'],
      description: 'Submit the file again with an answer to the reviewer.',
      example: { answer: 'The dates were added.' },
    },
    passTechnicalReview: {
      records: 'TechnicalReviewPassed',
      roles: ['technicalReviewer'],
      description: 'Find the file complete and consistent, point by point.',
      example: { confirmed: [...checklist] },
    },
    declareImpartiality: {
      records: 'ImpartialityDeclared',
      roles: ['technicalReviewer', 'panelMember'],
      description:
        'Declare that nothing puts the own impartiality at risk in this case; who cannot is recused.',
      example: {},
    },
    ...panelCommands,
  },
  reports: [
    'TechnicalReviewPassed',
    'PanelConvened',
    'PanelMemberRecused',
    'CertificationProposed',
    'RefusalProposed',
    'FollowUpAuditRequested',
  ],
});

/** What a decision records. */
export type Event = MachineEventOf<typeof contract>;
/** What a decision starts with. */
export type Input = InputOf<typeof contract>;
/** Who has the file. */
export type Holder = 'technicalReview' | 'team' | 'panel';
/** What a decision remembers. */
export interface Context extends Input {
  readonly zone: string;
  readonly staff: Input['policy']['staff'];
  /** Day of the last dated step. */
  readonly reachedOn: string;
  readonly holder: Holder;
  /** Who passed the technical review. */
  readonly reviewer: string | null;
  /** Members of the panel that have not been recused. */
  readonly members: readonly string[];
  readonly recused: readonly string[];
  /** Who has declared impartiality for this case. */
  readonly declared: readonly string[];
  /** Questions of the panel by id, and whether they were answered. */
  readonly questions: Readonly<Record<string, 'open' | 'answered'>>;
  /** Who stated why a negative recommendation may be overturned. */
  readonly overturnedBy: string | null;
  /** Votes by member. */
  readonly votes: Readonly<Record<string, Vote>>;
  readonly isOverdue: boolean;
}
