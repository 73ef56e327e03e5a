import { upcast, type Fault } from '../contract/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import {
  eventId,
  lookUp,
  payloadHashOf,
  type CommandInput,
  type EntityState,
  type EventInput,
  type Fact,
  type Input,
  type MessageInput,
  type SeenCommand,
} from '../state/index.ts';
import {
  isTaken,
  messageFact,
  resultFact,
  routed,
  startFact,
  type StartFact,
} from '../step/index.ts';
import { judge, refuseAsTooLarge, type Refused } from './command.ts';
import { refusalRecord, stateOf, type Refusal } from './refusal.ts';
import { asideFact, asideRefusal, type Aside } from './set-aside.ts';

/** What the sender of an accepted command is told; the same whenever it asks again with the same id. */
export interface Answer {
  readonly eventId: string;
  readonly event: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** What became of one input. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly input: Input; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly input: CommandInput; readonly refusal: Refusal }
  | { readonly kind: 'dropped'; readonly input: Input };

/** The fact that an input becomes, if any, and what its sender is told once the fact is recorded. */
export interface Verdict {
  readonly fact?: Fact | StartFact;
  /** Whether a fact that the machine ignores is not recorded at all. */
  readonly isOptional?: boolean;
  readonly outcome: (after: EntityState | undefined) => Outcome;
  /** What is decided instead when the log would not take the fact and what follows; without it that is a bug. */
  readonly instead?: (tooLarge: Fault) => Verdict;
}

/**
 * Decides one input.
 * @param given - the input, the instant of the decision, ISO-8601 UTC, and what the log tells of its id
 * @throws what a guard or enrichment throws
 */
export function verdictOn(
  machine: DurableMachine,
  state: EntityState | undefined,
  given: {
    readonly input: Input;
    readonly at: string;
    readonly found?: SeenCommand | undefined;
  },
): Verdict {
  const { input, at, found } = given;
  const dropped: Verdict = { outcome: () => ({ kind: 'dropped', input }) };
  if (input.cause === 'start') {
    return state ? dropped : accept(input, startFact(machine, input, at), eventId(input.entity, 1));
  }
  if (!state) throw new Error('an instance begins with its start');
  const asked = commandOf(state, input);
  if (asked) return command(machine, state, { input: asked, at, found });
  const fact = eventOf(machine, state, given);
  if (!fact) return dropped;
  const verdict = accept(input, fact, eventId(state.entity, state.sequence + 1));
  return input.cause === 'event' ? { ...verdict, isOptional: true } : verdict;
}

/** The verdict on an input that is set aside instead of being decided. */
export function asideVerdict(
  machine: DurableMachine,
  state: EntityState,
  given: { readonly input: Input; readonly aside: Aside; readonly at: string },
): Verdict {
  const { input, aside, at } = given;
  const asked = commandOf(state, input);
  if (asked) {
    const { command: name, payload, message } = asked;
    const refusal = asideRefusal(name, stateOf(state), aside);
    return setAside(
      asideFact(aside, at, { kind: 'command', name, payload, ...(message && { message }) }),
      () => ({ kind: 'refused', input: asked, refusal }),
    );
  }
  const fact = eventOf(machine, state, given);
  const outcome = (): Outcome => ({ kind: 'dropped', input });
  if (!fact) return { outcome };
  const { type: name, data: payload, invokeId, message } = fact;
  const origin = { ...(invokeId !== undefined && { invokeId }), ...(message && { message }) };
  const kind = input.cause === 'actor' ? 'actor' : 'message';
  return setAside(asideFact(aside, at, { kind, name, payload, ...origin }), outcome);
}

/** Of what is too large for the log it keeps that it was set aside, and not what it said. */
function setAside(fact: Fact, outcome: () => Outcome): Verdict {
  const { payload: _payload, ...data } = fact.data;
  return { fact, outcome, instead: () => ({ fact: { ...fact, data }, outcome }) };
}

