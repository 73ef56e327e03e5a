/** What the public may be told of a certificate. */
export const statuses = [
  'valid',
  'suspended',
  'withdrawn',
  'expired',
  'cancelled',
  'replaced',
] as const;

/**
 * Standing of a certificate: `cancelled` when client and certification body went separate ways, also to another body,
 * `replaced` when the certificate of the next cycle was handed over; the others as ISO/IEC 17021-1 8.1 and 9.6.5 name
 * them.
 */
export type Status = (typeof statuses)[number];

/** One certificate as the register holds it. Organizations only: no person is in it. */
export interface Certificate {
  readonly number: string;
  readonly journey: string;
  /** Opaque id of the organization. */
  readonly client: string;
  /** Standard and edition. */
  readonly standard: string;
  readonly scope: string;
  readonly status: Status;
  /** First local date of the status. */
  readonly since: string;
  /** Local date of the decision to certify. */
  readonly validFrom: string;
  /** Last local date of validity. */
  readonly validUntil: string;
  /** Instant at which the last day of validity has passed, ISO-8601 UTC. */
  readonly expiresAt: string;
  /** Local date on which it was handed over. */
  readonly issuedOn: string;
  /** 1 when issued; one more with every change. */
  readonly revision: number;
  /** The event that changed it last. */
  readonly lastEvent: string;
  /** Instant of that event, ISO-8601 UTC. */
  readonly lastEventAt: string;
}

/** Whether the status still depends on the clock: everything else is final or ended. */
export const livingStatuses: readonly Status[] = ['valid', 'suspended'];
