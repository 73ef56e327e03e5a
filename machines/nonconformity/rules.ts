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
  'SOD-05': {
    clause: 'ISO/IEC 17021-1 5.2 (unconfirmed)',
    text: 'Whoever carried out a corrective action does not verify it.',
    allows: ({ context, event }) => event.meta.actor?.id !== context.carriedOutBy,
  },
} satisfies Record<string, Rule<Context, Event>>;
