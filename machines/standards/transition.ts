/** What an audit can be on which a transition rides, or `separate` for one of its own. */
export const rides = ['surveillance', 'recertification', 'separate'] as const;

/** On what a transition rides. */
export type Ride = (typeof rides)[number];

/** How certifications go from one edition of a standard to the next. */
export interface StandardTransition {
  readonly fromEdition: string;
  readonly toEdition: string;
  /** Documents that the dates and the table come from. */
  readonly source: string;
  /** Publication of the next edition: the first day of a transition. Local date. */
  readonly publishedOn: string;
  /** Last day of a decision to certify, or to certify again, to the earlier edition. Local date. */
  readonly decisionsUntil: string;
  /** Cut-off: last day of every certificate of the earlier edition, whatever its own expiry. Local date. */
  readonly cutOff: string;
  /** Least auditor days that a transition adds. */
  readonly extraDays: Readonly<Record<Ride, number>>;
  /** Requirements of the next edition that each transition audit looks at, besides those that are new. */
  readonly focus: readonly string[];
  /**
   * Mapping table: each requirement of the next edition, and what it comes from in the earlier one; nothing for one
   * that is new. Ids mean nothing across editions, so none is mapped because it is the same.
   */
  readonly origins: Readonly<Record<string, readonly string[]>>;
}
