import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import {
  businessDateSchema,
  competenceSchema,
  documentSchema,
  dueDateSchema,
  localDateSchema,
  personalTextSchema,
  requirementSchema,
  teamSchema,
} from '../../policy/index.ts';

const nothing = z.strictObject({});
const scheduleSchema = z.strictObject({
  from: localDateSchema.describe('first planned day'),
  to: localDateSchema.describe('last planned day'),
  team: teamSchema,
});
const scheduledSchema = scheduleSchema.extend({
  audit: z.string().describe('id of the audit below the journey, e.g. stage-2'),
  prefix: z.string().describe('what the ids of its nonconformities start with after nc-'),
});
const takesUp = z
  .array(z.string().min(1).max(64))
  .max(20)
  .optional()
  .describe('special audits that it does as well, by the ids of their orders');
const programmeScheduleSchema = scheduleSchema.extend({ takesUp });
const programmeScheduledSchema = scheduledSchema.extend({ takesUp });
const authorisationSchema = z.strictObject({
  on: businessDateSchema,
  justification: personalTextSchema('actor').describe('why Stage 1 is a sound basis for Stage 2'),
  competences: z
    .array(competenceSchema)
    .max(100)
    .optional()
    .describe('competences that Stage 1 showed the team of Stage 2 to need as well'),
});
const postponementSchema = z.strictObject({
  on: businessDateSchema,
  from: localDateSchema.describe('first planned day now'),
  to: localDateSchema.describe('last planned day now'),
  reason: personalTextSchema('actor').describe('why Stage 2 does not take place as planned'),
});
const addressedSchema = z.strictObject({
  on: businessDateSchema,
  requirement: requirementSchema,
  measures: personalTextSchema('actor').describe('what the client did about it'),
  documents: z
    .array(documentSchema)
    .max(100)
    .optional()
    .describe('what shows that, with title and version'),
});
const repeatSchema = z.strictObject({
  on: businessDateSchema,
  part: z.enum(['all', 'part']).describe('how much of Stage 1 is repeated'),
  reason: personalTextSchema('actor').describe('what has changed, and what is repeated'),
});
const schedule = {
  payload: scheduleSchema,
  roles: ['cbAdmin'],
  answers: ['audit'],
  example: {
    from: '2026-11-30',
    to: '2026-12-04',
    team: [
      { id: 'a-1', role: 'leadAuditor', impartialityDeclared: true },
      { id: 'a-2', role: 'auditor', impartialityDeclared: true },
    ],
  },
} as const;

/** What is recorded about the audits of a journey, besides what the audits record themselves. */
export const auditEvents = {
  PreAuditRequested: { description: 'The client wants a pre-audit.', data: scheduledSchema },
  PreAuditSkipped: { description: 'The client goes without a pre-audit.', data: nothing },
  Stage1Scheduled: { description: 'Stage 1 has dates and a team.', data: scheduledSchema },
  AreaOfConcernAddressed: {
    description: 'The client did something about an area of concern before Stage 2.',
    data: addressedSchema,
  },
  Stage2Authorised: {
    description: 'The certification body found Stage 1 a sound basis for Stage 2.',
    data: authorisationSchema.extend({
      unaddressed: z
        .array(requirementSchema)
        .optional()
        .describe('areas of concern about which the client has told nothing yet'),
      openBy: localDateSchema.describe('T-03: last opening day of Stage 2'),
      validity: dueDateSchema.describe('T-03: the same as a deadline'),
    }),
  },
  Stage1RepeatRequired: {
    description: 'The certification body has Stage 1 repeated, in whole or in part.',
    data: repeatSchema,
  },
  Stage1ValidityElapsed: {
    description: 'The last day on which Stage 2 could open on this Stage 1 has passed.',
    data: dueDateSchema,
  },
  Stage1ValidityLapsed: {
    description: 'Stage 1 is no sound basis any more: its validity is reviewed, or it is repeated.',
    data: dueDateSchema,
  },
  Stage2Scheduled: { description: 'Stage 2 has dates and a team.', data: scheduledSchema },
  Stage2Postponed: {
    description: 'Stage 2 was given other dates before it began.',
    data: postponementSchema,
  },
  MajorClosureWindowElapsed: {
    description: 'The last day to verify the majors of Stage 2 has passed.',
    data: dueDateSchema,
  },
  Stage2ReauditRequired: {
    description: 'A major was not verified in time: Stage 2 has to be done again.',
    data: dueDateSchema,
  },
  FollowUpAuditScheduled: {
    description: 'The follow-up audit that the panel asked for has dates and a team.',
    data: scheduledSchema,
  },
  SurveillanceScheduled: {
    description: 'A surveillance audit has dates and a team.',
    data: programmeScheduledSchema,
  },
  SurveillanceDueElapsed: {
    description: 'The last day for the surveillance audit has passed.',
    data: dueDateSchema,
  },
  SurveillanceOverdue: {
    description: 'The surveillance audit was not done in time; people decide what follows.',
    data: dueDateSchema,
  },
  RecertificationPlanned: {
    description: 'The recertification audit has dates and a team.',
    data: programmeScheduledSchema,
  },
};

