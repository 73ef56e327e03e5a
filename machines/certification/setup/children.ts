import type { AuditInput, AuditKind } from '../../audit/index.ts';
import type { DecisionInput } from '../../decision/index.ts';
import { isSameJson, together } from '../../engine/index.ts';
import type { NonconformityInput } from '../../nonconformity/index.ts';
import type { Context, Event } from '../contract.ts';
import { addedBy, auditsInFile, residual } from '../derived/index.ts';
import { specialsIn } from '../rules/index.ts';

/** What a child is to be made of. */
interface From {
  readonly context: Context;
  readonly event: Event;
}

/** An event with which a nonconformity begins. */
type Raised = Extract<
  Event,
  { type: 'FindingRaised' | 'MinorsAggregatedToMajor' | 'NonconformityTakenOver' }
>;

function isRaised(event: Event): event is Raised {
  return (
    event.type === 'FindingRaised' ||
    event.type === 'MinorsAggregatedToMajor' ||
    event.type === 'NonconformityTakenOver'
  );
}

/** Id of the child that an event asks for. @throws Error for an event that asks for none: a bug in the graph */
export function childId({ event }: From): string {
  if (isRaised(event)) return event.id;
  if (event.type === 'DecisionFileCompleted') return event.decision;
  if ('audit' in event) return event.audit;
  throw new Error(`${event.type} starts no child`);
}

/** What an audit that was just scheduled starts with. */
export function auditInput({ context, event }: From): AuditInput {
  const record = 'audit' in event ? context.audits[event.audit] : undefined;
  if (!('team' in event && 'prefix' in event) || !record)
    throw new Error(`${event.type} schedules no audit`);
  const { kind, standard } = record;
  const added = addedBy(context, event.audit);
  const { zone, capDue, majorEvidenceDue, majorHardStop, minorPlanDue, planNotice, stage1Notice } =
    context.policy;
  const { id, version, auditDayTolerance, reportWorkingDays, holidays } = context.policy;
  const { minorsPerRequirementAlert, remoteShareAlert } = context.policy;
  return {
    kind,
    prefix: event.prefix,
    standard,
    from: event.from,
    to: event.to,
    team: event.team,
    ...barredFromAudit(context),
    staff: context.staff,
    competences: [...context.competences.team],
    notBefore: context.reachedOn,
    applicability: standard === context.standard ? context.applicability : null,
    ...takenUp(context, kind),
    mustCover: together(mustCover({ context, event }), added.requirements),
    plannedDays:
      added.days === 0 ? daysOf(context, kind) : (daysOf(context, kind) ?? 0) + added.days,
    policy: {
      ...{ id, version, zone, capDue, majorEvidenceDue, majorHardStop, minorPlanDue },
      ...{ planNotice, stage1Notice, auditDayTolerance, reportWorkingDays, holidays },
      ...{ minorsPerRequirementAlert, remoteShareAlert },
    },
  };
}

/** Who may not audit this client, or no more: SOD-03, SOD-07. */
function barredFromAudit({
  deciders,
  handlers,
  barred,
}: Context): Required<Pick<AuditInput, 'deciders' | 'barred'>> {
  return { deciders: [...deciders, ...handlers], barred: [...barred] };
}

interface Barring {
  /** Ids. */
  readonly audits: readonly string[];
  readonly event: { readonly type: 'BarredFromAuditChanged' } & ReturnType<typeof barredFromAudit>;
}

/** What running audits are told when others are barred than before; `undefined` when they are the same. */
export function newlyBarred(context: Context, after: Context): Barring | undefined {
  const change = barredFromAudit(after);
  if (isSameJson(change, barredFromAudit(context))) return undefined;
  const audits = Object.keys(context.audits).filter((id) => !after.audits[id]?.completed);
  return { audits, event: { type: 'BarredFromAuditChanged', ...change } };
}

/** What an audit of a kind takes up of what was before it. */
function takenUp(
  { openBy, concerns, expiry }: Context,
  kind: AuditKind,
): Pick<AuditInput, 'openBy' | 'evidenceBy' | 'concerns'> {
  const nothing = { openBy: null, evidenceBy: null, concerns: [] };
  if (kind === 'stage-2') return { ...nothing, openBy, concerns: [...concerns] };
  return kind === 'recertification' ? { ...nothing, evidenceBy: expiry?.due ?? null } : nothing;
}

