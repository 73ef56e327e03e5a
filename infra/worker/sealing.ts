import { setTimeout as delay } from 'node:timers/promises';
import { Runtime } from '@temporalio/worker';
import type { MetricGauge } from '@temporalio/common';
import type { JetStreamClient } from '@nats-io/jetstream';
import type { Logger } from 'pino';
import { createSealer, isSealDue, SealingError, type Sealer } from '../../services/proof/index.ts';
import { sealerKeys } from '../keys/index.ts';

/** What is sealed, and with what. */
export interface SealingOptions {
  readonly tenant: string;
  readonly js: JetStreamClient;
  /** Holds the sealing key. */
  readonly keysDir: string;
  readonly logger: Logger;
}

/** A sealer at work. */
export interface Sealing {
  /** Seals what there is, and ends. */
  readonly stop: () => Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
const END_WITHIN_MS = 5_000;

/** Seals the log in the background until it is stopped. A worker without the sealing key leaves that to others. */
export function startSealing({ tenant, js, keysDir, logger }: SealingOptions): Sealing {
  const keys = sealerKeys(keysDir);
  if (!keys) {
    logger.warn({ keysDir }, 'there is no sealing key: this worker does not seal the log');
    return { stop: () => Promise.resolve() };
  }
  const sealer = createSealer({ tenant, js, ...keys, now: () => Date.now() });
  const stopping = new AbortController();
  const running = sealOnAndOn(sealer, logger, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
      const end = AbortSignal.timeout(END_WITHIN_MS);
      await attempt(logger, () => sealer.seal(end));
    },
  };
}

async function sealOnAndOn(sealer: Sealer, logger: Logger, signal: AbortSignal): Promise<void> {
  let since: number | undefined;
  const told = onceEach(logger);
  while (!signal.aborted) {
    await attempt(told, async () => {
      let { unsealed } = await sealer.look();
      since = unsealed === 0 ? undefined : (since ?? Date.now());
      if (isSealDue({ unsealed, waitedMs: Date.now() - (since ?? Date.now()) })) {
        ({ unsealed } = await sealer.seal(signal));
        since = undefined;
      }
      unsealedEvents().set(unsealed);
    });
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

type Errors = Pick<Logger, 'error'>;

/** What goes on failing every second is told once. */
function onceEach(logger: Logger): Errors {
  let last = '';
  return {
    error: (details: { readonly error: unknown }, text: string) => {
      const message = String(details.error);
      if (message !== last) logger.error(details, text);
      last = message;
    },
  } as Errors;
}

async function attempt(logger: Errors, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof SealingError) logger.error({ error }, 'the log is not what was sealed');
    else logger.error({ error }, 'the log could not be sealed');
  }
}

function unsealedEvents(): MetricGauge {
  return Runtime.instance().metricMeter.createGauge(
    'certway_unsealed_events',
    'int',
    'event',
    'Events behind the last signed head of the log',
  );
}
