/** What was found where certway depends on something. */
export interface Finding {
  /** What was looked at, e.g. `temporal`. */
  readonly check: string;
  /** `skipped` where something else that failed stands in the way. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly found: string;
  /** What to do; absent when nothing is to be done. */
  readonly fix?: string;
}
