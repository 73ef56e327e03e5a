import type { AuditKind } from '../audit/index.ts';
import { remembering, together, type Meta } from '../engine/index.ts';
import type { TeamMember } from '../policy/index.ts';
import { appealMemory, noAppeals } from './appeals-memory.ts';
import { circumstanceMemory } from './circumstances-memory.ts';
import { notCertified, ordinary } from './life-context.ts';
import { unapplied } from './application-context.ts';
import { applicationMemory } from './application-memory.ts';
import { changedSinceGrant, lifeMemory, newCycle, specialEnded, takenUp } from './life-memory.ts';
import { applicabilitySeen, dismounted, editionFor, ridden, surveyedWith } from './editions.ts';
import { samplesOfNewCycle } from './site-visits.ts';
import { noSurveillance, surveyedOn } from './surveillance-memory.ts';
import type { AuditRecord, Context, Event, Input } from './contract.ts';
import { found, superseded } from './findings-memory.ts';
import { decisionMemory } from './decision-memory.ts';
import type { Programme } from './programme-contract.ts';
import { followedUp, followedUpBy } from './follow-up-memory.ts';
import { settled, transitionMemory } from './transition-memory.ts';
import { noTransfer } from './transfer-context.ts';
import { afterTransfer, cycleTakenOver, transferMemory } from './transfer-memory.ts';

/** The journey at its start. */
export function begin(input: Input): Context {
  return {
    ...input,
    ...unapplied,
    zone: input.policy.zone,
    staff: input.policy.staff,
    reachedOn: '2000-01-01',
    competences: { team: [], panel: [] },
    programme: null,
    applicability: null,
    barred: [],
    audits: {},
    audit: '',
    auditors: [],
    formerAuditors: [],
    deciders: [],
    findings: {},
    stage1On: null,
    conclusion: null,
    concerns: [],
    addressed: [],
    openBy: null,
    stage1Validity: null,
    ...{ majorClosure: null, majorClosureClock: null, lapsed: [] },
    followUp: null,
    file: null,
    decisions: 0,
    panel: [],
    answerDue: null,
    concurredOn: null,
    proposer: null,
    gateWaivedOn: null,
    cycle: 0,
    grantedOn: null,
    firstGrantedOn: null,
    issueDue: null,
    expiry: null,
    surveillances: 0,
    ...noSurveillance,
    restorationWindow: null,
    certificate: null,
    revision: 0,
    certificateIssuer: null,
    ...noAppeals,
    ...notCertified,
    ...ordinary,
    ...settled(input),
    ...noTransfer,
  };
}

interface Scheduled {
  readonly audit: string;
  readonly prefix: string;
  readonly team: readonly TeamMember[];
  /** Id of the order of a special audit. */
  readonly special?: string;
  readonly meta: Meta;
}

function scheduled(kind: AuditKind): (context: Context, event: Scheduled) => Partial<Context> {
  return (context, { audit, prefix, team, special = '', meta }) => {
    const planned = { kind, purpose: context.specials[special]?.purpose };
    return {
      audit,
      audits: {
        ...context.audits,
        [audit]: {
          ...{ kind, prefix, standard: editionFor(context, planned), team },
          ...{ openedOn: null, closedOn: null, completed: false },
          ...{ recommendation: null, event: meta.id },
        },
      },
      auditors: together(
        context.auditors,
        team.map(({ id }) => id),
      ),
      ...ridden(context, audit, planned),
    };
  };
}

function audited(
  context: Context,
  { from: id, id: event }: Meta,
  change: Partial<AuditRecord>,
): Partial<Context> {
  const record = context.audits[id ?? ''];
  return record && id !== undefined
    ? { audits: { ...context.audits, [id]: { ...record, ...change, event } } }
    : {};
}

function isSurveillance({ audits }: Context, { from = '' }: Meta): boolean {
  return audits[from]?.kind === 'surveillance';
}

/** Whether it is the audit that reports about which is decided next: not a follow-up or special one beside it. */
export function isOfProgramme({ audit }: Context, { from }: Meta): boolean {
  return from === audit;
}

