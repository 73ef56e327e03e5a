import { addPeriod, parseLocalDate } from '../calendar/index.ts';
import type { Rule } from '../engine/index.ts';
import { dateRules, isBarred, lacks, teamRules } from '../policy/index.ts';
import { isRequirement, requirementsOf } from '../standards/index.ts';
import type { Context, Event } from './contract.ts';

const withoutPlan = ['pre-audit', 'stage-1'];

/** The requirements that an event names. */
function requirementsIn(event: Event): readonly string[] {
  if ('requirements' in event) return event.requirements;
  return 'requirement' in event ? [event.requirement] : [];
}

function excludedControls({ applicability }: Context): readonly string[] {
  return (applicability?.excluded ?? []).map(({ control }) => control);
}

/** What this audit still has to cover; pre-audit and Stage 1 have no such list. */
export function uncovered(context: Context): readonly string[] {
  if (withoutPlan.includes(context.kind)) return [];
  const isFull = context.kind !== 'surveillance';
  const required = requirementsOf(context.standard, {
    isFull,
    excluded: excludedControls(context),
  });
  return required.filter((id) => !context.requirements.includes(id));
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
    text: 'Nobody is ready for Stage 2 before an internal audit and a management review were performed.',
    allows: ({ event }) =>
      event.type !== 'ReadinessConcluded' ||
      event.conclusion === 'notReady' ||
      (event.internalAuditPerformed && event.managementReviewPerformed),
  },
  'R-S1-04': {
    clause: 'ISO/IEC 17021-1 9.3.1.2 (unconfirmed)',
    text: 'Pre-audit and Stage 1 record areas of concern; nonconformities begin with Stage 2.',
    allows: ({ context }) => !withoutPlan.includes(context.kind),
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
  'T-02': {
    clause: 'policy planNotice',
    text: 'The client has not had the plan for the days of notice, and has not done without them.',
    allows: ({ context: { planSentOn, policy, kind, noticeWaived }, event }) => {
      const { planNotice } = policy;
      if (noticeWaived || planNotice === undefined || withoutPlan.includes(kind)) return true;
      return (
        event.type !== 'OpeningMeetingHeld' ||
        (planSentOn !== null && event.on >= addPeriod(parseLocalDate(planSentOn), planNotice))
      );
    },
  },
  'TEAM-02': {
    clause: 'ISO/IEC 17021-1 9.2.3.5',
    text: 'The client objects to a member of the team; nobody has decided on that or replaced the member yet.',
    allows: ({ context }) => Object.keys(context.objections).length === 0,
  },
  'TEAM-03': {
    clause: 'ISO/IEC 17021-1 9.2.3.5',
    text: 'Objections are made to members of the team and decided while they are open.',
    allows: ({ context: { team, objections }, event }) => {
      if (!('member' in event)) return true;
      return event.type === 'TeamObjectionRaised'
        ? team.some(({ id }) => id === event.member)
        : objections[event.member] === 'open';
    },
  },
  'R-S2-02': {
    clause: 'ISO/IEC 17021-1 9.2.3 (unconfirmed)',
    text: 'The client has not agreed to the audit plan yet.',
    allows: ({ context }) => context.planAgreed || withoutPlan.includes(context.kind),
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
