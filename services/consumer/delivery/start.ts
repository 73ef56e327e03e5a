import { DeliverPolicy, type JetStreamClient } from '@nats-io/jetstream';

/**
 * Where a consumer begins: at the first event, behind the last one, at an instant (ISO 8601, when the server stored the
 * events), or at a stream sequence.
 */
export type From = 'beginning' | 'now' | { readonly time: string } | { readonly sequence: number };

/** The beginning, as JetStream says it. */
export interface DeliverFrom {
  readonly deliver_policy: DeliverPolicy;
  readonly opt_start_time?: string;
  readonly opt_start_seq?: number;
}

/**
 * Translates the beginning.
 * @throws TypeError when it is neither an instant nor a positive whole number
 */
export function deliverFrom(from: From): DeliverFrom {
  if (from === 'beginning') return { deliver_policy: DeliverPolicy.All };
  if (from === 'now') return { deliver_policy: DeliverPolicy.New };
  if ('time' in from) {
    const instant = new Date(from.time);
    if (Number.isNaN(instant.getTime())) throw new TypeError(`'${from.time}' is no instant`);
    return { deliver_policy: DeliverPolicy.StartTime, opt_start_time: instant.toISOString() };
  }
  const { sequence } = from;
  if (!Number.isSafeInteger(sequence) || sequence < 1)
    throw new TypeError(`${sequence} is no stream sequence: they begin at 1`);
  return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: sequence };
}

/**
 * The stream sequence of a beginning. For readers of which the server keeps nothing: one that has to begin anew before
 * its first event knows no instant any more, and "now" would be later than it was.
 */
export async function startSequence(
  js: JetStreamClient,
  stream: string,
  from: From,
): Promise<number> {
  const beginning = deliverFrom(from);
  if (from === 'beginning') return 1;
  if (beginning.opt_start_seq !== undefined) return beginning.opt_start_seq;
  const probe = await js.consumers.get(stream, beginning);
  const { delivered } = await probe.info();
  await probe.delete();
  return delivered.stream_seq + 1;
}
