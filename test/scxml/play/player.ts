import type { EventObject } from 'xstate';
import type { Element } from '../convert/index.ts';

/** A machine that runs somewhere. */
export interface Player {
  /** The value of its snapshot. */
  value(): unknown;
  /** The data of its document. */
  data(): unknown;
  send(event: EventObject): void;
  /** Lets time pass, in milliseconds. */
  advance(ms: number): void;
  stop(): void;
}

/** Starts a document. */
export type Start = (document: Element) => Player;
