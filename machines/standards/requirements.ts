import type { Catalogue } from './catalogue.ts';
import { iso27001edition2013 } from './iso-27001-2013.ts';
import { iso27001edition2022 } from './iso-27001-2022.ts';

const catalogues: readonly Catalogue[] = [iso27001edition2013, iso27001edition2022];

/** Editions that journeys can be about, as they are named, the earliest first. */
export const editions = catalogues.map(({ edition }) => edition);

/** The edition that a client wants when it names none. */
export const presentEdition = iso27001edition2022.edition;

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

/**
 * What an audit has to cover: all clauses and every applicable control in full audits, the standing agenda in a surveillance.
 * @param excluded - controls that do not apply
 */
export function requirementsOf(
  edition: string,
  { isFull, excluded }: { readonly isFull: boolean; readonly excluded: readonly string[] },
): readonly string[] {
  const { agenda, clauses, controls } = catalogueOf(edition);
  if (!isFull) return agenda;
  const applicable = Object.keys(controls).filter((id) => !excluded.includes(id));
  return [...Object.keys(clauses), ...applicable];
}
