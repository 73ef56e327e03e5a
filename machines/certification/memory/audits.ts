import { together, type Memory, type Meta } from '../../engine/index.ts';
import type { AuditKind } from '../../audit/index.ts';
import type { TeamMember } from '../../policy/index.ts';
import type { AuditRecord, Context, Event } from '../contract.ts';
import {
  applicabilitySeen,
  dismounted,
  editionFor,
  ridden,
  surveyedWith,
} from '../derived/index.ts';
import { followedUp, followedUpBy } from './follow-up.ts';
import { specialEnded, takenUp } from './life.ts';
import { surveyedOn } from './surveillance.ts';

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

/** What a journey keeps of its audits. */
export const auditMemory: Memory<Context, Event> = {
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
};
