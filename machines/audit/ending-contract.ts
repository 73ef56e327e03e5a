import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import { businessDateSchema, personalTextSchema } from '../policy/index.ts';
import { deadlinesSchema } from './audit-schema.ts';

const interruptionSchema = z.strictObject({
  on: businessDateSchema,
  cause: z
    .enum(['objectivesUnattainable', 'immediateRisk', 'clientAsked', 'teamUnavailable'])
    .describe('what keeps the audit from going on'),
  reason: personalTextSchema('actor').describe('what happened, and what is agreed'),
  informed: z
    .array(z.enum(['client', 'certificationBody']))
    .min(1)
    .max(2)
    .describe('who was told before it was recorded'),
});
const resumptionSchema = z.strictObject({
  on: businessDateSchema,
  reason: personalTextSchema('actor').describe('why the audit can go on'),
});

/** What is recorded when an audit does not run to its closing meeting. Source: ISO/IEC 17021-1 9.4.3.2 (unconfirmed). */
export const endingEvents = {
  AuditSuspended: {
    description: 'The lead auditor interrupted the audit.',
    data: interruptionSchema,
  },
  AuditResumed: { description: 'The interrupted audit goes on.', data: resumptionSchema },
  AuditTerminated: {
    description: 'The audit ended before its closing meeting; it has to be done again.',
    data: interruptionSchema.extend({ deadlines: deadlinesSchema }),
  },
};

/** What people ask for when an audit does not run to its closing meeting. */
export const endingCommands = {
  suspendAudit: {
    records: 'AuditSuspended',
    roles: ['leadAuditor'],
    description: 'Interrupt the audit: its objectives cannot be reached, or there is a risk.',
    example: {
      on: '2026-12-01',
      cause: 'objectivesUnattainable',
      reason: 'The data centre cannot be entered this week.',
      informed: ['client', 'certificationBody'],
    },
  },
  resumeAudit: {
    records: 'AuditResumed',
    roles: ['leadAuditor'],
    description: 'Go on with an interrupted audit.',
    example: { on: '2026-12-02', reason: 'The data centre is open again.' },
  },
  terminateAudit: {
    records: 'AuditTerminated',
    roles: ['leadAuditor'],
    description: 'End the audit before its closing meeting; another one has to be planned.',
    payload: interruptionSchema,
    example: {
      on: '2026-12-02',
      cause: 'immediateRisk',
      reason: 'The building was evacuated.',
      informed: ['client', 'certificationBody'],
    },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof endingEvents>>;
