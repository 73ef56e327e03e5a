import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import { businessDateSchema, dueDateSchema, personalTextSchema } from '../policy/index.ts';

const reasonSchema = z.strictObject({ reason: personalTextSchema('actor').describe('why') });
const datedReasonSchema = reasonSchema.extend({ on: businessDateSchema });
const escalationSchema = datedReasonSchema.extend({
  cause: z.enum(['overdue', 'ineffective', 'repeated']).describe('what makes it a major'),
});

/** What is recorded when a nonconformity is disputed, withdrawn, graded otherwise or carried forward. */
export const gradeEvents = {
  NonconformityDisputed: {
    description: 'The client does not agree; no date moves because of that.',
    data: reasonSchema,
  },
  NonconformityWithdrawn: {
    description: 'The nonconformity was raised in error and does not stand any more.',
    data: datedReasonSchema,
  },
  NonconformitySuperseded: {
    description: 'The minor became part of a major; only that one is answered.',
    data: z.strictObject({ by: z.string().describe('id of the major') }),
  },
  NonconformityDowngradeProposed: {
    description: 'The audit team thinks that the major is a minor.',
    data: reasonSchema,
  },
  NonconformityDowngraded: {
    description: 'A second person, outside the audit team, found the major to be a minor.',
    data: datedReasonSchema.extend({
      responseDue: dueDateSchema.describe('T-08: accepted plan, from the closing meeting'),
    }),
  },
  NonconformityEscalated: {
    description: 'The minor became a major; a person decided that.',
    data: escalationSchema.extend({
      capDue: dueDateSchema.describe('T-05: plan, from the escalation'),
      responseDue: dueDateSchema.describe('T-06: evidence, from the escalation'),
    }),
  },
  NonconformityCarriedForward: {
    description: 'The next audit takes the minor up.',
    data: reasonSchema,
  },
};

/** What people ask for about the standing of a nonconformity. */
export const gradeCommands = {
  disputeNonconformity: {
    records: 'NonconformityDisputed',
    roles: ['client'],
    description: 'Dispute the nonconformity with a reason; its dates stay.',
    example: { reason: 'The two sites were audited in spring.' },
  },
  withdrawNonconformity: {
    records: 'NonconformityWithdrawn',
    roles: ['leadAuditor'],
    description: 'Withdraw a nonconformity that was raised in error.',
    example: { on: '2026-12-10', reason: 'The records of both sites were found.' },
  },
  proposeDowngrade: {
    records: 'NonconformityDowngradeProposed',
    roles: ['leadAuditor'],
    description: 'Propose that a major is a minor; a technical reviewer decides.',
    example: { reason: 'Isolated: both sites were audited the year before.' },
  },
  downgradeNonconformity: {
    records: 'NonconformityDowngraded',
    roles: ['technicalReviewer'],
    description: 'Find a major to be a minor, as the audit team proposed.',
    payload: datedReasonSchema,
    example: { on: '2026-12-12', reason: 'An isolated lapse.' },
  },
  escalateNonconformity: {
    records: 'NonconformityEscalated',
    roles: ['leadAuditor'],
    description: 'Make a minor a major because it is overdue, ineffective or repeated.',
    payload: escalationSchema,
    example: { on: '2027-02-10', cause: 'overdue', reason: 'No plan after two reminders.' },
  },
  carryForward: {
    records: 'NonconformityCarriedForward',
    roles: ['leadAuditor'],
    description: 'Let the next audit take up a minor whose plan was accepted.',
    example: { reason: 'The action runs over a whole year.' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof gradeEvents>>;
