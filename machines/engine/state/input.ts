import type { EventObject } from 'xstate';
import { hashOf } from '../contract/index.ts';
import type { MessageOrigin } from './event.ts';
import type { Message } from './state.ts';

/** What starts an instance. */
export interface StartInput {
  readonly cause: 'start';
  readonly entity: string;
  /** Already validated against the contract's input. */
  readonly data: Readonly<Record<string, unknown>>;
  /** First run of the workflow: who may call the log of this entity its own. Absent for children. */
  readonly runId?: string;
  /** Id of the parent's event that started this child; empty for a root. */
  readonly startedBy: string;
}

/** A command as it came in. */
export interface CommandInput {
  readonly cause: 'command';
  /** Command id: the update's id, the `commandId` of the payload, or the signal's identity. */
  readonly id: string;
  readonly command: string;
  /** One JSON object: `{ actor, …data }`. */
  readonly payload: unknown;
  /** A refused signal is recorded; a refused update is only answered. */
  readonly via: 'update' | 'signal';
  readonly message?: MessageOrigin;
}

/** A message from the parent or a child. */
export interface MessageInput {
  readonly cause: 'message';
  readonly from: string;
  readonly message: Message;
}

/** What an activity gave. */
export interface ResultInput {
  readonly cause: 'actor';
  readonly actorId: string;
  readonly generation: number;
  readonly result:
    { readonly output: unknown } | { readonly error: Readonly<Record<string, unknown>> };
}

/** An event handed to the machine as it is, past all commands: by the in-memory runner only. */
export interface EventInput {
  readonly cause: 'event';
  readonly id: string;
  readonly event: EventObject;
}

/** An operator's wish that an input which fails the machine be set aside, so that the others go on. */
export interface SetAsideInput {
  readonly cause: 'setAside';
  /** Id of the wish itself. */
  readonly id: string;
  /** `{ actor, input, reason }`; `input` is the id that the failure names. */
  readonly payload: unknown;
}

/** Everything that may enter a machine; delays are not among them, they follow from the state and the time. */
export type Input =
  StartInput | CommandInput | MessageInput | ResultInput | EventInput | SetAsideInput;

/** The time of a decision. */
export interface Now {
  /** Epoch milliseconds. */
  readonly ms: number;
  /** Ids of timers that are known to have fired, whatever the clock says. */
  readonly fired?: ReadonlySet<string>;
}

/** Tells two payloads under one command id apart. */
export function payloadHashOf(input: Pick<CommandInput, 'command' | 'payload'>): string {
  return hashOf([input.command, input.payload]).slice(0, 16);
}
