import { judge, payloadHashOf } from './command.ts';
import {
  type CommandInput,
  eventId,
  isReceived,
  type Fact,
  type RecordedEvent,
  type Input,
  type MessageInput,
  type Now,
  lookUp,
  type SeenCommand,
  own,
  type EntityState,
} from '../state/index.ts';
import {
  messageFact,
  nextElapsed,
  resultFact,
  routed,
  startFact,
  step,
  type StartFact,
} from '../step/index.ts';
import { refusalRecord, type Refusal } from './refusal.ts';
import type { DurableMachine } from '../registration/index.ts';
import { faultsIn } from '../contract/index.ts';

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

/** A batch of inputs decided in order, each on the state that the one before would leave. */
export interface Decision {
  readonly state: EntityState;
  readonly events: readonly RecordedEvent[];
  readonly outcomes: readonly Outcome[];
}

/** How many delays may elapse at one instant before the machine counts as looping. */
const TIMER_LIMIT = 1000;

/**
 * Decides inputs on a tentative state. Deadlines that have passed come before every other input. Nothing is
 * true before the log holds the events.
 * @throws what a guard, action or enrichment throws, or when the machine records what its contract does not know
 */
export function decide(
  machine: DurableMachine,
  state: EntityState | undefined,
  given: { readonly inputs: readonly Input[]; readonly now: Now },
): Decision {
  const { inputs, now } = given;
  const at = new Date(now.ms).toISOString();
  const events: RecordedEvent[] = [];
  const outcomes: Outcome[] = [];
  let current = state;
  const record = (fact: Fact | StartFact): void => {
    const applied = step(machine, current, fact);
    applied.events.forEach((event) => {
      assertKnown(machine, event);
    });
    current = applied.state;
    events.push(...applied.events);
  };
  const elapse = (): void => {
    for (let count = 0; current; count += 1) {
      const fact = nextElapsed(current, now);
      if (!fact) return;
      if (count >= TIMER_LIMIT)
        throw new Error(`${machine.contract.id}: delays elapse without end`);
      record(fact);
    }
  };
  elapse();
  for (const input of inputs) {
    const verdict = verdictOn(machine, current, { input, at });
    if (verdict.fact) record(verdict.fact);
    outcomes.push(verdict.outcome(current));
    elapse();
  }
  if (!current) throw new Error('an instance begins with its start');
  return { state: current, events, outcomes };
}

interface Verdict {
  readonly fact?: Fact | StartFact;
  readonly outcome: (after: EntityState | undefined) => Outcome;
}

function verdictOn(
  machine: DurableMachine,
  state: EntityState | undefined,
  given: { readonly input: Input; readonly at: string },
): Verdict {
  const { input, at } = given;
  const dropped: Verdict = { outcome: () => ({ kind: 'dropped', input }) };
  if (input.cause === 'start') {
    return state ? dropped : accept(input, startFact(machine, input, at), eventId(input.entity, 1));
  }
  if (!state) throw new Error('an instance begins with its start');
  const asked = commandOf(state, input);
  if (asked) return command(machine, state, { input: asked, at });
  const fact = eventOf(state, input, at);
  return fact ? accept(input, fact, eventId(state.entity, state.sequence + 1)) : dropped;
}

/** A command that came by itself, or one that the parent has handed on. */
function commandOf(state: EntityState, input: Input): CommandInput | undefined {
  if (input.cause === 'command') return input;
  const isRouted = input.cause === 'message' && input.message.kind === 'command';
  return isRouted && isNew(state, input) ? routed(input) : undefined;
}

/** What cannot be refused: the result of an activity, or what a parent or child has sent. */
function eventOf(state: EntityState, input: Input, at: string): Fact | undefined {
  if (input.cause === 'actor') return resultFact(state, input, at);
  const isEvent = input.cause === 'message' && input.message.kind !== 'command';
  return isEvent && isNew(state, input) ? messageFact(state, input, at) : undefined;
}

function isNew(state: EntityState, { from, message }: MessageInput): boolean {
  return message.number > (own(state.senders, from) ?? 0);
}

function accept(input: Input, fact: Fact | StartFact, eventId: string): Verdict {
  const answer: Answer = { eventId, event: fact.type };
  return { fact, outcome: () => ({ kind: 'accepted', input, answer }) };
}

function command(
  machine: DurableMachine,
  state: EntityState,
  given: { readonly input: CommandInput; readonly at: string },
): Verdict {
  const { input, at } = given;
  const verdict = judge(machine, state, given);
  if (verdict.kind === 'seen') {
    const { seen } = verdict;
    return seen.event === 'CommandRefused'
      ? { outcome: () => ({ kind: 'dropped', input }) }
      : { outcome: () => ({ kind: 'accepted', input, answer: answerOf(state.entity, seen) }) };
  }
  if (verdict.kind === 'refused') {
    const { refusal, actor } = verdict;
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
    const recorded = input.via === 'signal' && refusal.code !== 'COMMAND_ID_REUSED';
    return { ...(recorded && { fact }), outcome: () => ({ kind: 'refused', input, refusal }) };
  }
  return {
    fact: verdict.fact,
    outcome: (after) => {
      const seen = after && lookUp(after.seen, input.id);
      return seen
        ? { kind: 'accepted', input, answer: answerOf(state.entity, seen) }
        : { kind: 'dropped', input };
    },
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

function assertKnown(machine: DurableMachine, event: RecordedEvent): void {
  if (isReceived(event) || event.cause === 'refused' || event.cause === 'actor') return;
  if (event.type === 'CommandRouted') return;
  const definition = machine.contract.events[event.type];
  if (!definition)
    throw new Error(`${machine.contract.id} records ${event.type}, which its contract lacks`);
  const faults = faultsIn(definition.data, event.data);
  if (faults.length > 0) {
    throw new Error(`${machine.contract.id} records a faulty ${event.type}: ${faults.join('; ')}`);
  }
}
