import type { DueDate } from '../../engine/index.ts';
import type { TeamMember } from '../../policy/index.ts';

/** A certificate of another body that the client wants to have taken over. */
export interface ForeignCertificate {
  readonly issuedBy: string;
  readonly number: string;
  /** Day of the first decision to certify. */
  readonly originallyOn: string;
  /** Day of the decision with which its cycle began. */
  readonly grantedOn: string;
  readonly validUntil: string;
  /** 1 for the initial cycle. */
  readonly cycle: number;
}

/** What the journey knows of a transfer from another body. Source: IAF MD 2. */
export interface TransferIn {
  /**
   * `requested` until somebody has judged whether it is possible; `over` when it came to nothing after that, and the
   * client is treated as a new one.
   */
  readonly status: 'requested' | 'eligible' | 'notEligible' | 'accepted' | 'over';
  readonly certificate: ForeignCertificate;
  /** Last days of the surveillances of its cycle, the first one first. */
  readonly surveillances: readonly string[];
  /** Since when the issuing body can issue nothing any more. */
  readonly issuerFailedOn: string | null;
  /** Last day on which it can be taken over. */
  readonly transferBy: DueDate;
  readonly hasLapsed: boolean;
  /** Who does the pre-transfer review. */
  readonly team: readonly TeamMember[];
  readonly outcome: Outcome | null;
  /** How many open nonconformities were taken over. */
  readonly nonconformities: number;
  /** Requirements that the surveillances of the other body have covered. */
  readonly covered: readonly string[];
  /** Id of the event of the journey that last changed the review. */
  readonly event: string;
  /** Last day of the other body's certificate, as confirmed. */
  readonly endsOn: string | null;
}

/** What a pre-transfer review can come to. */
export type Outcome = 'takeOver' | 'visit' | 'newClient';

/** What the journey knows of a transfer to another body. */
export interface TransferOut {
  /** The body that takes the certificate over. */
  readonly to: string;
  /** Day on which the records were handed over; null before. */
  readonly recordsOn: string | null;
}

/** What a journey remembers of transfers. */
export interface TransferContext {
  readonly transfer: TransferIn | null;
  readonly leaving: TransferOut | null;
}

/** Neither from another body nor to one. */
export const noTransfer: TransferContext = { transfer: null, leaving: null };
