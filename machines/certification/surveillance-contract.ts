import { z } from 'zod';
import type { CommandDefinition } from '../engine/index.ts';
import {
  businessDateSchema,
  dueDateSchema,
  personalTextSchema,
  requirementSchema,
} from '../policy/index.ts';

/** What every surveillance takes up. Source: ISO/IEC 17021-1 9.6.2.2, ISO/IEC 27006-1 9.6.2 (unconfirmed). */
export const agenda = [
  ...(['internalAudits', 'managementReview', 'earlierNonconformities', 'complaints'] as const),
  ...(['effectiveness', 'improvement', 'operationalControl', 'changes', 'marks'] as const),
  ...(['riskAssessment', 'applicability'] as const),
] as const;

const onSchema = z.strictObject({ on: businessDateSchema });
const maintainedSchema = onSchema.extend({
  agenda: z
    .array(z.enum(agenda))
    .max(agenda.length)
    .describe('what the report of the surveillance shows to have been taken up'),
});
const gapSchema = onSchema.extend({
  reason: personalTextSchema('actor').describe('why the certification can go on all the same'),
});
const changeSchema = onSchema.extend({
  effect: z
    .enum(['none', 'nextAudit', 'specialAudit', 'stage1', 'suspension'])
    .describe(
      'what follows: nothing, the next audit looks at it, a special audit, a Stage 1 before the recertification, a decision on suspension',
    ),
  reason: personalTextSchema('actor').describe('why that is enough'),
});

/** What is recorded of surveillance and of changes at a certified client. */
export const surveillanceEvents = {
  CoverageResidualComputed: {
    description: 'What the surveillance audits of the cycle still have to cover.',
    data: z.strictObject({
      residual: z.array(requirementSchema).describe('requirements without evidence so far'),
    }),
  },
  CoverageCompleted: {
    description: 'The surveillance audits of the cycle have covered everything.',
    data: z.strictObject({
      cycle: z.int().positive().describe('1 for the initial cycle').meta({ unit: 'cycles' }),
    }),
  },
  CoverageGapAccepted: {
    description: 'A person accepted that the surveillance audits of the cycle leave something out.',
    data: gapSchema,
  },
  MaintenanceEscalated: {
    description: 'An independent person has to look at the surveillance.',
    data: z.strictObject({
      reasons: z.array(z.enum(['major', 'recommendation'])).describe('what calls for it'),
    }),
  },
  CertificationMaintained: {
    description: 'After a surveillance audit the certification goes on.',
    data: maintainedSchema.extend({
      surveillanceDue: dueDateSchema
        .nullable()
        .describe('T-14: the next one; null when no further calendar year owes one'),
    }),
  },
  ChangeAssessed: {
    description: 'The certification body judged what the changes at the client ask for.',
    data: changeSchema,
  },
};

/** What people ask for about surveillance and about changes at a certified client. */
export const surveillanceCommands = {
  acceptCoverageGap: {
    records: 'CoverageGapAccepted',
    roles: ['panelMember'],
    description: 'Accept what surveillance leaves out; another person maintains the certification.',
    example: { on: '2028-12-10', reason: 'The second site was closed all year.' },
  },
  maintainCertification: {
    records: 'CertificationMaintained',
    roles: ['panelMember', 'cbAdmin'],
    description:
      'Let the certification go on after a surveillance audit; after a major only a panel member.',
    payload: maintainedSchema,
    example: { on: '2027-12-20', agenda: [...agenda] },
  },
  assessChange: {
    records: 'ChangeAssessed',
    roles: ['applicationReviewer'],
    description: 'Judge what the changes that the client told of ask for.',
    example: { on: '2028-05-02', effect: 'nextAudit', reason: 'One more office, same processes.' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof surveillanceEvents>>;
