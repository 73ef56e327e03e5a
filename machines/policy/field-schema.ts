import { z } from 'zod';
import { expects, personal, type DataSubject } from '../engine/index.ts';

/** Roles in which people act on a journey. */
export const roleSchema = z.enum([
  'client',
  'cbAdmin',
  'applicationReviewer',
  'leadAuditor',
  'auditor',
  'technicalReviewer',
  'panelMember',
  'appealsHandler',
  'accreditationBody',
]);

/** A local date in the zone of the certification body, `YYYY-MM-DD`, of the years that journeys live in. */
export const localDateSchema = z.iso
  .date()
  .refine((date) => date >= '2000-01-01' && date < '2050-01-01', expects('dateOfCalendar'))
  .meta({ examples: ['2026-11-30'] });

/** The day on which the recorded thing happened; the instant of recording is in the envelope. */
export const businessDateSchema = localDateSchema.describe(
  'local date on which it happened, not the date of recording',
);

/** Something that happened on a day. */
export const datedSchema = z.strictObject({ on: businessDateSchema });

/** The same of what may be recorded after its deadline has passed. */
export const datedLateSchema = datedSchema.extend({
  recordedAfterLapse: z
    .literal(true)
    .optional()
    .describe('it happened in time and was recorded after the date had passed'),
});

/** Text that somebody wrote about a thing: a scope, a competence, a name of an organization. */
export const textSchema = z.string().min(1).max(2000);

/**
 * Text that somebody wrote and that may say something of a person, though nobody need be named.
 * @param subject - whose it is: who acts, the journey's client, or the person in another field
 */
export function personalTextSchema(subject: DataSubject): typeof textSchema {
  return personal(textSchema, { subject });
}

/** Opaque id of a person; who that is stays outside. */
export const personSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, expects('opaqueId'))
  .meta({ examples: ['a-17'] });

/** A statement of applicability by version, with the controls it leaves out and why. */
export const applicabilitySchema = z.strictObject({
  version: z.string().min(1).max(64).describe('version of the statement of applicability'),
  excluded: z
    .array(
      z.strictObject({
        control: z
          .string()
          .regex(/^A(?:\.\d{1,2}){2,3}$/)
          .describe('control that does not apply')
          .meta({ examples: ['A.7.4'] }),
        justification: textSchema.describe('why it does not apply'),
      }),
    )
    .max(120)
    .describe('controls that do not apply'),
});

/** The policy that something follows from: pack and version. The journey's first event holds it in full. */
export const policyNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]* \S+$/, expects('pack'))
  .describe('pack and version of the policy that it follows from')
  .meta({ examples: ['default 1.0.0'] });

/** A deadline as it was computed when it arose: rule, anchor, due date and the instant at which it has passed. */
export const dueDateSchema = z.strictObject({
  rule: z
    .string()
    .describe('rule that demands it, e.g. T-13')
    .meta({ examples: ['T-13'] }),
  anchor: z
    .string()
    .describe('id of the event from which the time counts')
    .meta({ examples: ['globex-27001/stage-2:13'] }),
  due: z.iso.date().describe('last local date that is still in time'),
  at: z.iso.datetime().describe('instant at which the due date has passed'),
  policy: policyNameSchema.optional(),
});

/** A document by reference: title and version, never the content. */
export const documentSchema = z.strictObject({
  title: personalTextSchema('actor').describe('title of the document'),
  version: z.string().min(1).describe('version of the document that was seen'),
});

/** Auditor days in halves; a day has eight hours. */
export const halfDaysSchema = z.number().positive().multipleOf(0.5).meta({ unit: 'days' });

/** Grade of a nonconformity. */
export const gradeSchema = z.enum(['major', 'minor']);

/** A requirement by its clause or control of the edition the audit is against. */
export const requirementSchema = z
  .string()
  .regex(/^(?:\d+(?:\.\d+){1,2}|A(?:\.\d{1,2}){2,3})$/, expects('clauseOrControl'))
  .meta({ examples: ['9.2.2'] })
  .describe('clause or control of the edition of the audit, e.g. 9.2.2 or A.8.12');

/** A competence by its code in the body's own list, e.g. `cloud-operation`. */
export const competenceSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, expects('code'));

/** A member of an audit team. */
export const teamMemberSchema = z.strictObject({
  id: personSchema.describe('opaque id of the person'),
  role: z.enum(['leadAuditor', 'auditor']).describe('role in this audit'),
  impartialityDeclared: z
    .boolean()
    .describe('whether the person has declared impartiality for this client'),
});

/** An audit team: one lead auditor, and nobody twice. */
export const teamSchema = z
  .array(teamMemberSchema)
  .min(1)
  .refine(
    (team) => team.filter(({ role }) => role === 'leadAuditor').length === 1,
    expects('oneLeadAuditor'),
  )
  .refine((team) => new Set(team.map(({ id }) => id)).size === team.length, expects('nobodyTwice'))
  .meta({ examples: [[{ id: 'a-1', role: 'leadAuditor', impartialityDeclared: true }]] })
  .describe('the audit team');

/** A person who advised the client, or had another interest in it, and how long that bars from the case. */
export const barredSchema = z.strictObject({
  id: personSchema.describe('opaque id of the person'),
  until: localDateSchema.describe('last day of the cooling-off'),
});

/** A statement of applicability. */
export type Applicability = z.infer<typeof applicabilitySchema>;
/** Grade of a nonconformity. */
export type Grade = z.infer<typeof gradeSchema>;
/** A person who is barred from a case for a time. */
export type Barred = z.infer<typeof barredSchema>;
/** A member of an audit team. */
export type TeamMember = z.infer<typeof teamMemberSchema>;
