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
  /** Clauses that every surveillance takes up: internal audit, management review, nonconformities. ISO/IEC 17021-1 9.6.2.2. */
  readonly agenda: readonly string[];
}

/** Controls numbered from 1 below a heading, by their labels. */
export function numbered(heading: string, labels: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    labels.map((label, index) => [`${heading}.${String(index + 1)}`, label]),
  );
}
