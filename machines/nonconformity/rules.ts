import type { Rule } from '../engine/index.ts';
import { dateRules, teamRules } from '../policy/index.ts';
import type { Context, Event } from './contract.ts';

/** What a nonconformity does not allow, and why. */
export const rules = {
  ...dateRules,
  ...teamRules,
  'R-NC-07': {
    clause: 'policy capMaxRounds',
    text: 'The plan was rejected as often as the policy allows; a person decides how to go on.',
    allows: ({ context }) => context.rejections < context.policy.capMaxRounds,
  },
  'R-NC-08': {
    clause: 'ISO/IEC 17021-1 9.4.9 (unconfirmed)',
    text: 'A major is verified on its evidence; only a minor with an accepted plan can wait for the next audit.',
    allows: ({ context, event }) =>
      event.type !== 'CorrectiveActionVerified' ||
      event.method !== 'nextAudit' ||
      context.grade === 'minor',
  },
  'R-NC-09': {
    clause: 'ISO/IEC 17021-1 9.5.2, 9.6.2.2 (unconfirmed)',
    text: 'A major is never carried forward to the next audit.',
    allows: ({ context }) => context.grade === 'minor',
  },
  'R-NC-10': {
    clause: 'grades of nonconformities',
    text: 'Only a major whose answer is due can be downgraded, and only a minor whose answer is due escalated.',
    allows: ({ context, event }) =>
      context.responseDue !== null &&
      context.grade === (event.type === 'NonconformityEscalated' ? 'minor' : 'major'),
  },
  'R-NC-11': {
    clause: 'ISO/IEC 17021-1 9.4.9, 9.4.10 (unconfirmed)',
    text: 'The plan does not say by what it will be seen that its actions were taken and work: reject it with that reason.',
    allows: ({ context }) => context.isPlanComplete,
  },
  'R-NC-06': {
    clause: 'IAF MD 1 (unconfirmed)',
    text: 'With several sites the plan says which others are affected, acts at each of them, and centrally where the cause lies in the system: reject it with that reason.',
    allows: ({ context: { sites = 1, extent, actionSites } }) => {
      if (sites === 1) return true;
      if (!extent) return false;
      const isActedOn = extent.sites.every((site) => actionSites.includes(site));
      return isActedOn && (!extent.isSystemic || actionSites.includes(null));
    },
  },
  'SOD-09': {
    clause: 'ISO/IEC 17021-1 9.5 (unconfirmed); four eyes',
    text: 'A major is downgraded by a second person outside the audit team, after the team has proposed it.',
    allows: ({ context, event }) =>
      context.downgradeProposedBy !== null &&
      context.downgradeProposedBy !== event.meta.actor?.id &&
      context.team.every(({ id }) => id !== event.meta.actor?.id),
  },
  'SOD-05': {
    clause: 'ISO/IEC 17021-1 5.2 (unconfirmed)',
    text: 'Whoever carried out a corrective action does not verify it.',
    allows: ({ context, event }) => event.meta.actor?.id !== context.carriedOutBy,
  },
} satisfies Record<string, Rule<Context, Event>>;