/** What an audit has to cover besides what its kind demands: COV-03, and what a follow-up or special audit was asked for. */
function mustCover({ context, event }: From): readonly string[] {
  if (event.type === 'FollowUpAuditScheduled') return context.followUp?.requirements ?? [];
  const ordered = specialsIn(event).flatMap((id) => context.specials[id]?.requirements ?? []);
  return together(
    event.type === 'SurveillanceScheduled' ? leftTo(context, event.audit) : [],
    ordered,
  );
}

/** COV-03: what the last surveillance of a cycle has to cover, in terms of its edition. */
function leftTo(context: Context, audit: string): readonly string[] {
  const isGate = context.surveillances >= 2 && context.gapAcceptedBy === null;
  return isGate ? residual(context, context.audits[audit]?.standard) : [];
}

/** The auditor days determined for an audit of a kind. */
function daysOf({ auditTime }: Context, kind: AuditKind): number | null {
  if (!auditTime || kind === 'pre-audit' || kind === 'follow-up') return null;
  return {
    'stage-1': auditTime.stage1Days,
    'stage-2': auditTime.stage2Days,
    special: null,
    'short-notice': null,
    surveillance: auditTime.surveillanceDays,
    recertification: auditTime.recertificationDays,
  }[kind];
}

function sitesIn({ application, sites }: Context): number {
  return application?.sites?.length ?? sites;
}

/** When it was raised, and whose it is: an audit's, or of the review that has taken it over from another body. */
function raisedIn(
  { audits, transfer, reachedOn }: Context,
  event: Raised,
): Pick<NonconformityInput, 'raisedOn' | 'team'> {
  if (event.type === 'NonconformityTakenOver')
    return { raisedOn: event.raisedOn, team: [...(transfer?.team ?? [])] };
  const { openedOn, team = [] } = audits[event.meta.from ?? ''] ?? {};
  return { raisedOn: openedOn ?? reachedOn, team: [...team] };
}

/** What a nonconformity starts with when an audit has raised it, or another body had. */
export function nonconformityInput({ context, event }: From): NonconformityInput {
  if (!isRaised(event)) throw new Error(`${event.type} raises no nonconformity`);
  const { requirement, statement, evidence, meta } = event;
  const { id, version, capMaxRounds, capDue, majorEvidenceDue, minorPlanDue } = context.policy;
  return {
    grade: event.type === 'MinorsAggregatedToMajor' ? 'major' : event.grade,
    requirement,
    statement,
    evidence,
    raisedBy: meta.actor?.id ?? 'unknown',
    ...raisedIn(context, event),
    sites: sitesIn(context),
    policy: {
      ...{ id, version, zone: context.zone },
      ...{ capMaxRounds, capDue, majorEvidenceDue, minorPlanDue },
    },
  };
}

function subjectOf({ cycle, transfer }: Context): DecisionInput['subject'] {
  if (transfer?.status === 'eligible') return 'transfer';
  return cycle === 0 ? 'certification' : 'recertification';
}

/** What a decision starts with when its file is complete. */
export function decisionInput({ context, event }: From): DecisionInput {
  if (event.type !== 'DecisionFileCompleted') throw new Error(`${event.type} opens no decision`);
  const { id, version, zone, panelQuorum, panelRule, staff } = context.policy;
  return {
    subject: subjectOf(context),
    audits: auditsInFile(context),
    file: event.file,
    recommendation:
      context.audits[context.followUp?.audit ?? context.audit]?.recommendation ?? null,
    auditors: context.auditors.filter((person) => !context.formerAuditors.includes(person)),
    formerAuditors: [...context.formerAuditors],
    barred: [...context.barred],
    competences: [...context.competences.panel],
    completeOn: event.on,
    decisionDue: event.decisionDue,
    firstAlert: event.firstAlert,
    lastAlert: event.lastAlert,
    policy: { id, version, zone, panelQuorum, panelRule, staff },
  };
}

const ended = ['closed', 'withdrawn', 'superseded'];

/** Ids of the nonconformities that are neither closed nor withdrawn nor superseded. */
export function openNonconformities({ findings }: Context): string[] {
  return Object.entries(findings).flatMap(([id, { status }]) =>
    ended.includes(status) ? [] : [id],
  );
}

/** Ids of the audits and of the decision that may still run. */
export function runningAudits(context: Context): string[] {
  const audits = Object.entries(context.audits).flatMap(([id, { completed }]) =>
    completed ? [] : [id],
  );
  const decision = context.decisions > 0 ? [`decision-${context.decisions}`] : [];
  return [...audits, ...decision];
}

/** Ids of all children that may still run. */
export function runningChildren(context: Context): string[] {
  return [...runningAudits(context), ...openNonconformities(context)];
}
