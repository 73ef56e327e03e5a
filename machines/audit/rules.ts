import type { Rule } from '../engine/index.ts';
import { dateRules, isBarred, lacks, teamRules } from '../policy/index.ts';
import type { Context, Event } from './contract.ts';

const withoutPlan = ['pre-audit', 'stage-1'];

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
