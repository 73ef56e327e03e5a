import { together, type Memory, type Meta } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import type { TransferIn, TransferOut } from '../contract/index.ts';
import { today } from '../derived/index.ts';
import { beganAnew } from './transition.ts';

/** In place of the id of an audit, for what a pre-transfer review has taken over. */
export const transferred = 'transfer';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

function withIn({ transfer }: Context, change: Partial<TransferIn>): Partial<Context> {
  return transfer ? { transfer: { ...transfer, ...change } } : {};
}

function withOut({ leaving }: Context, change: Partial<TransferOut>): Partial<Context> {
  return leaving ? { leaving: { ...leaving, ...change } } : {};
}

/** Whether a transfer has come to nothing: too late, by its review, or by the decision. */
function hasFailed({ transfer, decided }: Context): boolean {
  return (
    transfer?.hasLapsed === true ||
    transfer?.outcome === 'newClient' ||
    decided.CertificationRefused !== undefined
  );
}

/** How many audits of a first cycle, from Stage 1 on, are not held because the other body has held them. */
export function heldBefore(context: Context): number {
  const { transfer } = context;
  if (transfer?.status !== 'eligible' || hasFailed(context)) return 0;
  return 2 + Math.min(transfer.surveillances.length, 2);
}

/** What a programme that is drafted leaves of a transfer: nothing, once it has come to nothing. */
export function afterTransfer(context: Context, meta: Meta): Partial<Context> {
  const { transfer, findings } = context;
  if (transfer?.status !== 'eligible' || !hasFailed(context)) return {};
  return {
    ...beganAnew(context, today(context, meta)),
    transfer: { ...transfer, status: 'over' },
    followUp: null,
    findings: Object.fromEntries(
      Object.entries(findings).filter(([, { audit }]) => audit !== transferred),
    ),
  };
}

/** Where the cycle of the other body stands, as the new one goes on with it. */
export function cycleTakenOver(
  { transfer }: Context,
  { originallyOn }: Of<'TransferAccepted'>,
): Partial<Context> {
  if (!transfer) return {};
  return {
    transfer: { ...transfer, status: 'accepted' },
    firstGrantedOn: originallyOn,
    surveillances: transfer.surveillances.length,
    surveyed: [...transfer.covered],
  };
}

function requested(_: Context, event: Of<'TransferRequested'>): Partial<Context> {
  const { issuedBy, number, originallyOn, grantedOn, validUntil, cycle } = event;
  return {
    transfer: {
      status: 'requested',
      certificate: { issuedBy, number, originallyOn, grantedOn, validUntil, cycle },
      surveillances: event.surveillances,
      issuerFailedOn: event.issuerFailedOn ?? null,
      transferBy: event.transferBy,
      ...{ hasLapsed: false, team: [], outcome: null, nonconformities: 0 },
      ...{ covered: [], event: event.meta.id, endsOn: null },
    },
  };
}

function taken(
  context: Context,
  { id, grade, requirement, meta }: Of<'NonconformityTakenOver'>,
): Partial<Context> {
  const { findings, transfer } = context;
  return {
    ...withIn(context, { nonconformities: (transfer?.nonconformities ?? 0) + 1 }),
    findings: {
      ...findings,
      [id]: {
        ...{ grade, requirement, audit: transferred },
        ...{ status: 'open', verifiedOn: null, event: meta.id },
      },
    },
  };
}

function reviewed(
  context: Context,
  { on, outcome, surveillances, covered, applicability, meta }: Of<'PreTransferReviewCompleted'>,
): Partial<Context> {
  return {
    ...withIn(context, { outcome, surveillances, covered, event: meta.id }),
    ...{ reachedOn: on, applicability },
  };
}

/** What a journey keeps of transfers between bodies. */
export const transferMemory: Memory<Context, Event> = {
  TransferRequested: requested,
  TransferEligibilityConfirmed: (context) => withIn(context, { status: 'eligible' }),
  TransferEligibilityRefused: (context) => withIn(context, { status: 'notEligible' }),
  // Who reviews or visits takes no part in the decision, as if it were an audit.
  PreTransferReviewPlanned: (context, { team }) => ({
    ...withIn(context, { team }),
    auditors: together(
      context.auditors,
      team.map(({ id }) => id),
    ),
  }),
  NonconformityTakenOver: taken,
  PreTransferReviewCompleted: reviewed,
  PreTransferVisitMade: (_, { on }) => ({ reachedOn: on }),
  PreviousCertificateEnded: (context, { endsOn }) => withIn(context, { endsOn }),
  TransferOutRequested: (_, { acceptingBody }) => ({
    leaving: { to: acceptingBody, recordsOn: null },
  }),
  TransferRecordsHandedOver: (context, { on }) => withOut(context, { recordsOn: on }),
  TransferOutAbandoned: () => ({ leaving: null }),
  TransferredOut: (_, { on }) => ({
    ...{ reachedOn: on, cancelledOn: on, document: null, leaving: null },
  }),
};