/** What people ask for about the audits of a journey. */
export const auditCommands = {
  requestPreAudit: {
    ...schedule,
    records: 'PreAuditRequested',
    roles: ['client', 'cbAdmin'],
    description: 'Have a pre-audit; answers its id.',
  },
  skipPreAudit: {
    records: 'PreAuditSkipped',
    roles: ['client'],
    description: 'Go without a pre-audit.',
    example: {},
  },
  scheduleStage1: {
    ...schedule,
    records: 'Stage1Scheduled',
    description: 'Set dates and team of Stage 1; answers its id.',
  },
  addressConcern: {
    records: 'AreaOfConcernAddressed',
    roles: ['client'],
    description: 'Tell what was done about an area of concern of Stage 1, before Stage 2 begins.',
    example: {
      on: '2026-10-30',
      requirement: '9.2.2',
      measures: 'Both sites were audited.',
      documents: [{ title: 'Internal audit report', version: '2' }],
    },
  },
  authoriseStage2: {
    records: 'Stage2Authorised',
    roles: ['applicationReviewer'],
    description: 'Find Stage 1 a sound basis for Stage 2, the first time or again.',
    payload: authorisationSchema,
    example: { on: '2026-11-02', justification: 'Ready; nothing has changed since Stage 1.' },
  },
  repeatStage1: {
    records: 'Stage1RepeatRequired',
    roles: ['applicationReviewer'],
    description: 'Have Stage 1 repeated; that is for the certification body to decide.',
    example: { on: '2026-11-05', part: 'part', reason: 'A second data centre was taken over.' },
  },
  scheduleStage2: {
    ...schedule,
    records: 'Stage2Scheduled',
    description: 'Set dates and team of Stage 2; answers its id.',
  },
  postponeStage2: {
    records: 'Stage2Postponed',
    roles: ['cbAdmin', 'applicationReviewer'],
    description: 'Give Stage 2 other dates before it begins; its plan is sent and agreed again.',
    example: {
      ...{ on: '2026-11-20', from: '2027-01-18', to: '2027-01-22' },
      reason: 'The concerns of Stage 1 take longer to resolve.',
    },
  },
  scheduleFollowUpAudit: {
    ...schedule,
    records: 'FollowUpAuditScheduled',
    description:
      'Set dates and team of the follow-up audit that the panel asked for; answers its id.',
  },
  scheduleSurveillance: {
    ...schedule,
    records: 'SurveillanceScheduled',
    payload: programmeScheduleSchema,
    description: 'Set dates and team of the surveillance audit; answers its id.',
  },
  planRecertification: {
    ...schedule,
    records: 'RecertificationPlanned',
    payload: programmeScheduleSchema,
    description: 'Set dates and team of the recertification audit; answers its id.',
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof auditEvents>>;
