/** What was looked at when something was found. */
export type Check =
  /** An event is not there, or not where it belongs. */
  | 'missing'
  /** The body is no event of certway. */
  | 'envelope'
  /** It lies under another subject, or id, than the one it names. */
  | 'subject'
  /** The numbers of an entity's events are not 1, 2, 3 …. */
  | 'sequence'
  /** It does not name the hash of the entity's event before it. */
  | 'chain'
  /** Nobody known has signed it, or it was changed since. */
  | 'signature'
  /** It is not the one that was sealed there. */
  | 'tree'
  /** A signed head is not what it must be. */
  | 'head'
  /** The machine does not allow it there, or derives something else in its place. */
  | 'transition'
  /** What it follows from does not exist, or says something else. */
  | 'cause'
  /** The log ends before what was sealed, or counted. */
  | 'truncated'
  /** A file of an export is not as it was written. */
  | 'file';

/** Where a log is not what it should be. */
export interface FirstBad {
  /** Place in the stream; where events are missing, of the first one that is. */
  readonly streamSequence: number;
  /** Empty where no event lies. */
  readonly subject: string;
  /** `<workflow id>:<sequence>`, empty where none can be told. */
  readonly id: string;
  /** Workflow id, empty where none can be told. */
  readonly entity: string;
  /** Of the entity's events; 0 where none can be told. */
  readonly sequence: number;
  readonly check: Check;
  /** For people. */
  readonly reason: string;
}

/** What was found out about a log. */
export interface Verdict {
  readonly entities: number;
  /** Events that were looked at; the bad one is not among them. */
  readonly events: number;
  /** The first event, in stream order, that is not what it should be. */
  readonly firstBad: FirstBad | undefined;
  /** How much of it stands on signatures and seals. */
  readonly coverage: Coverage;
}

/** How much of what was verified is signed and sealed, and what could not be judged. */
export interface Coverage {
  /** Events whose signature was checked with a known key. */
  readonly signed: number;
  /** Stream sequence of the last event under a head. */
  readonly sealedTo: number;
  /** Whether the signatures of the heads were checked. */
  readonly areHeadsSigned: boolean;
  /** Events whose legality this build cannot judge: machine, version and why, with their number. */
  readonly unjudged: Readonly<Record<string, number>>;
}

/** One fault, of an event that is at hand. */
export interface Fault {
  readonly check: Check;
  readonly reason: string;
}

/** The exact line that `certway log verify --json` ends with. */
export function verdictJson({ entities, events, firstBad }: Verdict): string {
  return JSON.stringify({ entities, events, ok: !firstBad, ...(firstBad && { firstBad }) });
}

/** A fault where no message lies. */
export function absence(streamSequence: number, { check, reason }: Fault): FirstBad {
  return { streamSequence, subject: '', id: '', entity: '', sequence: 0, check, reason };
}
