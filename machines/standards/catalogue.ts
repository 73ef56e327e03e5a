import { iso27001edition2022 } from './iso-27001-2022.ts';

/** The requirements of one edition of a standard. */
export interface Catalogue {
  /** As journeys and audits name it, e.g. `27001:2022`. */
  readonly edition: string;
  /** Document and amendment that the ids come from. */
  readonly source: string;
  /** Clauses that are audited, the innermost only, each with a short label of ours. */
  readonly clauses: Readonly<Record<string, string>>;
  /** Controls, which apply as far as a statement of applicability says so. */
  readonly controls: Readonly<Record<string, string>>;
}

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
