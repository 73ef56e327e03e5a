import { z } from 'zod';
import { expects, type CommandDefinition } from '../engine/index.ts';
import {
  businessDateSchema,
  personalTextSchema,
  personSchema,
  requirementSchema,
} from '../policy/index.ts';
import { recordSchema, voteSchema } from './file-schema.ts';

const reasonsSchema = z.array(personalTextSchema('actor')).min(1).describe('reasons');
const questionId = z.string().describe('id of the question within the decision');
const questionSchema = z.strictObject({
  question: personalTextSchema('actor').describe('what the panel wants to know'),
});
const proposalSchema = z.strictObject({
  on: businessDateSchema,
  minutes: personalTextSchema('actor').optional().describe('what was discussed, in short'),
});
const refusalSchema = proposalSchema.extend({
  reasons: z.array(personalTextSchema('journey')).min(1).describe('reasons'),
});
const followUpSchema = refusalSchema.extend({
  requirements: z
    .array(requirementSchema)
    .min(1)
    .max(200)
    .describe('clauses and controls that the follow-up audit looks at'),
});
const record = recordSchema.describe('who decided on what, and how');

/** What is recorded about a panel. */
export const panelEvents = {
  PanelConvened: {
    description: 'The members of the panel are named.',
    data: z.strictObject({
      members: z
        .array(personSchema)
        .min(1)
        .refine((members) => new Set(members).size === members.length, expects('nobodyTwice'))
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
  PanelInformationRequested: {
    description: 'The panel asked for more information.',
    data: questionSchema.extend({ id: questionId }),
  },
  PanelInformationProvided: {
    description: 'A question of the panel was answered.',
    data: z.strictObject({
      id: questionId,
      answer: personalTextSchema('actor').describe('the answer'),
    }),
  },
  NegativeRecommendationOverturned: {
    description: 'A member stated why the panel may certify although the team advised against it.',
    data: z.strictObject({ reasons: reasonsSchema }),
  },
  PanelVoteCast: {
    description: 'A member voted.',
    data: z.strictObject({ vote: voteSchema }),
  },
  CertificationProposed: {
    description: 'The panel proposes to certify.',
    data: proposalSchema.extend({ record }),
  },
  RefusalProposed: {
    description: 'The panel proposes to refuse.',
    data: refusalSchema.extend({ record }),
  },
  FollowUpAuditRequested: {
    description: 'The panel wants a follow-up audit before it decides on a new file.',
    data: followUpSchema.extend({ record }),
  },
};

/** What people ask for about a panel. */
export const panelCommands = {
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
  requestPanelInformation: {
    records: 'PanelInformationRequested',
    roles: ['panelMember'],
    description: 'Ask for more information; the panel does not conclude before the answer.',
    payload: questionSchema,
    example: { question: 'Were both data centres visited?' },
    answers: ['id'],
  },
  providePanelInformation: {
    records: 'PanelInformationProvided',
    roles: ['leadAuditor', 'cbAdmin', 'applicationReviewer', 'technicalReviewer'],
    description: 'Answer a question of the panel.',
    example: { id: 'q-1', answer: 'Both, on the second day.' },
  },
  overturnRecommendation: {
    records: 'NegativeRecommendationOverturned',
    roles: ['panelMember'],
    description: 'State why the panel may certify against the advice of the team.',
    example: { reasons: ['What the team missed was shown since.'] },
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
    payload: proposalSchema,
    example: { on: '2027-01-18' },
  },
  proposeRefusal: {
    records: 'RefusalProposed',
    roles: ['panelMember'],
    description: 'Record that the panel proposes to refuse, with reasons.',
    payload: refusalSchema,
    example: { on: '2027-01-18', reasons: ['The scope is not covered.'] },
  },
  requestFollowUpAudit: {
    records: 'FollowUpAuditRequested',
    roles: ['panelMember'],
    description:
      'Record that the panel neither proposes to certify nor to refuse, but wants a follow-up audit.',
    payload: followUpSchema,
    example: {
      on: '2027-01-18',
      reasons: ['Whether the new programme is kept was not seen.'],
      requirements: ['9.2.2'],
    },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof panelEvents>>;
