import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import {
  datedSchema,
  dueDateSchema,
  personalTextSchema,
  requirementSchema,
} from '../../policy/index.ts';

const gapSchema = datedSchema.extend({
  reason: personalTextSchema('actor').describe('why the certification can go on all the same'),
});
const activitySchema = datedSchema.extend({
  means: z
    .enum(['enquiry', 'documentRequest', 'publicClaims'])
    .describe(
      'questions to the client, documents asked for, or what it says of its certification in public',
    ),
  outcome: personalTextSchema('actor').describe('what was seen, and what follows'),
});
const changeSchema = datedSchema.extend({
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
    data: datedSchema.extend({
      surveillanceDue: dueDateSchema
        .nullable()
        .describe('T-14: the next one; null when no further calendar year owes one'),
    }),
  },
  SurveillanceActivityRecorded: {
    description:
      'Between the audits somebody looked at the client; that takes the place of no audit.',
    data: activitySchema,
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
    payload: datedSchema,
    example: { on: '2027-12-20' },
  },
  recordSurveillanceActivity: {
    records: 'SurveillanceActivityRecorded',
    roles: ['cbAdmin', 'applicationReviewer'],
    description: 'Record what was seen of a certified client between its audits.',
    example: {
      ...{ on: '2028-04-10', means: 'publicClaims' },
      outcome: 'The website shows the mark as agreed.',
    },
  },
  assessChange: {
    records: 'ChangeAssessed',
    roles: ['applicationReviewer'],
    description: 'Judge what the changes that the client told of ask for.',
    example: { on: '2028-05-02', effect: 'nextAudit', reason: 'One more office, same processes.' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof surveillanceEvents>>;
