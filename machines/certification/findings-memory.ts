import type { Meta } from '../engine/index.ts';
import type { Context, FindingRecord } from './contract.ts';

/** A nonconformity after it has reported something of itself. */
export function found(
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
export function superseded(
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
