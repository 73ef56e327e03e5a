import { entityOf, parseEnvelope, type CloudEvent } from './envelope.ts';
import { judge } from './judge.ts';
import { RetryLaterError, type ConsumerOptions } from './options.ts';
import type { Counts } from './metrics.ts';

/** The bytes of an event with what is known of its way. */
export interface Given {
  readonly entity: string;
  readonly streamSequence: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly deliveries: number;
}

/** How an attempt ended. */
export type Outcome =
  | { readonly kind: 'settled' }
  | { readonly kind: 'later' | 'failed' | 'unreadable'; readonly error: unknown };

/** What attempts need beside the consumer's options. */
export interface AttemptOptions extends Pick<
  ConsumerOptions,
  'handle' | 'open' | 'positions' | 'filter'
> {
  readonly count: (what: keyof Counts) => void;
  readonly signal: AbortSignal;
}

const settled: Outcome = { kind: 'settled' };

const asStored = (event: CloudEvent): CloudEvent => event;

/** Gives events to the handler, each once and in order, as far as the positions tell. Never throws. */
export function createAttempt(options: AttemptOptions): (given: Given) => Promise<Outcome> {
  const { handle, open = asStored, positions, filter = {}, count, signal } = options;
  // What is only in memory does not know of what other processes have handled.
  const isComplete = positions && filter.types === undefined && filter.received === true;
  const types = filter.types && new Set(filter.types);
  const memory = new Map<string, number>();

  const lastOf = async (entity: string, isFresh: boolean): Promise<number | undefined> => {
    const known = memory.get(entity);
    if (!positions || (known !== undefined && !isFresh)) return known;
    return positions.last(entity);
  };
  const faultOf = (error: unknown): Outcome => ({
    kind: error instanceof RetryLaterError || signal.aborted ? 'later' : 'failed',
    error,
  });
  const compare = async (event: CloudEvent, given: Given): Promise<ReturnType<typeof judge>> => {
    const sequence = Number(event.sequence);
    const { entity, deliveries } = given;
    const verdict = judge(sequence, await lastOf(entity, deliveries > 1), isComplete === true);
    // Another process of this name may have gone on since.
    return verdict === 'gap' ? judge(sequence, await lastOf(entity, true), true) : verdict;
  };
  const apply = async (event: CloudEvent, given: Given): Promise<Outcome> => {
    const { entity, streamSequence, subject, deliveries } = given;
    try {
      await handle(event, { entity, streamSequence, subject, deliveries, signal });
    } catch (error) {
      return faultOf(error);
    }
    memory.set(entity, Number(event.sequence));
    count('handled');
    return settled;
  };

  return async (given) => {
    let event: CloudEvent;
    try {
      event = read(given);
    } catch (error) {
      return { kind: 'unreadable', error };
    }
    try {
      event = open(event);
    } catch (error) {
      return faultOf(error);
    }
    if (types && !types.has(event.type)) {
      count('unknown');
      return settled;
    }
    try {
      const verdict = await compare(event, given);
      if (verdict === 'apply') return await apply(event, given);
      if (verdict === 'gap') return { kind: 'failed', error: gapBefore(event) };
    } catch (error) {
      return { kind: 'later', error };
    }
    count('duplicates');
    return settled;
  };
}

function read({ data, entity, subject }: Given): CloudEvent {
  const event = parseEnvelope(new TextDecoder('utf-8', { fatal: true }).decode(data));
  if (entityOf(event) === entity) return event;
  throw new Error(`event ${event.id} lies at ${subject}`);
}

function gapBefore({ id }: CloudEvent): Error {
  return new Error(`${id} does not follow the last event of its entity that was handled`);
}
