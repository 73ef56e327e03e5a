import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import {
  barredSchema,
  businessDateSchema,
  documentSchema,
  localDateSchema,
  personSchema,
  requirementSchema,
  personalTextSchema,
  textSchema,
  teamMemberSchema,
} from '../policy/index.ts';

const nothing = z.strictObject({});
const objectionSchema = z.strictObject({
  member: personSchema.describe('member of the team'),
  reason: personalTextSchema({ field: 'member' }).describe('why'),
});

const notifiedSchema = z.strictObject({
  on: businessDateSchema.describe('day on which the client was told'),
});
const timeSchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 09:30')
  .meta({ examples: ['09:30'] });
const providedSchema = z.strictObject({
  on: businessDateSchema,
  documents: z
    .array(documentSchema)
    .min(1)
    .max(200)
    .describe('what the audit team can see from that day on, with title and version'),
  requirements: z
    .array(requirementSchema)
    .max(200)
    .optional()
    .describe('clauses and controls that they are about'),
});
const sessionSchema = z.strictObject({
  day: localDateSchema.describe('day of the session'),
  begins: timeSchema.optional().describe('when it begins'),
  ends: timeSchema.optional().describe('when it ends'),
  subject: textSchema.describe('area or process'),
  requirements: z.array(requirementSchema).max(200).describe('clauses and controls'),
  auditor: personSchema.describe('who audits'),
  meets: z
    .array(personSchema)
    .max(50)
    .optional()
    .describe('opaque ids of the people whom the auditor meets'),
  mode: z.enum(['onSite', 'remote']).describe('where the auditor is'),
});
const planSchema = z.strictObject({
  on: businessDateSchema,
  objectives: textSchema.optional().describe('objectives and criteria of the audit'),
  sessions: z.array(sessionSchema).max(500).optional().describe('sessions in order'),
  remoteShare: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('share of the time that is audited remotely')
    .meta({ unit: 'share, 0 to 1' }),
  remoteReason: textSchema.optional().describe('why so much is audited remotely'),
});

/** What is recorded before an audit begins. */
export const planningEvents = {
  TeamMemberReplaced: {
    description: 'A member left the audit team and another person joined it.',
    data: z.strictObject({
      leaves: personSchema.describe('who leaves'),
      joins: teamMemberSchema.describe('who joins'),
      reason: personalTextSchema({ field: 'leaves' }).describe('why'),
    }),
  },
  TeamNotified: {
    description: 'The client was told the names of the audit team, and can object to them.',
    data: notifiedSchema,
  },
  AuditPostponed: {
    description: 'The audit was given other dates before it began; its plan is sent again.',
    data: z.strictObject({
      from: localDateSchema.describe('first planned day'),
      to: localDateSchema.describe('last planned day'),
    }),
  },
  Stage1ValidityReviewed: {
    description: 'The certification body reviewed Stage 1; Stage 2 may open until another day.',
    data: z.strictObject({ openBy: localDateSchema.describe('T-03: last opening day') }),
  },
  BarredFromAuditChanged: {
    description: 'Others may not audit this client than those known before.',
    data: z.strictObject({
      deciders: z
        .array(personSchema)
        .describe('everybody who has reviewed or decided on this client'),
      barred: z
        .array(barredSchema)
        .describe('everybody with another interest in this client, and until when that bars'),
    }),
  },
  DocumentsProvided: {
    description: 'The client gave the audit team access to documents.',
    data: providedSchema,
  },
  AuditPlanSent: {
    description: 'The client received the audit plan.',
    data: planSchema,
  },
  AuditPlanCommented: {
    description: 'The client wants the plan changed; it is sent again.',
    data: z.strictObject({
      comments: z
        .array(personalTextSchema('actor'))
        .min(1)
        .max(100)
        .describe('what should be different'),
    }),
  },
  AuditPlanAgreed: { description: 'The client agreed to plan and team.', data: nothing },
  NoticeWaived: {
    description: 'The client does without the notice before the audit.',
    data: z.strictObject({ reason: personalTextSchema('actor').describe('why') }),
  },
  TeamObjectionRaised: {
    description: 'The client objects to a member of the audit team.',
    data: objectionSchema,
  },
  TeamObjectionUpheld: {
    description: 'The objection is right: the member has to be replaced.',
    data: objectionSchema,
  },
  TeamObjectionDismissed: {
    description: 'The objection is not right: the member stays.',
    data: objectionSchema,
  },
};

/** What people ask for before an audit begins. */
export const planningCommands = {
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
  notifyTeam: {
    records: 'TeamNotified',
    roles: ['cbAdmin', 'leadAuditor'],
    description: 'Record that the client was told who is on the audit team.',
    example: { on: '2026-10-05' },
  },
  provideDocuments: {
    records: 'DocumentsProvided',
    roles: ['client'],
    description: 'Give the audit team access to documents of the management system.',
    example: {
      on: '2026-10-12',
      documents: [
        { title: 'Scope of the management system', version: '2' },
        { title: 'Statement of applicability', version: '4' },
      ],
      requirements: ['4.3', '6.1.3'],
    },
  },
  sendAuditPlan: {
    records: 'AuditPlanSent',
    roles: ['leadAuditor'],
    description:
      'Record that the audit plan went to the client: areas, people to be met, and times.',
    example: {
      on: '2026-11-10',
      sessions: [
        {
          ...{ day: '2026-11-30', begins: '09:30', ends: '11:00', subject: 'internal audit' },
          ...{ requirements: ['9.2.2'], auditor: 'a-1', meets: ['c-7'], mode: 'onSite' },
        },
      ],
    },
  },
  agreeAuditPlan: {
    records: 'AuditPlanAgreed',
    roles: ['client'],
    description: 'Agree to the audit plan and its team.',
    example: {},
  },
  commentAuditPlan: {
    records: 'AuditPlanCommented',
    roles: ['client'],
    description: 'Ask for changes of the audit plan; it is sent again.',
    example: { comments: ['The second day is a holiday at the data centre.'] },
  },
  waiveNotice: {
    records: 'NoticeWaived',
    roles: ['client'],
    description: 'Do without the days of notice between the plan and the audit.',
    example: { reason: 'The dates were agreed by telephone.' },
  },
  objectToTeam: {
    records: 'TeamObjectionRaised',
    roles: ['client'],
    description: 'Object to a member of the audit team; the audit does not begin meanwhile.',
    example: { member: 'a-2', reason: 'Worked for a competitor last year.' },
  },
  upholdObjection: {
    records: 'TeamObjectionUpheld',
    roles: ['cbAdmin'],
    description: 'Find an objection right; the member is to be replaced.',
    example: { member: 'a-2', reason: 'The interest is not small.' },
  },
  dismissObjection: {
    records: 'TeamObjectionDismissed',
    roles: ['cbAdmin'],
    description: 'Find an objection not right; the member stays.',
    example: { member: 'a-2', reason: 'That was eight years ago.' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof planningEvents>>;
