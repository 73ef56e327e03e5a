import type { JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import { assertSettings, readStream } from './provision-stream.ts';
import type { StreamChoice } from './stream-settings.ts';

/** What a NATS server tells of itself at `/varz`, as far as the log depends on it. */
const varzSchema = z.object({
  jetstream: z.object({ config: z.object({ sync_always: z.boolean().optional() }) }),
});

/** What decides how much of the log a lost machine or power takes along. */
export interface Durability {
  /** Copies of each event. */
  readonly replicas: number;
  readonly isClustered: boolean;
  /** Whether every event is on disk before it is acknowledged; `undefined` where nobody could be asked. */
  readonly isSynced: boolean | undefined;
}

const SAFE_REPLICAS = 3;
const MONITOR_TIMEOUT_MS = 2_000;

/**
 * What would be lost, and what to do about it; one sentence each.
 * @returns nothing for a server alone that nobody asked about: it is a developer's
 */
export function concernsOf({ replicas, isClustered, isSynced }: Durability): readonly string[] {
  const isMeantToLast = isClustered || isSynced !== undefined;
  if (!isMeantToLast) return [];
  const concerns: string[] = [];
  if (replicas < SAFE_REPLICAS) {
    concerns.push(
      `each event is kept ${replicas === 1 ? 'once' : 'twice'}, so a lost disk can lose or stop the log: use a cluster of three with CERTWAY_STREAM_REPLICAS=3`,
    );
  }
  if (isSynced === undefined) {
    concerns.push(
      'nobody knows whether events are on disk before they are acknowledged: name a monitoring address in CERTWAY_NATS_MONITOR_URL',
    );
  }
  if (isSynced === false) {
    concerns.push(
      'events are acknowledged before they are on disk, so a power cut can lose some: set `sync_interval: always` in the jetstream section of every server',
    );
  }
  return concerns;
}

/**
 * Looks, at the start of a worker, at the stream it is going to write to. Changes nothing.
 * @param given - the stream as it must be, and `http://host:port` of a server's monitoring if there is one
 * @returns what makes the log less durable than it could be, as {@link concernsOf}
 * @throws StartError `STREAM_NOT_FOUND`, `STREAM_DIFFERS`, `SERVER_NOT_REACHABLE`
 */
export async function checkPosture(
  jsm: JetStreamManager,
  given: { readonly choice: StreamChoice; readonly monitorUrl: string | undefined },
): Promise<readonly string[]> {
  const { choice, monitorUrl } = given;
  const stream = await readStream(jsm, choice.name);
  if (!stream) {
    throw new StartError(
      'STREAM_NOT_FOUND',
      `There is no stream ${choice.name}: \`npm start\` creates it, and CERTWAY_TENANT names the tenant.`,
    );
  }
  assertSettings(stream, choice);
  return concernsOf({
    replicas: stream.config.num_replicas,
    isClustered: isClustered(stream),
    isSynced: monitorUrl === undefined ? undefined : await isSynced(monitorUrl),
  });
}

/** A server alone names no cluster. */
function isClustered({ cluster }: StreamInfo): boolean {
  return cluster?.name !== undefined && cluster.name !== '';
}

async function isSynced(monitorUrl: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(MONITOR_TIMEOUT_MS);
    const response = await fetch(new URL('/varz', monitorUrl), { signal });
    const { jetstream } = varzSchema.parse(await response.json());
    return jetstream.config.sync_always === true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(
      'SERVER_NOT_REACHABLE',
      `No NATS monitoring answers at ${monitorUrl}/varz (${why}): start the server with \`-m\`, or unset CERTWAY_NATS_MONITOR_URL.`,
    );
  }
}