type Grant =
  | 'CertificationGranted'
  | 'RecertificationGranted'
  | 'CertificationRestoredAfterExpiry'
  | 'TransferAccepted';

function granted(context: Context, event: Extract<Event, { type: Grant }>): Partial<Context> {
  const { on, cycle, expiry, issueDue } = event;
  const { surveillanceDue, surveillanceYears, restorationWindow } = event;
  const { recertificationReminder, furtherReminders } = event;
  return {
    ...newCycle(context),
    siteSamples: samplesOfNewCycle(context.siteSamples, event.type),
    reachedOn: on,
    ...{ followUp: null, majorClosure: null },
    grantedOn: on,
    firstGrantedOn: context.firstGrantedOn ?? on,
    issueDue,
    revision: 0,
    cycle,
    expiry,
    surveillances: 0,
    ...{ surveillanceDue, surveillanceYears, surveillanceOverdue: null },
    reminders: [recertificationReminder, ...furtherReminders],
    restorationWindow,
    editionCutOff: event.editionCutOff ?? null,
    surveyedIn: context.standard,
  };
}

function programmed(_: Context, { audits, note, surveillanceEvery }: Programme): Partial<Context> {
  return { programme: { audits, note, surveillanceEvery } };
}

/** What a journey keeps of an event. */
export const remember = remembering<Context, Event>({
  ...applicationMemory,
  ...appealMemory,
  ...lifeMemory,
  ...circumstanceMemory,
  ...decisionMemory,
  ...transitionMemory,
  ...transferMemory,
  ClientDataChanged: (context, event) => ({
    ...applicationMemory.ClientDataChanged?.(context, event),
    ...changedSinceGrant(context, event),
  }),
  AuditProgrammeDrafted: (context, event) => ({
    ...programmed(context, event),
    ...afterTransfer(context),
  }),
  AuditProgrammeAmended: programmed,
  PreAuditRequested: scheduled('pre-audit'),
  Stage1Scheduled: scheduled('stage-1'),
  Stage1RepeatRequired: (_, { on }) => ({
    reachedOn: on,
    ...{ conclusion: null, openBy: null, stage1Validity: null },
  }),
  AreaOfConcernAddressed: ({ addressed }, { requirement }) => ({
    addressed: together(addressed, [requirement]),
  }),
  Stage2Authorised: ({ competences }, { on, openBy, validity, competences: learned = [] }) => ({
    reachedOn: on,
    openBy,
    stage1Validity: validity,
    competences: { ...competences, team: together(competences.team, learned) },
  }),
  Stage2Scheduled: (context, event) => ({
    ...scheduled('stage-2')(context, event),
    followUp: null,
  }),
  Stage2Postponed: (_, { on }) => ({ reachedOn: on }),
  FollowUpAuditScheduled: (context, event) => ({
    ...scheduled('follow-up')(context, event),
    // What the file is about, and when its majors lapse, stays that of the audit before.
    ...{ audit: context.audit },
    ...followedUp(context, { audit: event.audit }),
  }),
  SurveillanceScheduled: (context, event) => ({
    ...scheduled('surveillance')(context, event),
    ...takenUp(context, event),
    surveillances: context.surveillances + 1,
  }),
  RecertificationPlanned: (context, event) => ({
    ...scheduled('recertification')(context, event),
    ...takenUp(context, event),
  }),
  SpecialAuditScheduled: (context, event) => {
    const special = context.specials[event.special];
    const kind = special?.purpose === 'shortNotice' ? 'short-notice' : 'special';
    const { audit: _, ...rest } = scheduled(kind)(context, event);
    return {
      // What is decided next stays about the audit of the programme.
      ...rest,
      ...takenUp(context, { audit: event.audit, takesUp: [event.special] }),
    };
  },
  TeamMemberReplaced: (context, { leaves, joins, meta }) => ({
    ...audited(context, meta, {
      team: (context.audits[meta.from ?? '']?.team ?? []).map((member) =>
        member.id === leaves ? joins : member,
      ),
    }),
    auditors: together(context.auditors, [joins.id]),
    formerAuditors: together(context.formerAuditors, [leaves]),
  }),
  OpeningMeetingHeld: (context, { on, meta }) => audited(context, meta, { openedOn: on }),
  ApplicabilityRecorded: applicabilitySeen,
  FindingRaised: ({ findings }, { id, grade, requirement, meta }) => ({
    findings: {
      ...findings,
      [id]: {
        ...{ grade, requirement, audit: meta.from ?? '' },
        ...{ status: 'open', verifiedOn: null, event: meta.id },
      },
    },
  }),
  MinorsAggregatedToMajor: ({ findings }, { id, requirement, minors, meta }) => ({
    findings: {
      ...superseded(findings, { ids: minors, event: meta.id }),
      [id]: {
        ...{ grade: 'major', requirement, audit: meta.from ?? '' },
        ...{ status: 'open', verifiedOn: null, event: meta.id },
      },
    },
  }),
  AuditTerminated: (context, { on, deadlines, meta }) => ({
    ...audited(context, meta, { closedOn: on, completed: true }),
    reachedOn: on,
    ...followedUpBy(context, meta, { audit: null }),
    ...(isOfProgramme(context, meta) &&
      deadlines?.majorClosure && { majorClosure: deadlines.majorClosure }),
    ...(isSurveillance(context, meta) && { surveillances: context.surveillances - 1 }),
    ...specialEnded(context, meta.from, 'ordered'),
    ...dismounted(context, meta.from),
  }),
  ClosingMeetingHeld: (context, { on, deadlines, meta }) => ({
    ...audited(context, meta, { closedOn: on }),
    reachedOn: on,
    ...(isOfProgramme(context, meta) && { majorClosure: deadlines?.majorClosure ?? null }),
    ...(isSurveillance(context, meta) && surveyedOn(context, on)),
  }),
  AuditCompleted: (
    context,
    { kind, closedOn, conclusion, recommendation, covered = [], concerns = [], meta },
  ) => ({
    ...audited(context, meta, { completed: true, recommendation }),
    ...followedUpBy(context, meta, { isDone: true }),
    ...(kind === 'stage-1' && { stage1On: closedOn, conclusion, concerns, addressed: [] }),
    ...(kind === 'stage-1' && conclusion !== 'notReady' && { needsStage1: false }),
    ...(kind === 'surveillance' &&
      surveyedWith(
        context,
        context.audits[meta.from ?? '']?.standard ?? context.standard,
        covered,
      )),
    ...specialEnded(context, meta.from, 'completed'),
  }),
  CapAccepted: (context, { meta }) => found(context, meta, { status: 'planAccepted' }),
  CorrectiveActionVerified: (context, { on, meta }) =>
    found(context, meta, { status: 'verified', verifiedOn: on }),
  NonconformityClosed: (context, { meta }) => found(context, meta, { status: 'closed' }),
  NonconformityWithdrawn: (context, { meta }) => found(context, meta, { status: 'withdrawn' }),
  NonconformityDowngraded: (context, { meta }) =>
    found(context, meta, { grade: 'minor', status: 'open' }),
  NonconformityEscalated: (context, { meta }) =>
    found(context, meta, { grade: 'major', status: 'open', verifiedOn: null }),
  CertificationGranted: granted,
  RecertificationGranted: granted,
  CertificationRestoredAfterExpiry: granted,
  TransferAccepted: (context, event) => ({
    ...granted(context, event),
    ...cycleTakenOver(context, event),
  }),
  CertificationRefused: (_, { on }) => ({ reachedOn: on }),
  CertificateIssued: (_, { number, revision, meta }) => ({
    document: { number, revision },
    certificate: number,
    revision,
    isOutdated: false,
    certificateIssuer: meta.actor?.id ?? null,
  }),
  CertificateReissued: (_, { number, revision, meta }) => ({
    document: { number, revision },
    revision,
    isOutdated: false,
    certificateIssuer: meta.actor?.id ?? null,
  }),
  CertificationMaintained: (_, { on, surveillanceDue }) => ({ reachedOn: on, surveillanceDue }),
});
