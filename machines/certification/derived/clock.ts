import { deadline, localDateAt, type LocalDate } from '../../calendar/index.ts';
import type { DueDate, Meta } from '../../engine/index.ts';
import { policyName } from '../../policy/index.ts';
import type { Context } from '../contract.ts';

/** Makes deadlines that count from one event, each with the policy that states its time. */
export function clock(
  { zone, policy }: Context,
  { id: anchor }: Meta,
): (rule: string, due: LocalDate) => DueDate {
  return (rule, due) => deadline({ rule, anchor, due, zone, policy: policyName(policy) });
}

/** The day on which an event is recorded, in the office of the certification body. */
export function today({ zone }: Pick<Context, 'zone'>, { at }: Meta): LocalDate {
  return localDateAt(Date.parse(at), zone);
}
