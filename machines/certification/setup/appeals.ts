import type { Appealable, AppealInput } from '../../appeal/index.ts';
import type { ComplaintInput } from '../../complaint/index.ts';
import { together } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import { involved } from '../memory/index.ts';

interface From {
  readonly context: Context;
  readonly event: Event;
}

/** Id of the appeal or complaint that an event begins. @throws Error for any other event: a bug in the graph */
export function caseId({ event }: From): string {
  if (event.type === 'AppealLodged') return event.appeal;
  if (event.type === 'ComplaintReceived') return event.complaint;
  throw new Error(`${event.type} begins neither appeal nor complaint`);
}

/** What an appeal starts with when it was lodged. */
export function appealInput({ context, event }: From): AppealInput {
  if (event.type !== 'AppealLodged') throw new Error(`${event.type} begins no appeal`);
  const { decision, event: against, decidedOn, grounds, on, acknowledgeBy, meta } = event;
  return {
    ...{ decision, event: against, decidedOn, grounds, acknowledgeBy },
    lodgedBy: meta.actor?.id ?? 'unknown',
    lodgedOn: on,
    involved: involved(context),
    barred: [...context.barred],
    policy: { zone: context.zone, staff: context.staff },
  };
}

function isCertified(context: Context, on: string): boolean {
  const { grantedOn, expiry, decided, cancelledOn } = context;
  if (cancelledOn !== null && on >= cancelledOn) return false;
  const { CertificateWithdrawn: withdrawal } = decided;
  const isWithdrawn = withdrawal !== undefined && !withdrawal.replaced && on >= withdrawal.on;
  return grantedOn !== null && expiry !== null && on <= expiry.due && !isWithdrawn;
}

/** What a complaint starts with when it was received. */
export function complaintInput({ context, event }: From): ComplaintInput {
  if (event.type !== 'ComplaintReceived') throw new Error(`${event.type} begins no complaint`);
  const { about, statement, complainant, persons, on, acknowledgeBy } = event;
  return {
    ...{ about, statement, complainant, persons, acknowledgeBy },
    isCertified: isCertified(context, on),
    receivedOn: on,
    involved: together(involved(context), [...persons, complainant]),
    barred: [...context.barred],
    policy: { zone: context.zone, staff: context.staff },
  };
}

/** A guard: whether the appeal that reports is against the last decision of a kind. */
export function isAgainst(decision: Appealable): (from: From) => boolean {
  return ({ context, event }) => {
    const appeal = 'meta' in event ? context.appeals[event.meta.from ?? ''] : undefined;
    return appeal?.decision === decision && appeal.event === context.decided[decision]?.event;
  };
}

/** A guard: whether it is against the judgement that a certificate cannot be taken over, which stands. */
export function isAgainstIneligibility({ context, event }: From): boolean {
  const { TransferEligibilityRefused: taken } = context.decided;
  return isAgainst('TransferEligibilityRefused')({ context, event }) && taken?.replaced === false;
}
