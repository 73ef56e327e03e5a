import type { EventObject } from 'xstate';
import type { Fact } from './event.ts';
import type { EntityState, Message, RunningActor, SeenCommand, Timer } from './state.ts';

/** The parts of a state that one step may change, while it does so. */
export interface Draft {
  readonly entity: string;
  readonly parent: string | undefined;
  /** Epoch milliseconds of the step. */
  readonly at: number;
  /** Id of the step's primary event. */
  readonly primary: string;
  readonly fact: Fact;
  readonly timers: Record<string, Timer>;
  readonly actors: Record<string, RunningActor>;
  generations: Readonly<Record<string, number>>;
  sent: Readonly<Record<string, number>>;
  outbox: Readonly<Record<string, readonly Message[]>>;
  senders: Readonly<Record<string, number>>;
  seen: Readonly<Record<string, SeenCommand>>;
  signals: Readonly<Record<string, number>>;
  lastRefusal: EntityState['lastRefusal'];
  lastCommand: EntityState['lastCommand'];
  unnamed: number;
  /** Events the machine emitted, in order. */
  readonly derived: EventObject[];
  /** Events the machine sent to itself, not yet delivered. */
  readonly mailbox: EventObject[];
}

/** Starts a step: the timer that elapsed and the actor that answered are gone from here on. */
export function draftOf(before: EntityState, fact: Fact, primary: string): Draft {
  const draft: Draft = {
    entity: before.entity,
    parent: before.parent,
    at: Date.parse(fact.at),
    primary,
    fact,
    timers: { ...before.timers },
    actors: { ...before.actors },
    generations: before.generations,
    sent: before.sent,
    outbox: before.outbox,
    senders: before.senders,
    seen: before.seen,
    signals: before.signals,
    lastRefusal: before.lastRefusal,
    lastCommand: before.lastCommand,
    unnamed: before.unnamed,
    derived: [],
    mailbox: [],
  };
  if (fact.sendId !== undefined) Reflect.deleteProperty(draft.timers, fact.sendId);
  if (fact.invokeId !== undefined) Reflect.deleteProperty(draft.actors, fact.invokeId);
  return draft;
}

/** Puts a message behind those that wait for the same target. */
export function post(
  draft: Draft,
  target: string,
  message: Omit<Message, 'number' | 'correlationId'>,
): void {
  const number = (draft.sent[target] ?? 0) + 1;
  draft.sent = { ...draft.sent, [target]: number };
  draft.outbox = {
    ...draft.outbox,
    [target]: [
      ...(draft.outbox[target] ?? []),
      { ...message, number, correlationId: draft.fact.correlationId },
    ],
  };
}
