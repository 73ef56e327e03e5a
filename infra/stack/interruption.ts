/** How a person's wish to stop reaches a program. */
export interface Interruption {
  /** Aborted by the first Ctrl-C, or by a signal to end. */
  readonly signal: AbortSignal;
  /** The signal that was received first. */
  readonly received: () => EndingSignal | undefined;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal that ends a program. */
export type EndingSignal = (typeof signals)[number];

/** One Ctrl-C may arrive more than once: from the terminal, and again from npm, which passes it on. */
const echoMs = 1000;

/**
 * Watches the signals that end a program.
 *
 * @param force - called when the wish is repeated after more than a second
 * @param source - what emits the signals, by default this process
 */
export function watchInterruption(
  force: () => void,
  source: NodeJS.EventEmitter = process,
): Interruption {
  const aborter = new AbortController();
  let received: EndingSignal | undefined;
  let firstAtMs = 0;
  for (const name of signals) {
    source.on(name, () => {
      if (received === undefined) {
        received = name;
        firstAtMs = performance.now();
        aborter.abort(new Error(`interrupted by ${name}`));
      } else if (performance.now() - firstAtMs > echoMs) force();
    });
  }
  return { signal: aborter.signal, received: () => received };
}
