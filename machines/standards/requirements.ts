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
