import {
  doneEvent,
  elapsedEvent,
  eventId,
  failedEvent,
  type Cause,
  type Fact,
  type RecordedEvent,
  own,
  type EntityState,
} from '../state/index.ts';
import { isTaken, machineEvent } from '../step/index.ts';
import { contractFault, objections } from '../decide/index.ts';
import type { DurableMachine } from '../registration/index.ts';

interface Asked {
  readonly machine: DurableMachine;
  readonly state: EntityState;
  /** First event of its step. */
  readonly event: RecordedEvent;
}
type Law = (asked: Asked) => string | undefined;

/** What must hold for an event of each cause to follow upon a state. */
const laws: Readonly<Record<Cause, Law>> = {
  start: () => 'the instance has started already',
  derived: () => 'a derived event begins no step',
  command: possible,
  timer: ({ state, event }) => (wasDue(state, event) ? undefined : 'no such delay had elapsed'),
  actor: running,
  child: (asked) => (asked.event.invokeId === undefined ? undefined : running(asked)),
  parent: () => undefined,
  refused: () => undefined,
  migrated: () => 'a migration follows upon nothing: the fold begins with it',
};

/**
 * Why the engine would not have recorded an event in this state.
 * @returns `undefined` when the event is legal
 */
export function illegality(
  machine: DurableMachine,
  state: EntityState | undefined,
  event: RecordedEvent,
): string | undefined {
  const why = displaced(machine, state, event);
  if (why !== undefined) return why;
  if (isOfEarlierShape(machine, event)) return undefined;
  const fault = contractFault(machine, event);
  return fault && `it is ${fault}`;
}

/** What is wrong with the event behind this state, whatever it holds. */
function displaced(
  machine: DurableMachine,
  state: EntityState | undefined,
  event: RecordedEvent,
): string | undefined {
  const { message, cause } = event;
  if (!state) return cause === 'start' ? undefined : 'an instance begins with its start';
  if (message && isTaken(state, message)) {
    return `message ${String(message.number)} of ${message.from} was taken before`;
  }
  return laws[cause]({ machine, state, event });
}

/** Data of an earlier shape are not held against the present one. */
function isOfEarlierShape({ contract }: DurableMachine, event: RecordedEvent): boolean {
  const definition = contract.events[event.type];
  return definition !== undefined && event.version < (definition.version ?? 1);
}

function possible({ machine, state, event }: Asked): string | undefined {
  if (machine.inline) return undefined;
  const id = eventId(state.entity, event.sequence);
  const candidate = machineEvent(machine, state, { fact: event as Fact, id });
  const rules = candidate && objections(machine, state.snapshot, candidate);
  return rules && `not possible then ${rules.map((rule) => rule.id).join(', ')}`.trim();
}

function wasDue(
  { timers, snapshot }: EntityState,
  { sendId = '', type, at }: RecordedEvent,
): boolean {
  const timer = own(timers, sendId);
  if (!timer || snapshot.status !== 'active') return false;
  return type === elapsedEvent(timer.name) && timer.fireAt <= Date.parse(at);
}

function running({ state, event: { invokeId = '', type } }: Asked): string | undefined {
  const actor = own(state.actors, invokeId);
  const answers = actor ? [doneEvent(actor.src), failedEvent(actor.src)] : [];
  return answers.includes(type) ? undefined : `${invokeId} was not running`;
}
