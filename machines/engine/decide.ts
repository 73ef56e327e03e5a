import { judge, payloadHashOf, type CommandInput } from './command.ts';
import { actorEntity } from './effects.ts';
import {
  doneEvent,
  elapsedEvent,
  eventId,
  failedEvent,
  isReceived,
  type Fact,
  type RecordedEvent,
} from './event.ts';
import { refusalRecord, type Refusal } from './refusal.ts';
import type { DurableMachine } from './register.ts';
import { faultsIn } from './schema.ts';
import { lookUp, type SeenCommand } from './seen.ts';
import { own, type EntityState, type Message } from './state.ts';
import { step, type StartFact } from './step.ts';

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

/** Everything that may enter a machine; delays are not among them, they follow from the state and the time. */
export type Input = StartInput | CommandInput | MessageInput | ResultInput;

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

/** The time of a decision. */
export interface Now {
  /** Epoch milliseconds. */
  readonly ms: number;
  /** Ids of timers that are known to have fired, whatever the clock says. */
  readonly fired?: ReadonlySet<string>;
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
export function answerOf(entity: string, seen: SeenCommand): Answer {
  return {
    eventId: eventId(entity, seen.sequence),
    event: seen.event,
    ...(seen.answers && { answers: seen.answers }),
  };
}

function startFact(machine: DurableMachine, input: StartInput, at: string): StartFact {
  const { entity, data, startedBy, runId } = input;
  const meta = { id: eventId(entity, 1), at };
  return {
    cause: 'start',
    type: machine.contract.starts,
    data: machine.start?.(data, { meta, entity }) ?? data,
    at,
    causationId: startedBy,
    correlationId: startedBy === '' ? meta.id : startedBy,
    entity,
    ...(runId !== undefined && { runId }),
  };
}

function resultFact(state: EntityState, input: ResultInput, at: string): Fact | undefined {
  const actor = state.actors[input.actorId];
  if (actor?.generation !== input.generation) return undefined;
  const done = 'output' in input.result;
  return {
    cause: 'actor',
    type: done ? doneEvent(actor.src) : failedEvent(actor.src),
    data: { ...input.result },
    at,
    causationId: actor.startedBy,
    correlationId: actor.startedBy,
    invokeId: input.actorId,
  };
}

function routed(input: MessageInput): CommandInput {
  const { message, from } = input;
  return {
    cause: 'command',
    id: message.id,
    command: message.type,
    payload: message.data,
    via: 'signal',
    message: { from, number: message.number },
  };
}

function messageFact(state: EntityState, input: MessageInput, at: string): Fact | undefined {
  const { message, from } = input;
  const common = {
    data: message.data,
    at,
    causationId: message.id,
    correlationId: message.correlationId,
    message: { from, number: message.number },
    ...(message.actor && { actor: message.actor }),
  };
  if (from === state.parent) return { ...common, cause: 'parent', type: message.type };
  if (message.kind === 'event') return { ...common, cause: 'child', type: message.type };
  const ended = Object.entries(state.actors).find(
    ([id, actor]) => actorEntity(state.entity, id, actor) === from,
  );
  if (!ended) return undefined;
  const [invokeId, { src }] = ended;
  const type = message.kind === 'done' ? doneEvent(src) : failedEvent(src);
  return { ...common, cause: 'child', type, invokeId };
}

/** The delay that elapses first among those whose time has come; of two at one instant, the one armed first. */
function nextElapsed(state: EntityState, now: Now): Fact | undefined {
  if (state.snapshot.status !== 'active') return undefined;
  const due = Object.entries(state.timers)
    .filter(([id, timer]) => timer.fireAt <= now.ms || now.fired?.has(timerKey(id, timer)))
    .sort(([, one], [, other]) => one.fireAt - other.fireAt)[0];
  if (!due) return undefined;
  const [sendId, timer] = due;
  return {
    cause: 'timer',
    type: elapsedEvent(timer.name),
    data: timer.dueDate ? { ...timer.dueDate } : { at: new Date(timer.fireAt).toISOString() },
    at: new Date(Math.max(now.ms, timer.fireAt)).toISOString(),
    causationId: timer.armedBy,
    correlationId: timer.armedBy,
    sendId,
  };
}

/** Tells one arming of a timer from the next. */
export function timerKey(
  id: string,
  timer: { readonly armedBy: string; readonly fireAt: number },
): string {
  return `${id}@${timer.armedBy}@${String(timer.fireAt)}`;
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
