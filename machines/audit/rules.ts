import { addPeriod, parseLocalDate } from '../calendar/index.ts';
import { together, type Rule } from '../engine/index.ts';
import { dateRules, isBarred, lacks, teamRules } from '../policy/index.ts';
import { isRequirement, requirementsOf } from '../standards/index.ts';
import { agenda, objectives } from './audit-schema.ts';
import type { Context, Event } from './contract.ts';

const withoutPlan = ['pre-audit', 'stage-1'];
/** Where the client neither agrees to a plan nor objects to the team: it learns of the audit when it begins. */
const withoutNotice = [...withoutPlan, 'short-notice'];
/** Kinds that take up what they were ordered for, and nothing by themselves. */
const withoutAgenda = ['follow-up', 'special', 'short-notice'];

/** The requirements that an event names. */
function requirementsIn(event: Event): readonly string[] {
  if ('requirements' in event) return event.requirements ?? [];
  return 'requirement' in event ? [event.requirement] : [];
}

function excludedControls({ applicability }: Context): readonly string[] {
  return (applicability?.excluded ?? []).map(({ control }) => control);
}

/** What this audit still has to cover; pre-audit and Stage 1 have no such list. */
export function uncovered(context: Context): readonly string[] {
  if (withoutPlan.includes(context.kind)) return [];
  const isFull = context.kind !== 'surveillance';
  const required = withoutAgenda.includes(context.kind)
    ? []
    : requirementsOf(context.standard, { isFull, excluded: excludedControls(context) });
  const concerned = context.concerns.map(({ requirement }) => requirement);
  const all = together(required, [...concerned, ...(context.mustCover ?? [])]);
  return all.filter((id) => !context.requirements.includes(id));
}

/** The clause above a leaf, `9.2` of `9.2.2`; of a control the control itself, for a theme is no issue. */
function issueOf(requirement: string): string {
  return requirement.startsWith('A.') ? requirement : requirement.split('.', 2).join('.');
}

/** Minors on one leaf that are so many that somebody should look whether they are a major together. */
export function aggregationCandidates({ findings, policy }: Context): readonly string[] {
  const { minorsPerRequirementAlert: alert = 3 } = policy;
  const leaves = Object.values(findings)
    .filter(({ grade, isVoid }) => grade === 'minor' && !isVoid)
    .map(({ requirement }) => requirement);
  const counted = (leaf: string): number => leaves.filter((other) => other === leaf).length;
  return together([], leaves).filter((leaf) => counted(leaf) >= alert);
}

/** Whether some minors of an audit can become one major on a requirement. */
function isOneIssue({ findings }: Context, minors: readonly string[], requirement: string) {
  return minors.every((id) => {
    const finding = findings[id];
    return (
      finding?.grade === 'minor' &&
      !finding.isVoid &&
      issueOf(finding.requirement) === issueOf(requirement)
    );
  });
}

/** Whether something was known for a time of notice on a day; a policy without such a time demands nothing. */
function isKnownFor(notice: string | undefined, since: string | null, on: string): boolean {
  return notice === undefined || (since !== null && on >= addPeriod(parseLocalDate(since), notice));
}

