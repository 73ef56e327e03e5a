/** Why something could not be asked of a workflow. */
export type JourneyErrorKind =
  /** Temporal knows no such workflow, or it never began. */
  | 'unknown'
  /** Something of this name is there already, or has ended. */
  | 'exists'
  /** No worker answered in time. */
  | 'silent'
  /** A command was sent, and nobody knows what became of it. */
  | 'undecided';

/** What a person is told who asks something of a workflow. */
export class JourneyError extends Error {
  override readonly name = 'JourneyError';
  readonly kind: JourneyErrorKind;

  /** @param message - what happened and what to do */
  constructor(kind: JourneyErrorKind, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.kind = kind;
  }
}
