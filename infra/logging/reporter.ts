/** Tells a person in a terminal what happens. Logs are for machines and go elsewhere. */
export interface Reporter {
  /** Something is being done. */
  readonly step: (text: string) => void;
  /** Something is done. */
  readonly done: (text: string) => void;
  /** Something to look at. */
  readonly warn: (text: string) => void;
  /** Why it does not go on. */
  readonly fail: (text: string) => void;
  /** Anything else, as it is. */
  readonly say: (text: string) => void;
}

/** Where the lines go. */
export interface ReporterOptions {
  readonly write: (text: string) => void;
  readonly hasColor: boolean;
}

const styles = { dim: 2, green: 32, yellow: 33, red: 31 } as const;

/** A reporter that writes a sign and a text per line; further lines of a text are indented. */
export function createReporter({ write, hasColor }: ReporterOptions): Reporter {
  const paint = (style: keyof typeof styles, sign: string) =>
    hasColor ? `\u001B[${styles[style]}m${sign}\u001B[0m` : sign;
  const line = (style: keyof typeof styles, sign: string) => (text: string) =>
    write(`${paint(style, sign)} ${text.replaceAll('\n', '\n  ')}\n`);
  return {
    step: line('dim', '·'),
    done: line('green', '✓'),
    warn: line('yellow', '!'),
    fail: line('red', '✗'),
    say: (text) => write(`${text}\n`),
  };
}
