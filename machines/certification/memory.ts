import type { AuditKind } from '../audit/index.ts';
import { remembering, together, type Meta } from '../engine/index.ts';
import type { TeamMember } from '../policy/index.ts';
import { appealMemory, noAppeals } from './appeals-memory.ts';
import { unapplied } from './application-context.ts';
import { applicationMemory } from './application-memory.ts';
import type { AuditRecord, Context, Event, FindingRecord, Input } from './contract.ts';
import { followedUp, followedUpBy, isFollowUp } from './follow-up-memory.ts';

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
    openBy: null,
    stage1Validity: null,
    majorClosure: null,
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
    surveillanceDue: null,
    surveillanceOverdue: false,
    recertificationReminder: null,
    restorationWindow: null,
    certificate: null,
    revision: 0,
    certificateIssuer: null,
    ...noAppeals,
  };
}

interface Scheduled {
  readonly audit: string;
  readonly prefix: string;
  readonly team: readonly TeamMember[];
  readonly meta: Meta;
}

function scheduled(kind: AuditKind): (context: Context, event: Scheduled) => Partial<Context> {
  return ({ audits, auditors }, { audit, prefix, team, meta }) => ({
    audit,
    audits: {
      ...audits,
      [audit]: {
        ...{ kind, prefix, team, openedOn: null, closedOn: null, completed: false },
        ...{ recommendation: null, event: meta.id },
      },
    },
    auditors: together(
      auditors,
      team.map(({ id }) => id),
    ),
  });
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

function found(
  context: Context,
  { from: id, id: event }: Meta,
  change: Partial<FindingRecord>,
): Partial<Context> {
  const record = context.findings[id ?? ''];
  return record && id !== undefined
    ? { findings: { ...context.findings, [id]: { ...record, ...change, event } } }
    : {};
}

/** Minors that became part of a major; what had ended before stays as it ended. */
function superseded(
  findings: Context['findings'],
  { ids, event }: { readonly ids: readonly string[]; readonly event: string },
): Context['findings'] {
  return Object.fromEntries(
    Object.entries(findings).map(([id, finding]) => [
      id,
      ids.includes(id) && !['closed', 'withdrawn'].includes(finding.status)
        ? { ...finding, status: 'superseded' as const, event }
        : finding,
    ]),
  );
}

function granted(
  { firstGrantedOn }: Context,
  event: Extract<Event, { type: 'CertificationGranted' | 'RecertificationGranted' }>,
): Partial<Context> {
  const { on, cycle, expiry, issueDue } = event;
  const { surveillanceDue, recertificationReminder, restorationWindow } = event;
  return {
    reachedOn: on,
    followUp: null,
    grantedOn: on,
    firstGrantedOn: firstGrantedOn ?? on,
    issueDue,
    revision: 0,
    cycle,
    expiry,
    surveillances: 0,
    surveillanceDue,
    surveillanceOverdue: false,
    recertificationReminder,
    restorationWindow,
  };
}

/** What a journey keeps of an event. */
export const remember = remembering<Context, Event>({
  ...applicationMemory,
  ...appealMemory,
  AuditProgrammeDrafted: (_, { audits, note }) => ({ programme: { audits, note } }),
  AuditProgrammeAmended: (_, { audits, note }) => ({ programme: { audits, note } }),
  PreAuditRequested: scheduled('pre-audit'),
  Stage1Scheduled: scheduled('stage-1'),
  Stage1RepeatRequired: (_, { on }) => ({
    reachedOn: on,
    ...{ conclusion: null, openBy: null, stage1Validity: null },
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
    surveillances: context.surveillances + 1,
  }),
  RecertificationPlanned: scheduled('recertification'),
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
  ApplicabilityRecorded: (_, { version, excluded }) => ({ applicability: { version, excluded } }),
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
    ...(deadlines?.majorClosure && { majorClosure: deadlines.majorClosure }),
    ...(context.audits[meta.from ?? '']?.kind === 'surveillance' && {
      surveillances: context.surveillances - 1,
    }),
  }),
  ClosingMeetingHeld: (context, { on, deadlines, meta }) => ({
    ...audited(context, meta, { closedOn: on }),
    reachedOn: on,
    ...(!isFollowUp(context, meta) && { majorClosure: deadlines?.majorClosure ?? null }),
    surveillanceOverdue: false,
  }),
  AuditCompleted: (
    context,
    { kind, closedOn, conclusion, recommendation, concerns = [], meta },
  ) => ({
    ...audited(context, meta, { completed: true, recommendation }),
    ...followedUpBy(context, meta, { isDone: true }),
    ...(kind === 'stage-1' && { stage1On: closedOn, conclusion, concerns }),
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
  DecisionFileCompleted: ({ decisions }, { on, file }) => ({
    decisions: decisions + 1,
    reachedOn: on,
    file: file.hash,
    panel: [],
    concurredOn: null,
    gateWaivedOn: null,
  }),
  TechnicalReviewPassed: ({ deciders }, { meta }) => ({
    deciders: together(deciders, meta.actor ? [meta.actor.id] : []),
  }),
  PanelConvened: ({ deciders }, { members }) => ({
    panel: members,
    deciders: together(deciders, members),
  }),
  PanelMemberRecused: ({ panel }, { member }) => ({ panel: panel.filter((id) => id !== member) }),
  CertificationProposed: (_, { on, meta }) => ({
    reachedOn: on,
    proposer: meta.actor?.id ?? null,
  }),
  RefusalProposed: (_, { on }) => ({ reachedOn: on }),
  FollowUpAuditRequested: (_, { on, requirements }) => ({
    reachedOn: on,
    followUp: { requirements, audit: null, isDone: false },
  }),
  FileForwardedToAccreditationBody: (_, { on, answerDue }) => ({ reachedOn: on, answerDue }),
  AccreditationBodyQueryAnswered: (_, { on, answerDue }) => ({ reachedOn: on, answerDue }),
  AccreditationGateWaived: (_, { on }) => ({ reachedOn: on, gateWaivedOn: on }),
  AccreditationBodyConcurred: (_, { on }) => ({ reachedOn: on, concurredOn: on }),
  AccreditationBodyObjected: (_, { on }) => ({ reachedOn: on }),
  CertificationGranted: granted,
  RecertificationGranted: granted,
  CertificationRefused: (_, { on }) => ({ reachedOn: on }),
  CertificateIssued: (_, { number, revision, meta }) => ({
    certificate: number,
    revision,
    certificateIssuer: meta.actor?.id ?? null,
  }),
  CertificateReissued: (_, { revision, meta }) => ({
    revision,
    certificateIssuer: meta.actor?.id ?? null,
  }),
  CertificationMaintained: (_, { on, surveillanceDue }) => ({ reachedOn: on, surveillanceDue }),
});
