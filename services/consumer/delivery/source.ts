import type { MsgHdrs } from '@nats-io/nats-core';

/** One event on its way to a handler. */
export interface Delivery {
  readonly streamSequence: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: MsgHdrs | undefined;
  /** How often the server has handed it out, this time included. */
  readonly deliveries: number;
  /** It is handled or parked, and does not come again. */
  done(): void;
}

/** Where a consumer stands in the stream. */
export interface Standing {
  /** Events that are neither handled nor parked, those included that are on their way. */
  readonly lag: number;
  /** Everything up to this stream sequence is handled or parked. */
  readonly floor: number;
}

/** Hands out events in stream order. */
export interface Source {
  /**
   * Begins to deliver. Resolves when it was stopped.
   * @throws Error when there is nothing to deliver from any more: stream, consumer or connection are gone
   */
  run(deliver: (delivery: Delivery) => void | Promise<void>): Promise<void>;
  /** Delivers nothing more. */
  stop(): Promise<void>;
  /** Gives back what was delivered and is not done. */
  release(): Promise<void>;
  standing(): Promise<Standing>;
}
