/**
 * What people filter and sort lists of workflows by, with the type under which a namespace knows it.
 * SQL visibility has room for 10 Keyword attributes and 3 of each other type per namespace.
 */
export const searchAttributes = {
  /** Path of the machine's state, such as `stage2/fieldwork`. */
  CertwayState: 'Keyword',
  /** The machine as `id@version`. */
  CertwayMachine: 'Keyword',
  /** Opaque id of the certified organization. */
  CertwayClient: 'Keyword',
  /** Standard and edition that is certified, e.g. `27001:2022`. */
  CertwayStandard: 'Keyword',
  /** Opaque id of whoever leads the audit, or follows the nonconformity up. */
  CertwayLeadAuditor: 'Keyword',
  /** Number of the certificate. */
  CertwayCertificate: 'Keyword',
  /** Rule id of the earliest deadline. */
  CertwayNextDueRule: 'Keyword',
  /** Code of what keeps the workflow from going on. */
  CertwayProblem: 'Keyword',
  /** How the workflow came out. */
  CertwayOutcome: 'Keyword',
  /** Roles or parties whose turn it is. */
  CertwayWaitingFor: 'KeywordList',
  /** The earliest deadline. */
  CertwayNextDue: 'Datetime',
  /** The last day of certification. */
  CertwayCertifiedUntil: 'Datetime',
  /** Nonconformities that are not closed. */
  CertwayOpenMajors: 'Int',
  CertwayOpenMinors: 'Int',
  /** Whether a deadline has passed unanswered. */
  CertwayOverdue: 'Bool',
} as const;

/** Name of a search attribute. */
export type SearchAttributeName = keyof typeof searchAttributes;
