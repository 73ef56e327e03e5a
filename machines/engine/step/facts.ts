import { actorEntity } from './effects.ts';
import {
  displacedKey,
  doneEvent,
  elapsedEvent,
  eventId,
  failedEvent,
  type CommandInput,
  type Fact,
  type MessageInput,
  type MessageOrigin,
  type Now,
  type ResultInput,
  type StartInput,
  type EntityState,
  type RunningActor,
  type Timer,
  own,
} from '../state/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import type { StartFact } from './step.ts';

/** The start, completed. */
export function startFact(machine: DurableMachine, input: StartInput, at: string): StartFact {
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

/** What an activity gave; `undefined` when that start of it is over. */
export function resultFact(state: EntityState, input: ResultInput, at: string): Fact | undefined {
  const { actorId, generation } = input;
  const found = [actorId, displacedKey(actorId, generation)].find(
    (key) => own(state.actors, key)?.generation === generation,
  );
  const actor = found === undefined ? undefined : state.actors[found];
  if (found === undefined || !actor) return undefined;
  const done = 'output' in input.result;
  return {
    cause: 'actor',
    type: done ? doneEvent(actor.src) : failedEvent(actor.src),
    data: { ...input.result },
    at,
    causationId: actor.startedBy,
    correlationId: actor.startedBy,
    invokeId: found,
  };
}

/** A command that the parent has handed on. */
export function routed(input: MessageInput): CommandInput {
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

/** Whether a message was taken before. Of a child that has told its end every one was: it counts no more. */
export function isTaken(state: EntityState, { from, number }: MessageOrigin): boolean {
  const isHeard = from === state.parent || actorBehind(state, from) !== undefined;
  return number <= (own(state.senders, from) ?? (isHeard ? 0 : Infinity));
}

function actorBehind(state: EntityState, entity: string): [string, RunningActor] | undefined {
  return Object.entries(state.actors).find(
    ([id, actor]) => actorEntity(state.entity, id, actor) === entity,
  );
}

/** What the parent or a child has sent; `undefined` when the child is known no more. */
export function messageFact(state: EntityState, input: MessageInput, at: string): Fact | undefined {
  const { message, from } = input;
  const common = {
    data: message.data,
    at,
    causationId: message.id,
    correlationId: message.correlationId,
    message: { from, number: message.number },
    ...(message.actor && { actor: message.actor }),
    version: message.version ?? 1,
  };
  if (from === state.parent) return { ...common, cause: 'parent', type: message.type };
  if (message.kind === 'event') return { ...common, cause: 'child', type: message.type };
  const ended = actorBehind(state, from);
  if (!ended) return undefined;
  const [invokeId, { src }] = ended;
  const type = message.kind === 'done' ? doneEvent(src) : failedEvent(src);
  return { ...common, cause: 'child', type, invokeId };
}

/** The delay that elapses first among those whose time has come; of two at one instant, the one armed first. */
export function nextElapsed(state: EntityState, now: Now): Fact | undefined {
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
  key: string,
  { id = key, armedBy, fireAt }: Pick<Timer, 'id' | 'armedBy' | 'fireAt'>,
): string {
  return `${id}@${armedBy}@${String(fireAt)}`;
}
