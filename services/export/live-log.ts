import type { JetStreamClient } from '@nats-io/jetstream';
import { isStreamMissing, streamName } from '../event-log/index.ts';
import { headsStream, lastSequence, messagesOf, type LogMessage } from '../proof/index.ts';

/** A log that may be written meanwhile, up to where it ended when somebody looked. */
export interface LiveLog {
  readonly tenant: string;
  readonly stream: string;
  /** Stream sequence of its last event then. */
  readonly lastSequence: number;
  readonly messages: () => AsyncGenerator<LogMessage>;
  readonly heads: () => AsyncGenerator<LogMessage>;
}

/**
 * Looks where a log ends.
 * @throws JetStreamApiError when the tenant has none
 */
export async function liveLog(
  js: JetStreamClient,
  tenant: string,
  signal?: AbortSignal,
): Promise<LiveLog> {
  const [stream, sealed] = [streamName(tenant), headsStream(tenant)];
  const common = { from: 1, ...(signal && { signal }) };
  // The heads first: what they seal is in the log by then.
  const headCount = await lastSequence(js, sealed).catch(noneIfMissing);
  const last = await lastSequence(js, stream);
  return {
    tenant,
    stream,
    lastSequence: last,
    messages: () => messagesOf(js, { ...common, stream, to: last }),
    heads: () => messagesOf(js, { ...common, stream: sealed, to: headCount }),
  };
}

/** A log from before there were heads has no stream of them. */
function noneIfMissing(error: unknown): number {
  if (isStreamMissing(error)) return 0;
  throw error;
}
