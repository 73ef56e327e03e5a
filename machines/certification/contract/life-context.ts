import type { DueDate } from '../../engine/index.ts';
import type { Application } from './application-schema.ts';
import type { Special } from './special.ts';

/** What is certified, whatever the client tells of itself meanwhile. */
interface CertifiedScope {
  readonly scope: string | undefined;
  /** Short names of the sites. */
  readonly sites: readonly string[];
}
/** What a journey remembers of the life of its certificate. */
export interface LifeContext {
  readonly certifiedScope: CertifiedScope | null;
  /** Scope and sites as the client had told of them before the last reduction. */
  readonly reduced: Pick<Application, 'scope' | 'sites'> | null;
  /** The document that is out and valid. */
  readonly document: { readonly number: string; readonly revision: number } | null;
  /** Whether the scope has changed since the document was issued. */
  readonly isOutdated: boolean;
  /** Day of the suspension, as long as it lasts. */
  readonly suspendedOn: string | null;
  readonly suspensionLimit: DueDate | null;
  /** Day on which the certificate was cancelled. */
  readonly cancelledOn: string | null;
  /** Special audits by the id of their order. */
  readonly specials: Readonly<Record<string, Special>>;
  /** Requirements that the surveillance audits of this cycle have covered. */
  readonly surveyed: readonly string[];
  /** Who accepted that the surveillance audits of this cycle leave something out. */
  readonly gapAcceptedBy: string | null;
  /** Reminders before the expiry that are still to come, the next one first. */
  readonly reminders: readonly DueDate[];
  /** Facts that changed since they were certified, and that nobody has assessed. */
  readonly unassessed: readonly string[];
  /** Whether the recertification needs a Stage 1. */
  readonly needsStage1: boolean;
}

/** Before the first certificate. */
export const notCertified: LifeContext = {
  certifiedScope: null,
  reduced: null,
  document: null,
  isOutdated: false,
  suspendedOn: null,
  suspensionLimit: null,
  cancelledOn: null,
  specials: {},
  surveyed: [],
  gapAcceptedBy: null,
  reminders: [],
  unassessed: [],
  needsStage1: false,
};

/** What a journey remembers of circumstances beyond client and case. */
export interface CircumstanceContext {
  /** Since when the certification body is not accredited; null as long as it is. */
  readonly accreditationLostOn: string | null;
  readonly transferBy: DueDate | null;
  /** Who declared that something beyond control keeps audits from taking place. */
  readonly declaredBy: string | null;
  /** How long the records are kept after the end of the engagement. */
  readonly retention: DueDate | null;
}

/** Nothing out of the ordinary. */
export const ordinary: CircumstanceContext = {
  ...{ accreditationLostOn: null, transferBy: null, declaredBy: null, retention: null },
};
