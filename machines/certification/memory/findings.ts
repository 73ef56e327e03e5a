import type { Memory, Meta } from '../../engine/index.ts';
import type { Context, Event, FindingRecord } from '../contract.ts';

/** A nonconformity after it has reported something of itself. */
function found(
  context: Context,
  { from: id, id: event }: Meta,
  change: Partial<FindingRecord>,
): Partial<Context> {
  const record = context.findings[id ?? ''];
  return record && id !== undefined
    ? { findings: { ...context.findings, [id]: { ...record, ...change, event } } }
    : {};
}

/** Minors that became part of a major; what had ended before stays as it ended. */
function superseded(
  findings: Context['findings'],
  { ids, event }: { readonly ids: readonly string[]; readonly event: string },
): Context['findings'] {
  return Object.fromEntries(
    Object.entries(findings).map(([id, finding]) => [
      id,
      ids.includes(id) && !['closed', 'withdrawn'].includes(finding.status)
        ? { ...finding, status: 'superseded' as const, event }
        : finding,
    ]),
  );
}

/** What a journey keeps of its nonconformities. */
export const findingMemory: Memory<Context, Event> = {
  FindingRaised: ({ findings }, { id, grade, requirement, meta }) => ({
    findings: {
      ...findings,
      [id]: {
        ...{ grade, requirement, audit: meta.from ?? '' },
        ...{ status: 'open', verifiedOn: null, event: meta.id },
      },
    },
  }),
  MinorsAggregatedToMajor: ({ findings }, { id, requirement, minors, meta }) => ({
    findings: {
      ...superseded(findings, { ids: minors, event: meta.id }),
      [id]: {
        ...{ grade: 'major', requirement, audit: meta.from ?? '' },
        ...{ status: 'open', verifiedOn: null, event: meta.id },
      },
    },
  }),
  CapAccepted: (context, { meta }) => found(context, meta, { status: 'planAccepted' }),
  CorrectiveActionVerified: (context, { on, meta }) =>
    found(context, meta, { status: 'verified', verifiedOn: on }),
  NonconformityClosed: (context, { meta }) => found(context, meta, { status: 'closed' }),
  NonconformityWithdrawn: (context, { meta }) => found(context, meta, { status: 'withdrawn' }),
  NonconformityDowngraded: (context, { meta }) =>
    found(context, meta, { grade: 'minor', status: 'open' }),
  NonconformityEscalated: (context, { meta }) =>
    found(context, meta, { grade: 'major', status: 'open', verifiedOn: null }),
};
