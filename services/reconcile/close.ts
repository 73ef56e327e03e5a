import type { JetStreamManager } from '@nats-io/jetstream';
import type { EventLog, Position } from '../event-log/index.ts';
import type { Rederived } from './prove.ts';
import type { Gap } from './reconcile.ts';

/** What became of a gap. */
export interface Closed {
  readonly entity: string;
  /** Events that were written. */
  readonly written: number;
  /** Why the rest was not. */
  readonly reason?: string;
}

/** Where gaps are closed. */
export interface CloseOptions {
  readonly log: EventLog;
  readonly jsm: JetStreamManager;
  readonly onProgress?: (done: number, of: number) => void;
  /** Aborted when nothing further is to be written; what is written stays, and the rest is a gap again. */
  readonly signal?: AbortSignal;
}

interface Open {
  readonly gap: Gap;
  position: Position;
  written: number;
  reason: string | undefined;
}

/**
 * Writes the events of proven gaps as their workflows would have: in the order in which the stream held them, each
 * under the expectation that nothing else was written to its entity. Interrupted and begun again it goes on.
 */
export async function closeGaps(
  gaps: readonly Gap[],
  options: CloseOptions,
): Promise<readonly Closed[]> {
  const open = gaps.map((gap): Open => ({ gap, position: gap.end, written: 0, reason: undefined }));
  const order = open
    .flatMap((each) => each.gap.events.map((rederived) => ({ each, rederived })))
    .sort((a, b) => a.rederived.streamSequence - b.rederived.streamSequence);
  let done = 0;
  for (const { each, rederived } of order) {
    if (options.signal?.aborted) break;
    if (each.reason === undefined) await write(options, each, rederived);
    done += 1;
    options.onProgress?.(done, order.length);
  }
  return open.map(({ gap, written, reason }) => ({
    entity: gap.entity,
    written,
    ...(reason !== undefined && { reason }),
  }));
}

async function write({ log, jsm }: CloseOptions, open: Open, { event }: Rederived): Promise<void> {
  const { entity, machine, known } = open.gap;
  const { state } = await jsm.streams.info(log.stream);
  const isLast = event.sequence === known.sequence;
  // The workflow writes behind this place of the stream as soon as its entity ends there, whatever event that is.
  if (!isLast && state.last_seq + 1 === known.streamSequence) {
    open.reason = `event ${String(event.sequence)} would lie where the workflow believes its last event; stop the workers and try again`;
    return;
  }
  const fence = !isLast && state.last_seq < known.streamSequence ? { fence: state.last_seq } : {};
  try {
    const address = { entity, machine };
    const result = await log.append({
      address,
      expected: open.position,
      events: [event],
      ...fence,
    });
    if (result.kind === 'appended') {
      open.position = result.position;
      open.written += 1;
    } else open.reason = 'somebody else has written to it meanwhile; try again';
  } catch (error) {
    open.reason = error instanceof Error ? error.message : String(error);
  }
}