/** A command that came by itself, or one that the parent has handed on. */
function commandOf(state: EntityState, input: Input): CommandInput | undefined {
  if (input.cause === 'command') return input;
  const isRouted = input.cause === 'message' && input.message.kind === 'command';
  return isRouted && isNew(state, input) ? routed(input) : undefined;
}

/**
 * What cannot be refused: the result of an activity, what a parent or child has sent, what a test hands over. What a
 * relative of an earlier build has sent is brought up to date as it arrives.
 */
function eventOf(
  { contract }: DurableMachine,
  state: EntityState,
  { input, at }: { readonly input: Input; readonly at: string },
): Fact | undefined {
  if (input.cause === 'actor') return resultFact(state, input, at);
  if (input.cause === 'event') return handedFact(input, at);
  const isEvent = input.cause === 'message' && input.message.kind !== 'command';
  const fact = isEvent && isNew(state, input) ? messageFact(state, input, at) : undefined;
  return fact && upcast(contract, { ...fact, version: fact.version ?? 1 });
}

function handedFact({ id, event }: EventInput, at: string): Fact {
  const { type, meta: _meta, ...data } = event as EventInput['event'] & { readonly meta?: unknown };
  return { cause: 'command', type, data, at, causationId: id, correlationId: id };
}

function isNew(state: EntityState, { from, message }: MessageInput): boolean {
  return !isTaken(state, { from, number: message.number });
}

/** The verdict on what is taken as it comes. */
export function accept(input: Input, fact: Fact | StartFact, eventId: string): Verdict {
  const answer: Answer = { eventId, event: fact.type };
  return { fact, outcome: () => ({ kind: 'accepted', input, answer }) };
}

/** Refusals that are no news: the id was decided before. */
const UNRECORDED: ReadonlySet<string> = new Set(['COMMAND_ID_REUSED', 'INPUT_SET_ASIDE']);

function command(
  machine: DurableMachine,
  state: EntityState,
  given: {
    readonly input: CommandInput;
    readonly at: string;
    readonly found: SeenCommand | undefined;
  },
): Verdict {
  const { input, at } = given;
  const verdict = judge(machine, state, given);
  if (verdict.kind === 'seen') return again(state, input, verdict.seen);
  if (verdict.kind === 'refused') return refused(input, verdict, at);
  return {
    fact: verdict.fact,
    instead: (tooLarge) =>
      refused(input, refuseAsTooLarge(machine, state, { input, tooLarge }), at),
    outcome: (after) => {
      const seen = after && lookUp(after.seen, input.id);
      return seen
        ? { kind: 'accepted', input, answer: answerOf(state.entity, seen) }
        : { kind: 'dropped', input };
    },
  };
}

/** A refusal; of a signal, which gets no answer, it is recorded. */
function refused(input: CommandInput, { refusal, actor }: Refused, at: string): Verdict {
  const fact: Fact = {
    cause: 'refused',
    type: 'CommandRefused',
    data: { ...refusalRecord(refusal) },
    at,
    causationId: input.id,
    correlationId: input.id,
    payloadHash: payloadHashOf(input),
    ...(actor && { actor }),
    ...(input.message && { message: input.message }),
  };
  const recorded = input.via === 'signal' && !UNRECORDED.has(refusal.code);
  return { ...(recorded && { fact }), outcome: () => ({ kind: 'refused', input, refusal }) };
}

/** The same answer as before to a command that comes again. */
function again(state: EntityState, input: CommandInput, seen: SeenCommand): Verdict {
  if (seen.event === 'CommandRefused') return { outcome: () => ({ kind: 'dropped', input }) };
  return {
    outcome: () => ({ kind: 'accepted', input, answer: answerOf(state.entity, seen) }),
  };
}

/** The answer that belongs to a command decided before. */
function answerOf(entity: string, seen: SeenCommand): Answer {
  return {
    eventId: eventId(entity, seen.sequence),
    event: seen.event,
    ...(seen.answers && { answers: seen.answers }),
  };
}
