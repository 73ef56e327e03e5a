import type { Appealable, AppealInput } from '../appeal/index.ts';
import { addWorkingDays, deadline, parseLocalDate } from '../calendar/index.ts';
import type { ComplaintInput } from '../complaint/index.ts';
import { together, type DueDate, type Enrichments, type Meta } from '../engine/index.ts';
import { say } from '../text/index.ts';
import type { DecisionTaken } from './appeals-contract.ts';
import { involved } from './appeals-memory.ts';
import type { contract, Context, Event } from './contract.ts';

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

/** A guard: whether the appeal that reports is against the last decision of a kind. */
export function isAgainst(decision: Appealable): (from: From) => boolean {
  return ({ context, event }) => {
    const appeal = 'meta' in event ? context.appeals[event.meta.from ?? ''] : undefined;
    return appeal?.decision === decision && appeal.event === context.decided[decision]?.event;
  };
}

function isStanding(taken: DecisionTaken | undefined, event: string): boolean {
  return taken?.event === event && !taken.replaced;
}

/** What a person has to do because of appeals and complaints, for whoever looks at the journey. */
export function openCases({ appeals, complaints, decided }: Context): string[] {
  const overturned = Object.entries(appeals).flatMap(([id, { decision, event, outcome }]) =>
    ['upheld', 'partlyUpheld'].includes(outcome) && isStanding(decided[decision], event)
      ? [
          say(
            'certification.decideAnew',
            '{id} {outcome, select, upheld {upheld} other {partly upheld}}: {decision} to be decided anew',
            { id, outcome, decision },
          ),
        ]
      : [],
  );
  const open = Object.entries({ ...appeals, ...complaints }).flatMap(([id, { outcome }]) =>
    outcome === 'open' ? [say('certification.caseOpen', '{id} open', { id })] : [],
  );
  const audits = Object.entries(complaints).flatMap(([id, { followUp, ended }]) =>
    followUp === 'none' || ended
      ? []
      : [say('certification.followUp', '{id} asks for {followUp}', { id, followUp })],
  );
  return [...open, ...overturned, ...audits];
}
