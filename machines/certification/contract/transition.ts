import { z } from 'zod';
import type { CommandDefinition, DueDate } from '../../engine/index.ts';
import {
  businessDateSchema,
  dueDateSchema,
  localDateSchema,
  textSchema,
  type Applicability,
} from '../../policy/index.ts';
import { editions, rides, type Ride } from '../../standards/index.ts';

/** What every transition shows; documents alone do not. Source: IAF MD 26. */
export const transitionAgenda = [
  ...(['gapAnalysis', 'applicability', 'riskTreatment'] as const),
  ...(['newRequirements', 'technologicalControls'] as const),
] as const;

const editionsSchema = z.strictObject({
  fromEdition: z.string().describe('standard and edition so far'),
  toEdition: z.string().describe('standard and edition from now on'),
});
const startSchema = z.strictObject({
  on: businessDateSchema,
  with: z
    .enum(rides)
    .describe('the next audit of this kind is to the next edition; separate for a special audit'),
});
const completionSchema = z.strictObject({
  on: businessDateSchema,
  shown: z
    .array(z.enum(transitionAgenda))
    .max(transitionAgenda.length)
    .describe('what the audit showed: updated documents, and controls that work'),
});
const announcedSchema = z.strictObject({
  on: businessDateSchema.describe('day on which it was published'),
  edition: z.enum(editions).describe('standard and edition that ends'),
  decisionsUntil: localDateSchema.describe('last day of a decision to certify to it'),
  certificatesUntil: localDateSchema.describe('last day of every certificate to it'),
  source: textSchema.describe('document that says so, e.g. IAF MD 26:2023'),
});

/** What is recorded of the way from one edition of the standard to the next. Source: IAF MD 26. */
export const transitionEvents = {
  EditionEndAnnounced: {
    description:
      'It was published, or changed, until when the edition is certified to and its certificates last.',
    data: announcedSchema.extend({
      toEdition: editionsSchema.shape.toEdition,
      cutOff: dueDateSchema.describe('the same day as a deadline'),
    }),
  },
  StandardTransitionStarted: {
    description: 'It was agreed how this certification goes to the next edition of the standard.',
    data: startSchema.extend({
      ...editionsSchema.shape,
      extraDays: z
        .number()
        .min(0)
        .multipleOf(0.5)
        .describe('auditor days that it adds to the audit')
        .meta({ unit: 'days' }),
      cutOff: dueDateSchema
        .nullable()
        .describe('last day of the certificate to the edition so far; null without a next one'),
    }),
  },
  StandardTransitionCompleted: {
    description:
      'A person decided that the certification goes on to the next edition; the expiry stays that of the cycle.',
    data: completionSchema.extend({
      ...editionsSchema.shape,
      validUntil: localDateSchema.describe(
        'last day of validity, which the cut-off bounds no more',
      ),
      expiry: dueDateSchema.describe('the same as a deadline: that of the cycle'),
      recordedAfterLapse: z
        .literal(true)
        .optional()
        .describe('the decision was in time, its record came after the cut-off had passed'),
    }),
  },
  EditionCutOffElapsed: {
    description: 'The last day of certificates to the edition so far has passed.',
    data: dueDateSchema,
  },
  StandardTransitionMissed: {
    description: 'The certification did not go to the next edition in time.',
    data: dueDateSchema.extend(editionsSchema.shape),
  },
};

/** What people ask for about a transition. */
export const transitionCommands = {
  announceEditionEnd: {
    records: 'EditionEndAnnounced',
    roles: ['cbAdmin', 'accreditationBody'],
    description:
      'Tell until when the edition of this journey is certified to, and its certificates last.',
    payload: announcedSchema,
    example: {
      ...{ on: '2023-02-15', edition: '27001:2013', source: 'IAF MD 26:2023' },
      ...{ decisionsUntil: '2024-04-30', certificatesUntil: '2025-10-31' },
    },
    answers: ['toEdition'],
  },
  startStandardTransition: {
    records: 'StandardTransitionStarted',
    roles: ['cbAdmin'],
    description:
      'Agree how the certification goes to the next edition; again for another way, as long as no audit of it runs.',
    payload: startSchema,
    example: { on: '2024-03-04', with: 'surveillance' },
    answers: ['toEdition', 'extraDays'],
  },
  completeStandardTransition: {
    records: 'StandardTransitionCompleted',
    roles: ['panelMember'],
    description:
      'Decide that the certification goes on to the next edition; answers the last day of validity.',
    payload: completionSchema,
    example: { on: '2024-06-24', shown: [...transitionAgenda] },
    answers: ['validUntil'],
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof transitionEvents>>;

/** A transition under way. */
export interface Transition {
  readonly toEdition: string;
  readonly with: Ride;
  readonly extraDays: number;
  /** Id of the audit that does it; null before it has dates and a team. */
  readonly audit: string | null;
  /** Statement of applicability to the next edition, as an audit saw it. */
  readonly applicability: Applicability | null;
}

/** What a journey remembers of editions. */
export interface TransitionContext {
  /** Last day of a certificate to the present edition; null where none is known. */
  readonly editionCutOff: DueDate | null;
  /** Last day of a decision to certify to it, as the journey was told; null as long as the table of editions holds. */
  readonly decisionsUntil: string | null;
  readonly transition: Transition | null;
  /** Edition in whose terms the journey counts what surveillance has covered. */
  readonly surveyedIn: string;
}
