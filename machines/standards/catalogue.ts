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
