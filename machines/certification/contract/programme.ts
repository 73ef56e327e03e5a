import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import {
  halfDaysSchema,
  periodSchema,
  personalTextSchema,
  textSchema,
} from '../../policy/index.ts';

const plannedSchema = z.strictObject({
  kind: z.enum(['stage-1', 'stage-2', 'surveillance', 'recertification']).describe('kind of audit'),
  year: z
    .int()
    .min(0)
    .max(3)
    .describe('year of the cycle, counted from the decision; 0 lies before it')
    .meta({ unit: 'years' }),
  days: halfDaysSchema.describe('auditor days'),
});
const noteSchema = z.strictObject({
  note: textSchema.describe('objectives, sites and whatever else was agreed'),
  surveillanceEvery: periodSchema
    .optional()
    .describe('how far apart surveillance is at most, for seasonal or short-lived certifications'),
});
const programmeSchema = noteSchema.extend({
  audits: z.array(plannedSchema).min(1).describe('audits of the cycle in order'),
});

/** What is recorded about the audit programme of a cycle. Source: ISO/IEC 17021-1 9.1.3. */
export const programmeEvents = {
  AuditProgrammeDrafted: {
    description: 'The audits of the cycle were planned.',
    data: programmeSchema,
  },
  AuditProgrammeAgreed: {
    description: 'The client agreed to the audit programme.',
    data: z.strictObject({}),
  },
  AuditProgrammeAmended: {
    description: 'The audit programme was changed.',
    data: programmeSchema.extend({
      reason: personalTextSchema('actor').describe('why it was changed'),
    }),
  },
};

/** What people ask for about the audit programme. */
export const programmeCommands = {
  draftProgramme: {
    records: 'AuditProgrammeDrafted',
    roles: ['cbAdmin'],
    description: 'Plan the audits of the cycle with the days that were determined.',
    payload: noteSchema,
    example: { note: 'All at the head office; every control in the cycle.' },
  },
  agreeProgramme: {
    records: 'AuditProgrammeAgreed',
    roles: ['client'],
    description: 'Agree to the audit programme.',
    example: {},
  },
  amendProgramme: {
    records: 'AuditProgrammeAmended',
    roles: ['cbAdmin'],
    description: 'Change what is left of the audit programme, with the reason.',
    example: {
      reason: 'a second site',
      note: 'The second site is visited in each year.',
      audits: [{ kind: 'surveillance', year: 1, days: 4 }],
    },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof programmeEvents>>;

/** The audits of a cycle as planned. */
export type Programme = z.infer<typeof programmeSchema>;
