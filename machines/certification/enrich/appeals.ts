import { addWorkingDays, deadline, parseLocalDate } from '../../calendar/index.ts';
import type { DueDate, Enrichments, Meta } from '../../engine/index.ts';
import type { Context, contract } from '../contract.ts';

/** T-24: working days from the receipt to the acknowledgement. */
function acknowledgeBy({ zone, policy }: Context, { id: anchor }: Meta, on: string): DueDate {
  const { appealWorkingDays, holidays } = policy;
  const days = holidays.map(parseLocalDate);
  const due = addWorkingDays(parseLocalDate(on), appealWorkingDays, days);
  return deadline({ rule: 'T-24', anchor, due, zone });
}

/** Completes what a journey records of appeals and complaints. */
export const appealEnrichments: Pick<
  Enrichments<typeof contract, Context>,
  'lodgeAppeal' | 'lodgeComplaint'
> = {
  lodgeAppeal: (lodged, { context, meta }) => {
    const taken = context.decided[lodged.decision];
    return {
      ...lodged,
      appeal: `appeal-${Object.keys(context.appeals).length + 1}`,
      event: taken?.event ?? '',
      decidedOn: taken?.on ?? lodged.on,
      acknowledgeBy: acknowledgeBy(context, meta, lodged.on),
    };
  },
  lodgeComplaint: (received, { context, meta }) => ({
    ...received,
    complaint: `complaint-${Object.keys(context.complaints).length + 1}`,
    acknowledgeBy: acknowledgeBy(context, meta, received.on),
  }),
};
