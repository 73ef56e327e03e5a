import type { JetStreamManager } from '@nats-io/jetstream';
import { eventId } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
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
  faults: number;
}

const FAULTS_LIMIT = 20;

interface Next {
  readonly each: Open;
  readonly rederived: Rederived;
}

/**
 * Writes the events of proven gaps as their workflows would have: in the order in which the stream held them, each
 * under the expectation that nothing else was written to its entity. Interrupted and begun again it goes on.
 */
export async function closeGaps(
  gaps: readonly Gap[],
  options: CloseOptions,
): Promise<readonly Closed[]> {
  const open = gaps.map((gap): Open => ({
    gap,
    position: gap.end,
    written: 0,
    reason: undefined,
    faults: 0,
  }));
  const queue = open
    .flatMap((each) => each.gap.events.map((rederived) => ({ each, rederived })))
    .sort((a, b) => a.rederived.streamSequence - b.rederived.streamSequence);
  const of = queue.length;
  const pending = new Set(queue.map(idOf));
  while (queue.length > 0 && !options.signal?.aborted) {
    const { state } = await options.jsm.streams.info(options.log.stream);
    const next = nextOf(queue, pending, state.last_seq + 1);
    if (!next) break;
    if (next.each.reason === undefined && !(await write(options.log, next, state.last_seq)))
      continue;
    queue.splice(queue.indexOf(next), 1);
    pending.delete(idOf(next));
    options.onProgress?.(of - queue.length, of);
  }
  return open.map(({ gap, written, reason }) => ({
    entity: gap.entity,
    written,
    ...(reason !== undefined && { reason }),
  }));
}

/** The first that may lie at a place of the stream: behind its cause, behind its entity's own, and in no trap. */
function nextOf(
  queue: readonly Next[],
  pending: ReadonlySet<string>,
  place: number,
): Next | undefined {
  const blocked = new Set<Open>();
  const free = queue.find(({ each, rederived }) => {
    if (blocked.has(each)) return false;
    const isFree = !isTrap(each, place) && !pending.has(rederived.event.causationId);
    if (!isFree) blocked.add(each);
    return isFree;
  });
  return free ?? queue[0];
}

function idOf({ rederived: { event } }: Next): string {
  return eventId(event.entity, event.sequence);
}

/**
 * Whether the next event of a gap would lie where the workflow believes its own last event to be. It writes behind that
 * place as soon as its entity ends there, whatever event that is: another gap's event is to lie there.
 */
function isTrap({ gap, position }: Open, place: number): boolean {
  const isLast = position.sequence + 1 === gap.known.sequence;
  return !isLast && place === gap.known.streamSequence;
}

/** @returns whether it is settled: written, or given up for a reason; else it is to be tried again */
async function write(
  log: EventLog,
  { each, rederived }: Next,
  lastSequence: number,
): Promise<boolean> {
  const { entity, machine, known } = each.gap;
  if (isTrap(each, lastSequence + 1)) {
    each.reason = say(
      'reconcile.trap',
      'its next event would lie where the workflow believes its last one; try again, or stop the workers before',
    );
    return true;
  }
  const fence = lastSequence < known.streamSequence ? { fence: lastSequence } : {};
  try {
    const address = { entity, machine };
    const events = [rederived.event];
    const result = await log.append({ address, expected: each.position, events, ...fence });
    if (result.kind === 'appended') {
      each.position = result.position;
      each.written += 1;
    } else {
      each.reason = say(
        'reconcile.meanwhile',
        'somebody else has written to it meanwhile; try again',
      );
    }
  } catch (error) {
    each.faults += 1;
    // Somebody else's event came first: the place is another one now.
    if (each.faults <= FAULTS_LIMIT) return false;
    each.reason = error instanceof Error ? error.message : String(error);
  }
  return true;
}
