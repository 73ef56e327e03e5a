import { setTimeout as delay } from 'node:timers/promises';

/** How long and how often to look. */
export interface Wait {
  readonly withinMs: number;
  /** Pause between two looks. */
  readonly everyMs?: number;
  /** Ends the wait early; the promise then rejects with the reason of the abort. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks again and again until something is so.
 *
 * @param isSo - the look; what it throws counts as no
 * @returns whether it was so before the time was over
 */
export async function waitUntil(
  isSo: () => boolean | Promise<boolean>,
  { withinMs, everyMs = 20, signal }: Wait,
): Promise<boolean> {
  const endsAtMs = performance.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await look(isSo)) return true;
    if (performance.now() >= endsAtMs) return false;
    await delay(everyMs);
  }
}

async function look(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await isSo();
  } catch {
    return false;
  }
}
