import { z } from 'zod';
import { appealContract } from '../appeal/index.ts';
import {
  auditContract,
  type AuditKind,
  type Concern,
  type Recommendation,
} from '../audit/index.ts';
import { complaintContract } from '../complaint/index.ts';
import { decisionContract } from '../decision/index.ts';
import {
  defineContract,
  type DueDate,
  type InputOf,
  type MachineEventOf,
} from '../engine/index.ts';
import { nonconformityContract } from '../nonconformity/index.ts';
import {
  overridesSchema,
  packNameSchema,
  personSchema,
  policySchema,
  type Applicability,
  type Barred,
  type Grade,
  type Policy,
  type TeamMember,
} from '../policy/index.ts';
import { editions, presentEdition } from '../standards/index.ts';
import {
  appealCommands,
  appealEvents,
  applicationCommands,
  applicationEvents,
  auditCommands,
  auditEvents,
  certificateCommands,
  certificateEvents,
  changeCommands,
  changeEvents,
  circumstanceCommands,
  circumstanceEvents,
  lifeCommands,
  lifeEvents,
  markCommands,
  markEvents,
  programmeCommands,
  programmeEvents,
  selectionCommands,
  selectionEvents,
  specialCommands,
  specialEvents,
  surveillanceCommands,
  surveillanceEvents,
  transferCommands,
  transferEvents,
  transferOutCommands,
  transferOutEvents,
  transitionCommands,
  transitionEvents,
  type AppealsContext,
  type ApplicationContext,
  type CircumstanceContext,
  type LifeContext,
  type Programme,
  type TransferContext,
  type TransitionContext,
} from './contract/index.ts';

const clientSchema = z.strictObject({
  client: personSchema.describe('opaque id of the organization'),
  persons: z
    .int()
    .min(1)
    .max(100_000)
    .describe('persons who work under its control within the scope')
    .meta({ unit: 'persons' }),
  sites: z.int().min(1).default(1).describe('sites within the scope').meta({ unit: 'sites' }),
  standard: z.enum(editions).default(presentEdition).describe('standard and edition'),
});

/** What goes into a certification journey and what comes out of it. */
export const contract = defineContract({
  id: 'certification',
  workflowType: 'certificationJourney',
  version: '1.0.0',
  description:
    'The journey of one client with one scope to its certificate and through its cycles.',
  input: clientSchema.extend({
    policy: packNameSchema.default('default').describe('policy pack of the certification body'),
    overrides: overridesSchema
      .default({})
      .describe('values of the pack that are different for this journey'),
  }),
  example: { client: 'globex', persons: 50 },
  starts: 'JourneyStarted',
  events: {
    JourneyStarted: {
      description: 'A client set out for certification.',
      data: clientSchema.extend({
        policy: policySchema.describe('policy under which the journey runs, complete'),
        accreditationGate: z
          .enum(['required', 'notRequired'])
          .describe('whether the accreditation body is asked before a grant'),
      }),
    },
    ...selectionEvents,
    ...applicationEvents,
    ...changeEvents,
    ...programmeEvents,
    ...auditEvents,
    ...certificateEvents,
    ...markEvents,
    ...lifeEvents,
    ...surveillanceEvents,
    ...specialEvents,
    ...circumstanceEvents,
    ...transitionEvents,
    ...transferEvents,
    ...transferOutEvents,
    ...appealEvents,
  },
  commands: {
    ...selectionCommands,
    ...applicationCommands,
    ...changeCommands,
    ...programmeCommands,
    ...auditCommands,
    ...certificateCommands,
    ...markCommands,
    ...lifeCommands,
    ...surveillanceCommands,
    ...specialCommands,
    ...circumstanceCommands,
    ...transitionCommands,
    ...transferCommands,
    ...transferOutCommands,
    ...appealCommands,
  },
  children: {
    audit: auditContract,
    nonconformity: nonconformityContract,
    decision: decisionContract,
    appeal: appealContract,
    complaint: complaintContract,
  },
  routes: ['nonconformity'],
  cancelledBy: 'EngagementTerminated',
});

/** What a journey records or hears from its children. */
export type Event = MachineEventOf<typeof contract>;
/** What a journey starts with, as recorded. */
export type Input = InputOf<typeof contract>;

