import type { Rule } from '../engine/index.ts';
import { dateRules, handlerRules, officeRules } from '../policy/index.ts';
import type { Context, Event } from './contract.ts';

/** What an appeal does not allow, and why. */
export const rules = {
  ...dateRules,
  ...officeRules,
  ...handlerRules,
} satisfies Record<string, Rule<Context, Event>>;
