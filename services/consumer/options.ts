import type { NatsConnection } from '@nats-io/nats-core';
import type { DeadLetterNote } from './letters/index.ts';
import type { CloudEvent } from './envelope.ts';
import type { Counts } from './metrics.ts';
import type { From } from './delivery/index.ts';
import type { Filter } from './subjects.ts';

/** What a handler is told beside the event. */
export interface HandlerContext {
  /** Workflow id: what the event's `sequence` counts in, and the positions are asked for. */
  readonly entity: string;
  readonly streamSequence: number;
  readonly subject: string;
  /** How often this event was given to a handler or may have been, this time included. */
  readonly deliveries: number;
  /** Aborted when the consumer is stopped: what takes long may end early by throwing, and comes again. */
  readonly signal: AbortSignal;
}

/**
 * Where each entity was. Who stores a handler's effect and the event's sequence in one transaction, and tells the
 * sequence here, has each effect exactly once.
 */
export interface Positions {
  /** Sequence of the entity's last event that took effect; `undefined` before the first. */
  last(entity: string): Promise<number | undefined>;
}

/** Thrown by a handler that cannot work now, whatever the event: it is tried until it can, and never parked. */
export class RetryLaterError extends Error {
  override readonly name = 'RetryLaterError';
}

/** What happened, for logs. */
export type Notice =
  | {
      readonly kind: 'failed';
      readonly entity: string;
      readonly streamSequence: number;
      /** 1 for the first. */
      readonly attempt: number;
      readonly error: unknown;
    }
  | { readonly kind: 'parked' | 'redriven'; readonly note: DeadLetterNote };

/** What a consumer is made of. */
export interface ConsumerOptions {
  /** Its owner closes it. It should reconnect for ever: `maxReconnectAttempts: -1`. */
  readonly connection: NatsConnection;
  readonly tenant: string;
  /** The server keeps the progress under this name. Without one there is none: every start begins at `from`. */
  readonly name?: string;
  readonly filter?: Filter;
  /** Where a consumer without progress begins. @defaultValue 'beginning' */
  readonly from?: From;
  readonly handle: (event: CloudEvent, context: HandlerContext) => Promise<void>;
  /**
   * What the handler is to see of a stored event: its texts decrypted, its data and type brought up to a newer version.
   * The filter's types are then those that it gives. What it throws counts as the handler's failure.
   * @defaultValue as it is stored
   */
  readonly open?: (event: CloudEvent) => CloudEvent;
  /** @defaultValue kept in memory: after a crash, events that were not acknowledged take effect again */
  readonly positions?: Positions;
  /** After so many failed attempts an event is parked. @defaultValue 5 */
  readonly maxDeliver?: number;
  /** How many entities are handled at once. @defaultValue 1 */
  readonly concurrency?: number;
  readonly onNotice?: (notice: Notice) => void;
  /** Stops the consumer as `stop` does. */
  readonly signal?: AbortSignal;
}

/** A consumer of a tenant's events. */
export interface Consumer {
  /** The given one, or what the metrics call one without. */
  readonly name: string;
  readonly counts: Counts;
  /**
   * Handles events. Resolves when it was stopped.
   * @throws Error when the stream, the consumer on the server or the connection are gone; without a name also when an
   * event has failed for good
   */
  start(): Promise<void>;
  /** Lets the running handlers end, acknowledges what they did, and gives the rest back. */
  stop(): Promise<void>;
  /** How many events are neither handled nor parked yet. */
  lag(): Promise<number>;
  /** Resolves once all events that are in the stream now are handled or parked. */
  caughtUp(): Promise<void>;
}
