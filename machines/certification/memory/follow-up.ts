import type { Meta } from '../../engine/index.ts';
import type { Context } from '../contract.ts';

/** What has become of the follow-up audit that the panel asked for. */
export function followedUp(
  { followUp }: Context,
  change: Partial<NonNullable<Context['followUp']>>,
): Partial<Context> {
  return followUp ? { followUp: { ...followUp, ...change } } : {};
}

/** Whether it is the follow-up audit that reports. */
function isFollowUp({ followUp }: Context, { from }: Meta): boolean {
  return from !== undefined && followUp?.audit === from;
}

/** The same, when the follow-up audit itself reports it. */
export function followedUpBy(
  context: Context,
  meta: Meta,
  change: Partial<NonNullable<Context['followUp']>>,
): Partial<Context> {
  return isFollowUp(context, meta) ? followedUp(context, change) : {};
}
