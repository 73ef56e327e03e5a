import type { Catalogue } from './catalogue.ts';
import { iso27001edition2022 } from './iso-27001-2022.ts';

const catalogues: readonly Catalogue[] = [iso27001edition2022];

/**
 * The requirements of an edition.
 * @throws RangeError for an edition that certway does not know
 */
export function catalogueOf(edition: string): Catalogue {
  const found = catalogues.find((catalogue) => catalogue.edition === edition);
  if (!found) {
    const known = catalogues.map((catalogue) => catalogue.edition).join(', ');
    throw new RangeError(`there is no catalogue of ${edition}, only of ${known}`);
  }
  return found;
}

/** Whether an edition has a requirement: an innermost clause or a control. */
export function isRequirement(edition: string, id: string): boolean {
  const { clauses, controls } = catalogueOf(edition);
  return Object.hasOwn(clauses, id) || Object.hasOwn(controls, id);
}

/** Whether a requirement is a control, which a statement of applicability can exclude. */
export function isControl(id: string): boolean {
  return id.startsWith('A.');
}

/** Clauses that every surveillance takes up: internal audit, management review, nonconformities. ISO/IEC 17021-1 9.6.2.2. */
const surveyed = ['9.2.1', '9.2.2', '9.3.1', '9.3.2', '9.3.3', '10.2'];

/**
 * What an audit has to cover: all clauses and every applicable control in full audits, the standing agenda in a surveillance.
 * @param excluded - controls that do not apply
 */
export function requirementsOf(
  edition: string,
  { isFull, excluded }: { readonly isFull: boolean; readonly excluded: readonly string[] },
): readonly string[] {
  if (!isFull) return surveyed;
  const { clauses, controls } = catalogueOf(edition);
  const applicable = Object.keys(controls).filter((id) => !excluded.includes(id));
  return [...Object.keys(clauses), ...applicable];
}
