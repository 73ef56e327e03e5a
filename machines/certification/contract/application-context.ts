import type { AuditTime } from '../../audit-time/index.ts';
import type { DueDate } from '../../engine/index.ts';
import type { Application } from './application-schema.ts';
import type { Evaluation } from './selection.ts';

/** A certification body that the client considers. */
export interface Candidate {
  readonly status: 'shortlisted' | 'asked' | 'proposed' | 'rejected';
  /** Who accredits it, as it was looked up; null as long as nobody has. */
  readonly accreditation: {
    readonly isMraMember: boolean | null;
    readonly coversStandard: boolean;
  } | null;
  readonly auditDays: number | null;
  readonly fee: number | null;
  /** What the client made of its proposal; null as long as it has not weighed it. */
  readonly evaluation: Evaluation | null;
}

/** Auditor days as a quote told them. */
export interface Quoted {
  readonly initial: number;
  readonly surveillance: number | null;
  readonly recertification: number | null;
}

/** What a journey remembers of choice, application, quote and whatever the client changed later. */
export interface ApplicationContext {
  readonly candidates: Readonly<Record<string, Candidate>>;
  readonly rcb: string | null;
  /** What the client has told of itself. */
  readonly application: Application | null;
  readonly auditTime: AuditTime | null;
  /** Whether facts have changed since the audit time was determined. */
  readonly isTimeDue: boolean;
  /** Days of the quote that was sent last. */
  readonly quoted: Quoted | null;
  /** Days of the quote that the client accepted last. */
  readonly agreedDays: Quoted | null;
  /** Fees of the quote that was sent last; null where it named none. */
  readonly fee: number | null;
  /** How long the quote stands that waits for an answer, or has expired without one. */
  readonly quoteValid: DueDate | null;
  /** Whether the agreed days have changed, and whether the client was sent a quote for that. */
  readonly requote: 'none' | 'due' | 'offered';
  readonly agreedOn: string | null;
  /** Sites to be visited besides the central function, by year of the cycle. */
  readonly siteSamples: Readonly<Record<string, readonly string[]>>;
  /** Who opened the impartiality case of the certification body itself, as long as it is open. */
  readonly impartialityCase: string | null;
}

/** A journey before anything of this has happened. */
export const unapplied: ApplicationContext = {
  candidates: {},
  rcb: null,
  application: null,
  auditTime: null,
  isTimeDue: false,
  quoted: null,
  agreedDays: null,
  fee: null,
  quoteValid: null,
  requote: 'none',
  agreedOn: null,
  siteSamples: {},
  impartialityCase: null,
};
