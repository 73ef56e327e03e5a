import { z } from 'zod';
import { appealableSchema, type Appealable } from '../../appeal/index.ts';
import { complaintSchema } from '../../complaint/index.ts';
import type { CommandDefinition } from '../../engine/index.ts';
import {
  businessDateSchema,
  dueDateSchema,
  localDateSchema,
  personalTextSchema,
} from '../../policy/index.ts';

const receivedSchema = z.strictObject({
  on: businessDateSchema.describe('day on which it was received'),
});
const appealSchema = receivedSchema.extend({
  decision: appealableSchema.describe('decision appealed against: the last of its kind'),
  grounds: personalTextSchema('actor').describe('why the client does not agree'),
});
const acknowledgeBy = dueDateSchema.describe('T-24: acknowledgement');
const complaintReceivedSchema = receivedSchema.extend(complaintSchema.shape);

/** What is recorded when somebody appeals or complains; the rest is in the appeals and complaints themselves. */
export const appealEvents = {
  AppealLodged: {
    description: 'The client appealed against a decision; the decision stands meanwhile.',
    data: appealSchema.extend({
      appeal: z.string().describe('id of the appeal below the journey, e.g. appeal-1'),
      event: z.string().describe('id of the event that recorded the decision'),
      decidedOn: localDateSchema.describe('day of the decision'),
      acknowledgeBy,
    }),
  },
  ComplaintReceived: {
    description: 'Somebody complained about the certification body or about its client.',
    data: complaintReceivedSchema.extend({
      complaint: z.string().describe('id of the complaint below the journey, e.g. complaint-1'),
      acknowledgeBy,
    }),
  },
};

/** What people ask for when they do not agree. */
export const appealCommands = {
  lodgeAppeal: {
    records: 'AppealLodged',
    roles: ['client'],
    description: 'Appeal against the last decision of a kind; answers the id of the appeal.',
    payload: appealSchema,
    example: {
      ...{ on: '2028-02-03', decision: 'CertificateSuspended' },
      grounds: 'The audit was put off by the auditors.',
    },
    answers: ['appeal'],
  },
  lodgeComplaint: {
    records: 'ComplaintReceived',
    roles: ['client', 'cbAdmin', 'accreditationBody', 'operator'],
    description: 'Record a complaint of anybody who is dissatisfied; answers its id.',
    payload: complaintReceivedSchema,
    example: {
      ...{ on: '2028-02-03', about: 'client', complainant: 'x-1' },
      statement: 'Customer data lay open.',
    },
    answers: ['complaint'],
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof appealEvents>>;

/** A decision that can be appealed against. */
export interface DecisionTaken {
  /** Id of the event that recorded it. */
  readonly event: string;
  readonly on: string;
  /** Whether a later decision has taken its place. */
  readonly replaced: boolean;
}
/** What the journey knows of an appeal. */
export interface AppealRecord {
  readonly decision: Appealable;
  /** Id of the event that recorded the decision. */
  readonly event: string;
  readonly outcome: 'open' | 'upheld' | 'partlyUpheld' | 'dismissed' | 'inadmissible' | 'withdrawn';
  /** Whether nothing is left to do in it. */
  readonly ended: boolean;
}
/** What the journey knows of a complaint. */
export interface ComplaintRecord {
  readonly about: 'certificationBody' | 'client';
  readonly outcome: 'open' | 'justified' | 'partlyJustified' | 'unjustified' | 'unrelated';
  readonly followUp: 'none' | 'nextAudit' | 'shortNoticeAudit';
  /** Whether nothing is left to do in it. */
  readonly ended: boolean;
}
/** What a journey remembers of appeals and complaints. */
export interface AppealsContext {
  /** The last decision of each kind. */
  readonly decided: Readonly<Partial<Record<Appealable, DecisionTaken>>>;
  readonly appeals: Readonly<Record<string, AppealRecord>>;
  readonly complaints: Readonly<Record<string, ComplaintRecord>>;
  /** Everybody who was ever appointed to handle an appeal or complaint of this client. */
  readonly handlers: readonly string[];
}