/** What the journey knows of an audit. */
export interface AuditRecord {
  readonly kind: AuditKind;
  readonly prefix: string;
  /** Edition to which it is done. */
  readonly standard: string;
  readonly team: readonly TeamMember[];
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  /** Whether nothing is left to do in it: it was completed, or ended before its closing meeting. */
  readonly completed: boolean;
  readonly recommendation: Recommendation | null;
  /** Id of the event of the journey that last changed it. */
  readonly event: string;
}
/** What the journey knows of a nonconformity. */
export interface FindingRecord {
  readonly grade: Grade;
  readonly requirement: string;
  /** Id of the audit in which it was raised; `transfer` where another body raised it. */
  readonly audit: string;
  readonly status: 'open' | 'planAccepted' | 'verified' | 'closed' | 'withdrawn' | 'superseded';
  readonly verifiedOn: string | null;
  /** Id of the event of the journey that last changed it. */
  readonly event: string;
}
/** What a journey remembers. */
export interface Context
  extends
    Input,
    ApplicationContext,
    AppealsContext,
    LifeContext,
    CircumstanceContext,
    TransitionContext,
    TransferContext {
  readonly zone: string;
  readonly staff: Policy['staff'];
  /** Day of the last dated step on the way to the certificate. */
  readonly reachedOn: string;
  /** Competences that every audit team and every panel holds together, fixed by the application review. */
  readonly competences: { readonly team: readonly string[]; readonly panel: readonly string[] };
  /** Audits of the present cycle as the client agreed to them. */
  readonly programme: Programme | null;
  /** Statement of applicability as an audit saw it last. */
  readonly applicability: Applicability | null;
  /** Who advised the client or has another interest in it, and how long that bars from its case. */
  readonly barred: readonly Barred[];
  readonly audits: Readonly<Record<string, AuditRecord>>;
  /** Id of the audit scheduled last. */
  readonly audit: string;
  /** Everybody who was ever on an audit team of this client. */
  readonly auditors: readonly string[];
  /** Who has left an audit team of this client. */
  readonly formerAuditors: readonly string[];
  /** Everybody who has reviewed or decided on this client. */
  readonly deciders: readonly string[];
  readonly findings: Readonly<Record<string, FindingRecord>>;
  /** Last day of Stage 1. */
  readonly stage1On: string | null;
  readonly conclusion: 'ready' | 'readyWithConcerns' | 'notReady' | null;
  /** Areas of concern that the last Stage 1 recorded, for Stage 2 to take up. */
  readonly concerns: readonly Concern[];
  /** Requirements of those about which the client has told what it did. */
  readonly addressed: readonly string[];
  /** Last opening day of Stage 2. */
  readonly openBy: string | null;
  /** The same as a deadline. */
  readonly stage1Validity: DueDate | null;
  readonly majorClosure: DueDate | null;
  /** Day for which its clock runs. */
  readonly majorClosureClock: DueDate | null;
  /** Of deadlines for which several states wait: those that have passed. */
  readonly lapsed: readonly string[];
  /** Follow-up audit that the panel asked for last, with what it looks at; null as long as none was. */
  readonly followUp: {
    readonly requirements: readonly string[];
    /** Id of the audit; null before it has dates and a team. */
    readonly audit: string | null;
    readonly isDone: boolean;
  } | null;
  /** Hash of the file that was handed over last. */
  readonly file: string | null;
  /** How many decisions were opened. */
  readonly decisions: number;
  /** Members of the panel that proposed last. */
  readonly panel: readonly string[];
  readonly answerDue: DueDate | null;
  readonly concurredOn: string | null;
  /** Who recorded the proposal of the panel. */
  readonly proposer: string | null;
  /** Day on which a second person decided to go on without the accreditation body. */
  readonly gateWaivedOn: string | null;
  readonly cycle: number;
  readonly grantedOn: string | null;
  /** Day of the first decision to certify. */
  readonly firstGrantedOn: string | null;
  readonly issueDue: DueDate | null;
  readonly expiry: DueDate | null;
  /** Surveillance audits of this cycle that were scheduled. */
  readonly surveillances: number;
  /** Next day by which one has to be held; null when nothing is owed any more. */
  readonly surveillanceDue: DueDate | null;
  /** Last days of the calendar years that still owe one. */
  readonly surveillanceYears: readonly DueDate[];
  /** Day that has passed without one, as long as none is held. */
  readonly surveillanceOverdue: DueDate | null;
  /** Day for which the clock runs. */
  readonly surveillanceClock: DueDate | null;
  readonly restorationWindow: DueDate | null;
  readonly certificate: string | null;
  /** Revision of the certificate that is out; 0 before the first of a cycle. */
  readonly revision: number;
  /** Who issued the certificate that is out. */
  readonly certificateIssuer: string | null;
}
