import { hashOf } from '../../engine/index.ts';
import type { DecisionFile } from '../../decision/index.ts';
import type { Context } from '../contract.ts';

type Item = DecisionFile['items'][number];

/** One thing in the file: what the journey knows of it, texts of persons aside. */
function item(kind: Item['kind'], id: string, known: object): Item {
  const { event, ...content } = known as { readonly event?: string };
  return { kind, id, ...(event !== undefined && { event }), hash: hashOf(content) };
}

/** The audits of the file: the pre-audit lies outside it, R-PRE-01. */
export function auditsInFile({ audits }: Context): string[] {
  return Object.entries(audits).flatMap(([id, { kind }]) => (kind === 'pre-audit' ? [] : [id]));
}

/**
 * What a decision is made on: application review, programme, statement of applicability, audits and nonconformities,
 * each with the event that last changed it and a hash. Source: ISO/IEC 17021-1 9.5.3.1 (unconfirmed).
 */
export function fileOf(context: Context): DecisionFile {
  const { competences, auditTime, programme, applicability, audits, findings, transfer } = context;
  const items = [
    item('applicationReview', 'application-review', { competences, auditTime }),
    ...(transfer?.status === 'eligible' ? [item('transferReview', 'transfer', transfer)] : []),
    ...(programme ? [item('programme', 'audit-programme', programme)] : []),
    ...(applicability ? [item('applicability', applicability.version, applicability)] : []),
    ...auditsInFile(context).map((id) => item('audit', id, audits[id] ?? {})),
    ...Object.entries(findings).map(([id, finding]) => item('nonconformity', id, finding)),
  ];
  return { items, hash: hashOf(items) };
}
