import { addPeriod, parseLocalDate, type LocalDate } from '../../calendar/index.ts';
import type { Enrichments } from '../../engine/index.ts';
import type { Context, contract } from '../contract.ts';
import { clock, lastDayToTransfer, today } from '../derived/index.ts';

/** T-23: the present cycle to its end, and as many more as the policy wants. */
function keptUntil({ expiry, policy }: Context, ended: LocalDate): LocalDate {
  const from = expiry ? parseLocalDate(expiry.due) : ended;
  let until = from > ended ? from : ended;
  for (let cycle = 1; cycle < policy.retention; cycle += 1)
    until = addPeriod(until, policy.certificateTerm);
  return until;
}

/** Which deadline runs, and is moved: the first of those that a certification can have at a time. */
function movedIn({ majorClosure, surveillanceOverdue, surveillanceDue }: Context) {
  if (majorClosure) return 'majorClosure';
  return (surveillanceOverdue ?? surveillanceDue) ? 'surveillanceDue' : 'restorationWindow';
}

/** Completes what is recorded of circumstances beyond client and case with deadlines. */
export const circumstanceEnrich: Pick<
  Enrichments<typeof contract, Context>,
  'recordAccreditationLoss' | 'extendDeadline' | 'terminateEngagement'
> = {
  recordAccreditationLoss: (loss, { context, meta }) => {
    const { expiry } = context;
    if (!expiry) return { ...loss, transferBy: null };
    const by = lastDayToTransfer(loss.on, expiry.due);
    return { ...loss, transferBy: clock(context, meta)('T-19', by) };
  },
  extendDeadline: (extension, { context, meta }) => {
    const moved = clock(context, meta)('T-20', parseLocalDate(extension.until));
    return { ...extension, [movedIn(context)]: moved };
  },
  terminateEngagement: (end, { context, meta }) => ({
    ...end,
    retention: clock(context, meta)('T-23', keptUntil(context, today(context, meta))),
  }),
};
