import { appealableSchema, type Appealable } from '../../appeal/index.ts';
import { localDateAt } from '../../calendar/index.ts';
import { together, type Memory, type Meta } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import type { AppealRecord, AppealsContext, ComplaintRecord } from '../contract/index.ts';

/** Neither appeals nor complaints yet. */
export const noAppeals: AppealsContext = { decided: {}, appeals: {}, complaints: {}, handlers: [] };

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

function isDecision(event: Event): event is Of<Appealable> {
  return appealableSchema.options.some((kind) => kind === event.type);
}

/** What takes the place of which decisions. */
const replaces: Readonly<Partial<Record<Event['type'], readonly Appealable[]>>> = {
  ApplicationAccepted: ['ApplicationDeclined'],
  TransferRequested: ['TransferEligibilityRefused'],
  TransferEligibilityConfirmed: ['TransferEligibilityRefused'],
  // The client agrees to be audited as a new one.
  AuditProgrammeAgreed: ['TransferEligibilityRefused'],
  CertificationGranted: ['CertificationRefused', 'CertificateWithdrawn'],
  RecertificationGranted: ['CertificationRefused'],
  CertificationRestoredAfterExpiry: ['CertificationRefused'],
  CertificateRestored: ['CertificateSuspended'],
  CertificateScopeReduced: ['CertificateSuspended'],
  CertificateScopeExtended: ['CertificateScopeReduced'],
  CertificateCancelled: ['CertificateSuspended', 'CertificateScopeReduced'],
  TransferAccepted: ['CertificationRefused'],
  TransferredOut: ['CertificateSuspended', 'CertificateScopeReduced'],
  CertificateWithdrawn: ['CertificateSuspended', 'CertificateScopeReduced'],
};

function afterwards({ decided }: Context, { type }: Event): Context['decided'] {
  const replaced = (replaces[type] ?? []).flatMap((kind) => {
    const taken = decided[kind];
    return taken ? [[kind, { ...taken, replaced: true }] as const] : [];
  });
  return { ...decided, ...Object.fromEntries(replaced) };
}

/** What a journey keeps of a decision: when and by whom it was taken, and what it takes the place of. */
export function decisionTaken(context: Context, event: Event): Partial<Context> {
  const decided = afterwards(context, event);
  if (!isDecision(event)) return event.type in replaces ? { decided } : {};
  const { type, meta } = event;
  const on = 'on' in event ? event.on : localDateAt(Date.parse(meta.at), context.zone);
  return {
    decided: { ...decided, [type]: { event: meta.id, on, replaced: false } },
    deciders: together(context.deciders, meta.actor ? [meta.actor.id] : []),
  };
}

function appealed(change: Partial<AppealRecord>) {
  return ({ appeals }: Context, { meta }: { readonly meta: Meta }): Partial<Context> => {
    const [id, record] = [meta.from ?? '', appeals[meta.from ?? '']];
    return record ? { appeals: { ...appeals, [id]: { ...record, ...change } } } : {};
  };
}

function complained(
  { complaints }: Context,
  { from = '' }: Meta,
  change: Partial<ComplaintRecord>,
): Partial<Context> {
  const record = complaints[from];
  return record ? { complaints: { ...complaints, [from]: { ...record, ...change } } } : {};
}

function appointed(
  { handlers }: Context,
  event: { readonly handlers: readonly string[] },
): Partial<Context> {
  return { handlers: together(handlers, event.handlers) };
}

/** What a journey keeps of its appeals and complaints. */
export const appealMemory: Memory<Context, Event> = {
  AppealLodged: ({ appeals }, { appeal, decision, event }) => ({
    appeals: { ...appeals, [appeal]: { decision, event, outcome: 'open', ended: false } },
  }),
  AppealHandlersAssigned: appointed,
  AppealFoundInadmissible: appealed({ outcome: 'inadmissible' }),
  AppealUpheld: appealed({ outcome: 'upheld' }),
  AppealPartlyUpheld: appealed({ outcome: 'partlyUpheld' }),
  AppealDismissed: appealed({ outcome: 'dismissed' }),
  AppealWithdrawn: appealed({ outcome: 'withdrawn', ended: true }),
  AppealClosed: appealed({ ended: true }),
  ComplaintReceived: ({ complaints }, { complaint, about }) => ({
    complaints: {
      ...complaints,
      [complaint]: { about, outcome: 'open', followUp: 'none', ended: false },
    },
  }),
  ComplaintHandlersAssigned: appointed,
  ComplaintFoundUnrelated: (context, { meta }) =>
    complained(context, meta, { outcome: 'unrelated' }),
  ComplaintResolved: (context, { outcome, followUp, meta }) =>
    complained(context, meta, { outcome, followUp }),
  ComplaintClosed: (context, { meta }) => complained(context, meta, { ended: true }),
};

/** Everybody who ever audited this client, reviewed its file or decided on it. */
export function involved({ auditors, deciders }: Pick<Context, 'auditors' | 'deciders'>): string[] {
  return together(auditors, deciders);
}

/** Who took part in the case since the last event, and which appeals and complaints are to know. */
export function newlyInvolved(
  context: Context,
  change: Partial<Context>,
): { readonly persons: readonly string[]; readonly cases: readonly string[] } {
  const known = involved(context);
  const persons = involved({ ...context, ...change }).filter((id) => !known.includes(id));
  if (persons.length === 0) return { persons, cases: [] };
  const all = { ...context.appeals, ...context.complaints };
  return { persons, cases: Object.keys(all).filter((id) => all[id]?.ended === false) };
}
