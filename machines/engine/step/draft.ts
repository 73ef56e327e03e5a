import type { EventObject } from 'xstate';
import type { ResolvedAction } from '../scope/index.ts';
import {
  type Fact,
  type Forgotten,
  type Seen,
  own,
  type EntityState,
  type Message,
  type RunningActor,
  displacedKey,
  type Timer,
} from '../state/index.ts';

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
  seen: Seen;
  forgotten: Forgotten;
  signals: Readonly<Record<string, number>>;
  lastRefusal: EntityState['lastRefusal'];
  lastCommand: EntityState['lastCommand'];
  unnamed: number;
  /** Events the machine emitted, in order. */
  readonly derived: EventObject[];
  /** Actions written in place, which only tests have: for whoever runs the machine to execute. */
  readonly inline: ResolvedAction[];
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
    // For every event: spreading what came out of JSON takes ten times as long.
    timers: Object.assign({}, before.timers),
    actors: Object.assign({}, before.actors),
    generations: before.generations,
    sent: before.sent,
    outbox: before.outbox,
    senders: before.senders,
    seen: before.seen,
    forgotten: before.forgotten,
    signals: before.signals,
    lastRefusal: before.lastRefusal,
    lastCommand: before.lastCommand,
    unnamed: before.unnamed,
    derived: [],
    inline: [],
    mailbox: [],
  };
  if (fact.sendId !== undefined) elapse(draft, fact.sendId);
  if (fact.invokeId !== undefined) forgetActor(draft, fact.invokeId);
  return draft;
}

/** A child that has told its end takes nothing and sends nothing any more: what counts its messages goes, see `isTaken`. */
export function forgetChild(draft: Draft, child: string): void {
  withdraw(draft, child);
  const { [child]: _last, ...senders } = draft.senders;
  draft.senders = senders;
}

/** Arms a timer; one of the same id loses it. Timers keep the order in which they were armed. */
export function arm(draft: Draft, id: string, timer: Timer): void {
  displaceTimer(draft, id);
  draft.timers[id] = timer;
}

/** Where two had one id, XState knows neither by it any more once the earlier has elapsed. */
function elapse(draft: Draft, key: string): void {
  const id = own(draft.timers, key)?.id;
  Reflect.deleteProperty(draft.timers, key);
  if (id !== undefined) displaceTimer(draft, id);
}

function displaceTimer(draft: Draft, id: string): void {
  if (!own(draft.timers, id)) return;
  let number = 1;
  while (own(draft.timers, displacedKey(id, number))) number += 1;
  for (const [key, timer] of Object.entries(draft.timers)) {
    Reflect.deleteProperty(draft.timers, key);
    if (key === id) draft.timers[displacedKey(id, number)] = { ...timer, id };
    else draft.timers[key] = timer;
  }
}

/** An actor that has ended, and what was to be sent to it later: a namesake started afterwards is another one. */
export function forgetActor(draft: Draft, id: string): void {
  Reflect.deleteProperty(draft.actors, id);
  for (const [name, { target }] of Object.entries(draft.timers)) {
    if (target === id) Reflect.deleteProperty(draft.timers, name);
  }
}

/** Lets an actor go on whose id another one takes. What was to be sent to it later still goes to it. */
export function displace(draft: Draft, id: string): void {
  const actor = own(draft.actors, id);
  if (!actor) return;
  const key = displacedKey(id, actor.generation);
  Reflect.deleteProperty(draft.actors, id);
  draft.actors[key] = { ...actor, id };
  for (const [name, timer] of Object.entries(draft.timers)) {
    if (timer.target === id) draft.timers[name] = { ...timer, target: key };
  }
}

/** Puts a message behind those that wait for the same target. Version 1 is not written down. */
export function post(
  draft: Draft,
  target: string,
  { version = 1, ...message }: Omit<Message, 'number' | 'correlationId'>,
): void {
  const number = (own(draft.sent, target) ?? 0) + 1;
  draft.sent = { ...draft.sent, [target]: number };
  draft.outbox = {
    ...draft.outbox,
    [target]: [
      ...(own(draft.outbox, target) ?? []),
      {
        ...message,
        ...(version > 1 && { version }),
        number,
        correlationId: draft.fact.correlationId,
      },
    ],
  };
}

/** Takes back everything that waits for a target which has never begun, or has ended. */
export function withdraw(draft: Draft, target: string): void {
  const { [target]: _waiting, ...outbox } = draft.outbox;
  const { [target]: _count, ...sent } = draft.sent;
  Object.assign(draft, { outbox, sent });
}
