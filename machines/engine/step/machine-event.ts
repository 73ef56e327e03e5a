import type { EventObject } from 'xstate';
import type { Meta } from '../contract/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import type { Draft } from './draft.ts';
import { actorIdOf, sendToRelative } from './effects.ts';
import { doneEvent, entityOfEvent, type Fact, type EntityState } from '../state/index.ts';

/** Events of the engine that are none of the machine's business. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  'CommandRefused',
  'CommandRouted',
  'InputSetAside',
]);

/** What the machine is handed for a fact; `undefined` when the fact is not the machine's business. */
export function machineEvent(
  machine: DurableMachine,
  state: EntityState,
  { fact, id }: { readonly fact: Fact; readonly id: string },
): EventObject | undefined {
  if (fact.cause === 'migrated' || BOOKKEEPING.has(fact.type)) return undefined;
  if (fact.sendId !== undefined) return timerEvent(state, fact.sendId);
  if (fact.invokeId !== undefined) return actorEvent(state, fact, fact.invokeId);
  if (fact.cause === 'parent') {
    return fact.type === 'Stopped' ? { type: 'xstate.stop' } : { ...fact.data, type: fact.type };
  }
  if (machine.inline) return { ...fact.data, type: fact.type };
  const meta: { -readonly [Name in keyof Meta]: Meta[Name] } = { id, at: fact.at };
  if (fact.actor) meta.actor = fact.actor;
  if (fact.cause === 'child') {
    meta.from = actorIdOf(state.entity, entityOfEvent(fact.causationId));
  }
  // For every event: spreading what came out of JSON takes ten times as long.
  return Object.assign({}, fact.data, { type: fact.type, meta }) as EventObject;
}

function timerEvent(state: EntityState, sendId: string): EventObject | undefined {
  const timer = state.timers[sendId];
  return timer?.target === undefined ? timer?.event : undefined;
}

/** A delayed event for a child or the parent goes to the outbox instead of the machine. */
export function deliverLater(machine: DurableMachine, state: EntityState, draft: Draft): void {
  const timer = draft.fact.sendId === undefined ? undefined : state.timers[draft.fact.sendId];
  if (timer?.target !== undefined)
    sendToRelative(machine, draft, { target: timer.target, event: timer.event });
}

function actorEvent(state: EntityState, fact: Fact, key: string): EventObject | undefined {
  const actor = state.actors[key];
  if (!actor) return undefined;
  const actorId = actor.id ?? key;
  const done = fact.type === doneEvent(actor.src);
  return {
    type: `xstate.${done ? 'done' : 'error'}.actor.${actorId}`,
    ...(done ? { output: fact.data['output'] } : { error: fact.data['error'] }),
    actorId,
  } as unknown as EventObject;
}