/** What an audit does not allow, and why. */
export const rules = {
  ...dateRules,
  ...teamRules,
  'R-S1-01': {
    clause: 'ISO/IEC 17021-1 9.2.3.5; 5.2 (unconfirmed)',
    text: 'Every member of the audit team declares impartiality for this client before the audit begins.',
    allows: ({ context }) => context.team.every(({ impartialityDeclared }) => impartialityDeclared),
  },
  'R-S1-03': {
    clause: 'ISO/IEC 17021-1 9.3.1.2.2 (unconfirmed)',
    text: 'Nobody is ready for Stage 2 before every objective of Stage 1 is met, an internal audit and a management review among them.',
    allows: ({ event }) =>
      event.type !== 'ReadinessConcluded' ||
      event.conclusion === 'notReady' ||
      (event.internalAuditPerformed &&
        event.managementReviewPerformed &&
        objectives.every((objective) => event.objectives?.includes(objective))),
  },
  'R-S1-08': {
    clause: 'ISO/IEC 17021-1 9.3.1.2.3 (unconfirmed)',
    text: 'Areas of concern were recorded: the client is ready with concerns, or not ready.',
    allows: ({ context, event }) =>
      event.type !== 'ReadinessConcluded' ||
      event.conclusion !== 'ready' ||
      context.concerns.length === 0,
  },
  'R-S1-04': {
    clause: 'ISO/IEC 17021-1 9.3.1.2 (unconfirmed)',
    text: 'Pre-audit and Stage 1 record areas of concern; nonconformities begin with Stage 2.',
    allows: ({ context }) => !withoutPlan.includes(context.kind),
  },
  'R-NC-01': {
    clause: 'ISO/IEC 17021-1 3.12 note (unconfirmed)',
    text: 'Only open minors of this audit, on the requirement or on its neighbours in one clause, become a major together.',
    allows: ({ context, event }) =>
      event.type !== 'MinorsAggregatedToMajor' ||
      isOneIssue(context, event.minors, event.requirement),
  },
  'R-NC-02': {
    clause: 'ISO/IEC 17021-1 9.4.5.2 (unconfirmed)',
    text: 'From Stage 2 on, a requirement that is not met is raised as a nonconformity, not as a concern.',
    allows: ({ context }) => withoutPlan.includes(context.kind),
  },
  'R-S2-01': {
    clause: 'ISO/IEC 17021-1 9.3.1.2.4; policy stage1MaxAge',
    text: 'Stage 1 is no longer valid on that day; its validity has to be reviewed before Stage 2 opens.',
    allows: ({ context, event }) =>
      event.type !== 'OpeningMeetingHeld' || context.openBy === null || event.on <= context.openBy,
  },
  'R-NC-03': {
    clause: 'ISO/IEC 17021-1 9.4.5.3 (unconfirmed)',
    text: 'The edition of this audit has no such requirement: name an innermost clause or a control.',
    allows: ({ context, event }) =>
      requirementsIn(event).every((id) => isRequirement(context.standard, id)),
  },
  'R-SOA-01': {
    clause: 'ISO/IEC 27001 6.1.3 d',
    text: 'The statement of applicability excludes this control: raise the finding against 6.1.3.',
    allows: ({ context, event }) =>
      event.type !== 'FindingRaised' ||
      !excludedControls(context).some((control) => control === event.requirement),
  },
  'COV-02': {
    clause: 'ISO/IEC 17021-1 9.3.1.3, 9.6.2.2, 9.6.3 (unconfirmed)',
    text: 'Some requirements that this audit has to cover have neither evidence nor finding yet.',
    allows: ({ context }) => uncovered(context).length === 0,
  },
  'R-S2-04': {
    clause: 'ISO/IEC 17021-1 9.4.4 (unconfirmed)',
    text: 'This audit has no such item of evidence, or it was withdrawn already.',
    allows: ({ context, event }) =>
      event.type !== 'EvidenceWithdrawn' || context.evidence[event.evidence] !== undefined,
  },
  'R-S2-05': {
    clause: 'ISO/IEC 17021-1 9.4.3.2 (unconfirmed)',
    text: 'An audit is interrupted or ended early only when both the client and the certification body were told.',
    allows: ({ event }) =>
      !('informed' in event) ||
      (['client', 'certificationBody'] as const).every((party) => event.informed.includes(party)),
  },
  'R-S2-06': {
    clause: 'ISO/IEC 17021-1 9.4.6',
    text: 'The team reviews findings and conclusions before the closing meeting.',
    allows: ({ context }) => context.findingsReviewed || withoutPlan.includes(context.kind),
  },
  'R-S2-09': {
    clause: 'ISO/IEC 17021-1 9.1.4 (unconfirmed); policy auditDayTolerance',
    text: 'Fewer auditor days were used than planned, and no reason for that is given.',
    allows: ({ context: { plannedDays, policy }, event }) =>
      event.type !== 'AuditReportIssued' ||
      event.shortfall !== undefined ||
      (event.daysUsed ?? 0) >= (plannedDays ?? 0) * (1 - (policy.auditDayTolerance ?? 0.1)),
  },
  'R-SV-02': {
    clause: 'ISO/IEC 17021-1 9.6.2.2 (unconfirmed)',
    text: 'The surveillance report does not speak of everything that each surveillance takes up.',
    allows: ({ context, event }) =>
      event.type !== 'AuditReportIssued' ||
      context.kind !== 'surveillance' ||
      agenda.every((item) => event.agenda?.includes(item)),
  },
  'R-SV-03': {
    clause: 'ISO/IEC 17021-1 9.6.2.1, IAF MD 4 (unconfirmed)',
    text: 'A surveillance takes place on site; the plan of one that is wholly remote says why that is as good.',
    allows: ({ context, event }) =>
      event.type !== 'AuditPlanSent' ||
      context.kind !== 'surveillance' ||
      (event.remoteShare ?? 0) < 1 ||
      event.remoteReason !== undefined,
  },
  'T-02': {
    clause: 'policy planNotice, stage1Notice',
    text: 'The client has not known the plan, or before Stage 1 the team, for the days of notice, and has not done without them.',
    allows: ({ context, event }) => {
      const { kind, policy, planSentOn, teamNotifiedOn, noticeWaived } = context;
      if (event.type !== 'OpeningMeetingHeld' || noticeWaived) return true;
      if (kind === 'stage-1') return isKnownFor(policy.stage1Notice, teamNotifiedOn, event.on);
      return withoutNotice.includes(kind) || isKnownFor(policy.planNotice, planSentOn, event.on);
    },
  },
  'T-25': {
    clause: 'ISO/IEC 27006 B.3.2, IAF MD 4 (unconfirmed); policy remoteShareAlert',
    text: 'More of the audit is remote than the policy allows without a reason, and the plan gives none.',
    allows: ({ context: { policy }, event }) =>
      event.type !== 'AuditPlanSent' ||
      (event.remoteShare ?? 0) * 100 <= (policy.remoteShareAlert ?? 30) ||
      event.remoteReason !== undefined,
  },
  'T-26': {
    clause: 'policy, recency of internal audit and management review',
    text: 'Internal audit or management review lies more than twelve months back: that is a concern, the client is not simply ready.',
    allows: ({ context: { closedOn }, event }) => {
      if (event.type !== 'ReadinessConcluded' || event.conclusion !== 'ready' || !closedOn)
        return true;
      const { internalAuditOn, managementReviewOn } = event;
      const oldest = addPeriod(parseLocalDate(closedOn), '-P12M');
      return [internalAuditOn, managementReviewOn].every((on) => on === undefined || on >= oldest);
    },
  },
  'TEAM-02': {
    clause: 'ISO/IEC 17021-1 9.2.3.5',
    text: 'The client objects to a member of the team; nobody has decided on that or replaced the member yet.',
    allows: ({ context }) => Object.keys(context.objections).length === 0,
  },
  'TEAM-03': {
    clause: 'ISO/IEC 17021-1 9.2.3.5',
    text: 'Objections are made to members of the team and decided while they are open; at short notice there are none.',
    allows: ({ context: { kind, team, objections }, event }) => {
      if (!('member' in event)) return true;
      if (kind === 'short-notice') return false;
      return event.type === 'TeamObjectionRaised'
        ? team.some(({ id }) => id === event.member)
        : objections[event.member] === 'open';
    },
  },
  'R-S2-02': {
    clause: 'ISO/IEC 17021-1 9.2.3 (unconfirmed)',
    text: 'The client has not agreed to the audit plan yet.',
    allows: ({ context }) => context.planAgreed || withoutNotice.includes(context.kind),
  },
  'R-S2-03': {
    clause: 'ISO/IEC 17021-1 9.4.2, 9.4.7 (unconfirmed)',
    text: 'The closing meeting ends the audit: it is not held before the opening meeting.',
    allows: ({ context, event }) =>
      event.type !== 'ClosingMeetingHeld' ||
      (context.openedOn !== null && event.on >= context.openedOn),
  },
  'R-S2-08': {
    clause: 'ISO/IEC 17021-1 9.4.8 (unconfirmed)',
    text: 'With nonconformities the team recommends on condition of the corrective action plans, or not at all.',
    allows: ({ context, event }) =>
      event.type !== 'RecommendationMade' ||
      event.recommendation !== 'recommend' ||
      context.majors + context.minors === 0,
  },
  'SOD-03': {
    clause: 'ISO/IEC 17021-1 5.2 (unconfirmed); policy coolingOff',
    text: 'Whoever advised this client, or had another interest in it, within two years does not audit it.',
    allows: ({ context, event }) =>
      event.type !== 'TeamMemberReplaced' ||
      !isBarred(context.barred, event.joins.id, context.from),
  },
  'SOD-08': {
    clause: 'ISO/IEC 17021-1 7.1, 9.2.2.1; ISO/IEC 27006-1 7.1 (unconfirmed)',
    text: 'Without who leaves, the team does not hold every competence that the application review fixed.',
    allows: ({ context: { staff = [], competences: needed, team, to }, event }) =>
      event.type !== 'TeamMemberReplaced' ||
      lacks(
        { staff, needed },
        [...team.map(({ id }) => id).filter((id) => id !== event.leaves), event.joins.id],
        to,
      ).length === 0,
  },
  'SOD-07': {
    clause: 'ISO/IEC 17021-1 9.5.1.1 (unconfirmed)',
    text: 'Whoever has reviewed or decided on this client does not audit it.',
    allows: ({ context, event }) =>
      event.type !== 'TeamMemberReplaced' || !context.deciders.includes(event.joins.id),
  },
  'TEAM-01': {
    clause: 'ISO/IEC 17021-1 9.2.2 (unconfirmed)',
    text: 'Only a member of the team can leave it, nobody joins twice, and the team keeps one lead auditor.',
    allows: ({ context: { team }, event }) => {
      if (event.type !== 'TeamMemberReplaced') return true;
      const leaving = team.find(({ id }) => id === event.leaves);
      return leaving?.role === event.joins.role && team.every(({ id }) => id !== event.joins.id);
    },
  },
} satisfies Record<string, Rule<Context, Event>>;
