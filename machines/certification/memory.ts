import type { AuditKind } from '../audit/index.ts';
import { remembering, together } from '../engine/index.ts';
import type { TeamMember } from '../policy/index.ts';
import { unapplied } from './application-context.ts';
import { applicationMemory } from './application-memory.ts';
import type { AuditRecord, Context, Event, FindingRecord, Input } from './contract.ts';

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
    openBy: null,
    majorClosure: null,
    decisions: 0,
    panel: [],
    answerDue: null,
    concurredOn: null,
    cycle: 0,
    grantedOn: null,
    expiry: null,
    surveillances: 0,
    surveillanceDue: null,
    surveillanceOverdue: false,
    recertificationReminder: null,
    restorationWindow: null,
    certificate: null,
  };
}

interface Scheduled {
  readonly audit: string;
  readonly prefix: string;
  readonly team: readonly TeamMember[];
}

function scheduled(kind: AuditKind): (context: Context, event: Scheduled) => Partial<Context> {
  return ({ audits, auditors }, { audit, prefix, team }) => ({
    audit,
    audits: {
      ...audits,
      [audit]: { kind, prefix, team, openedOn: null, closedOn: null, completed: false },
    },
    auditors: together(
      auditors,
      team.map(({ id }) => id),
    ),
  });
}

function audited(
  context: Context,
  id: string | undefined,
  change: Partial<AuditRecord>,
): Partial<Context> {
  const record = context.audits[id ?? ''];
  return record && id !== undefined
    ? { audits: { ...context.audits, [id]: { ...record, ...change } } }
    : {};
}

function found(
  context: Context,
  id: string | undefined,
  change: Partial<FindingRecord>,
): Partial<Context> {
  const record = context.findings[id ?? ''];
  return record && id !== undefined
    ? { findings: { ...context.findings, [id]: { ...record, ...change } } }
    : {};
}

function granted(
  _: Context,
  event: Extract<Event, { type: 'CertificationGranted' | 'RecertificationGranted' }>,
): Partial<Context> {
  const { on, cycle, expiry, surveillanceDue, recertificationReminder, restorationWindow } = event;
  return {
    reachedOn: on,
    grantedOn: on,
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
  AuditProgrammeDrafted: (_, { audits, note }) => ({ programme: { audits, note } }),
  AuditProgrammeAmended: (_, { audits, note }) => ({ programme: { audits, note } }),
  PreAuditRequested: scheduled('pre-audit'),
  Stage1Scheduled: scheduled('stage-1'),
  Stage2Authorised: (_, { on, openBy }) => ({ reachedOn: on, openBy }),
  Stage2Scheduled: scheduled('stage-2'),
  SurveillanceScheduled: (context, event) => ({
    ...scheduled('surveillance')(context, event),
    surveillances: context.surveillances + 1,
  }),
  RecertificationPlanned: scheduled('recertification'),
  TeamMemberReplaced: (context, { leaves, joins, meta }) => ({
    ...audited(context, meta.from, {
      team: (context.audits[meta.from ?? '']?.team ?? []).map((member) =>
        member.id === leaves ? joins : member,
      ),
    }),
    auditors: together(context.auditors, [joins.id]),
    formerAuditors: together(context.formerAuditors, [leaves]),
  }),
  OpeningMeetingHeld: (context, { on, meta }) => audited(context, meta.from, { openedOn: on }),
  ApplicabilityRecorded: (_, { version, excluded }) => ({ applicability: { version, excluded } }),
  FindingRaised: ({ findings }, { id, grade, requirement, meta }) => ({
    findings: {
      ...findings,
      [id]: { grade, requirement, audit: meta.from ?? '', status: 'open', verifiedOn: null },
    },
  }),
  ClosingMeetingHeld: (context, { on, deadlines, meta }) => ({
    ...audited(context, meta.from, { closedOn: on }),
    reachedOn: on,
    majorClosure: deadlines?.majorClosure ?? null,
    surveillanceOverdue: false,
  }),
  AuditCompleted: (context, { kind, closedOn, conclusion, meta }) => ({
    ...audited(context, meta.from, { completed: true }),
    ...(kind === 'stage-1' && { stage1On: closedOn, conclusion }),
  }),
  CapAccepted: (context, { meta }) => found(context, meta.from, { status: 'planAccepted' }),
  CorrectiveActionVerified: (context, { on, meta }) =>
    found(context, meta.from, { status: 'verified', verifiedOn: on }),
  NonconformityClosed: (context, { meta }) => found(context, meta.from, { status: 'closed' }),
  NonconformityWithdrawn: (context, { meta }) => found(context, meta.from, { status: 'withdrawn' }),
  NonconformityDowngraded: (context, { meta }) =>
    found(context, meta.from, { grade: 'minor', status: 'open' }),
  NonconformityEscalated: (context, { meta }) =>
    found(context, meta.from, { grade: 'major', status: 'open', verifiedOn: null }),
  DecisionFileCompleted: ({ decisions }, { on }) => ({
    decisions: decisions + 1,
    reachedOn: on,
    panel: [],
    concurredOn: null,
  }),
  TechnicalReviewPassed: ({ deciders }, { meta }) => ({
    deciders: together(deciders, meta.actor ? [meta.actor.id] : []),
  }),
  PanelConvened: ({ deciders }, { members }) => ({
    panel: members,
    deciders: together(deciders, members),
  }),
  PanelMemberRecused: ({ panel }, { member }) => ({ panel: panel.filter((id) => id !== member) }),
  CertificationProposed: (_, { on }) => ({ reachedOn: on }),
  RefusalProposed: (_, { on }) => ({ reachedOn: on }),
  FileForwardedToAccreditationBody: (_, { on, answerDue }) => ({ reachedOn: on, answerDue }),
  AccreditationBodyQueryAnswered: (_, { on, answerDue }) => ({ reachedOn: on, answerDue }),
  AccreditationBodyConcurred: (_, { on }) => ({ reachedOn: on, concurredOn: on }),
  AccreditationBodyObjected: (_, { on }) => ({ reachedOn: on }),
  CertificationGranted: granted,
  RecertificationGranted: granted,
  CertificationRefused: (_, { on }) => ({ reachedOn: on }),
  CertificateIssued: (_, { number }) => ({ certificate: number }),
  CertificationMaintained: (_, { on, surveillanceDue }) => ({ reachedOn: on, surveillanceDue }),
});
