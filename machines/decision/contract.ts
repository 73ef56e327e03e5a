import { z } from 'zod';
import { defineContract, type InputOf, type MachineEventOf } from '../engine/index.ts';
import {
  barredSchema,
  businessDateSchema,
  competenceSchema,
  localDateSchema,
  personSchema,
  policySchema,
  personalTextSchema,
} from '../policy/index.ts';

const input = z.strictObject({
  subject: z.enum(['certification', 'recertification']).describe('what is decided on'),
  audits: z.array(z.string()).min(1).describe('audits in the file'),
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
  policy: policySchema
    .pick({ zone: true, panelQuorum: true, staff: true })
    .extend(policySchema.pick({ id: true, version: true, panelRule: true }).partial().shape)
    .describe('what the policy says about decisions'),
});
const nothing = z.strictObject({});
const reasonsSchema = z.array(personalTextSchema('actor')).min(1).describe('reasons');
const refusalReasonsSchema = z.array(personalTextSchema('journey')).min(1).describe('reasons');

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
      data: z.strictObject({ reasons: reasonsSchema }),
    },
    FileResubmitted: {
      description: 'The team answered the reviewer.',
      data: z.strictObject({
        answer: personalTextSchema('actor').describe('what was clarified or added'),
      }),
    },
    TechnicalReviewPassed: {
      description: 'The reviewer found the file complete and consistent.',
      data: nothing,
    },
    PanelConvened: {
      description: 'The members of the panel are named.',
      data: z.strictObject({
        members: z
          .array(personSchema)
          .min(1)
          .refine((members) => new Set(members).size === members.length, 'nobody twice')
          .describe('members of the panel'),
      }),
    },
    PanelMemberRecused: {
      description: 'A member leaves the panel because of a conflict of interest.',
      data: z.strictObject({
        member: personSchema.describe('who leaves'),
        reason: personalTextSchema({ field: 'member' }).describe('why'),
      }),
    },
    PanelVoteCast: {
      description: 'A member voted.',
      data: z.strictObject({
        vote: z.enum(['for', 'against', 'veto', 'abstain']).describe('the vote'),
      }),
    },
    CertificationProposed: {
      description: 'The panel proposes to certify.',
      data: z.strictObject({ on: businessDateSchema }),
    },
    RefusalProposed: {
      description: 'The panel proposes to refuse.',
      data: z.strictObject({ on: businessDateSchema, reasons: refusalReasonsSchema }),
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
      description: 'Find the file complete and consistent.',
      example: {},
    },
    convenePanel: {
      records: 'PanelConvened',
      roles: ['cbAdmin'],
      description: 'Name the members of the panel; none of them has audited this client.',
      example: { members: ['p-1', 'p-2', 'p-3'] },
    },
    recusePanelMember: {
      records: 'PanelMemberRecused',
      roles: ['panelMember', 'cbAdmin'],
      description: 'Take a member with a conflict of interest off the panel.',
      example: { member: 'p-2', reason: 'former employer' },
    },
    castVote: {
      records: 'PanelVoteCast',
      roles: ['panelMember'],
      description: 'Vote for, against, veto or abstain; a later vote replaces an earlier one.',
      example: { vote: 'for' },
    },
    proposeCertification: {
      records: 'CertificationProposed',
      roles: ['panelMember'],
      description:
        'Record that the panel proposes to certify: quorum reached, majority for, no veto.',
      example: { on: '2027-01-18' },
    },
    proposeRefusal: {
      records: 'RefusalProposed',
      roles: ['panelMember'],
      description: 'Record that the panel proposes to refuse, with reasons.',
      example: { on: '2027-01-18', reasons: ['The scope is not covered.'] },
    },
  },
  reports: [
    'TechnicalReviewPassed',
    'PanelConvened',
    'PanelMemberRecused',
    'CertificationProposed',
    'RefusalProposed',
  ],
});

/** What a decision records. */
export type Event = MachineEventOf<typeof contract>;
/** What a decision starts with. */
export type Input = InputOf<typeof contract>;
/** Vote of a panel member. */
export type Vote = Extract<Event, { type: 'PanelVoteCast' }>['vote'];
/** What a decision remembers. */
export interface Context extends Input {
  readonly zone: string;
  readonly staff: Input['policy']['staff'];
  /** Day of the last dated step. */
  readonly reachedOn: string;
  /** Members of the panel that have not been recused. */
  readonly members: readonly string[];
  /** Votes by member. */
  readonly votes: Readonly<Record<string, Vote>>;
}
