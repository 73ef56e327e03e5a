import type { AnyActorRef, AnyMachineSnapshot } from 'xstate';
import { bookkeep, report } from './bookkeeping.ts';
import { draftOf, type Draft } from './draft.ts';
import { applyActions } from './effects.ts';
import {
  entityOfEvent,
  eventId,
  type Fact,
  type RecordedEvent,
  type EntityState,
} from '../state/index.ts';
import { deliverLater, machineEvent } from './machine-event.ts';
import type { DurableMachine } from '../registration/index.ts';
import { initial, next, type Computed, type ResolvedAction } from './scope.ts';

/** A new state and the events that lead to it: one primary event, then the derived ones. */
export interface Step {
  readonly state: EntityState;
  readonly events: readonly RecordedEvent[];
  /** Whether the machine had nothing to do: the fact is recorded all the same. */
  readonly isIgnored: boolean;
  /** Actions written in place, in order: only machines of tests have any. */
  readonly actions: readonly ResolvedAction[];
}

/** The fact that starts an instance also says which. */
export type StartFact = Fact & { readonly entity: string };

/** How many events a machine may send to itself within one step. */
const MAILBOX_LIMIT = 1000;

/**
 * Applies one fact to a machine. Pure: timers, running actors and messages to others are part of the new state,
 * and whoever runs the machine makes the world agree with it.
 * @param state - `undefined` for the fact that starts the instance
 * @throws what a guard or action of the machine throws: a bug, never an outcome
 */
export function step(
  machine: DurableMachine,
  state: EntityState | undefined,
  fact: Fact | StartFact,
): Step {
  const before = state ?? unborn(machine, fact);
  const primary = eventId(before.entity, before.sequence + 1);
  const draft = draftOf(before, fact, primary);
  deliverLater(before, draft);
  const computed = state
    ? transition(machine, state, draft)
    : initial(machine.logic, inputOf(machine, fact), before);
  const snapshot = computed ? settle(machine, draft, computed) : before.snapshot;
  const events = numbered(machine, before, draft);
  bookkeep(machine, draft);
  report(machine, draft, { events, before: state?.snapshot, after: snapshot });
  const {
    at: _at,
    primary: _primary,
    fact: _fact,
    derived: _derived,
    mailbox: _mail,
    inline: actions,
    ...rest
  } = draft;
  const { parent, lastRefusal, lastCommand, ...kept } = rest;
  return {
    events,
    actions,
    isIgnored: !computed || isNothing(computed, state),
    state: {
      ...kept,
      ...(parent !== undefined && { parent }),
      ...(lastRefusal && { lastRefusal }),
      ...(lastCommand && { lastCommand }),
      machine: before.machine,
      snapshot,
      sequence: before.sequence + events.length,
      step: before.step + 1,
      at: fact.at,
    },
  };
}

function unborn(machine: DurableMachine, fact: Fact | StartFact): EntityState {
  if (fact.cause !== 'start' || !('entity' in fact)) {
    throw new Error(`the first fact of an instance must be its start, not ${fact.type}`);
  }
  return {
    entity: fact.entity,
    ...(fact.causationId !== '' && { parent: entityOfEvent(fact.causationId) }),
    machine: { id: machine.contract.id, version: machine.contract.version, hash: machine.hash },
    snapshot: undefined as unknown as AnyMachineSnapshot,
    timers: {},
    actors: {},
    generations: {},
    sent: {},
    outbox: {},
    senders: {},
    sequence: 0,
    step: 0,
    at: fact.at,
    unnamed: 0,
    seen: undefined,
    signals: {},
  };
}

/** XState gives back the same snapshot, and no action, for an event that it ignores. */
function isNothing({ snapshot, actions }: Computed, before: EntityState | undefined): boolean {
  return snapshot === before?.snapshot && actions.length === 0;
}

/** What the machine is started with: any value when no contract says more. */
function inputOf({ contract }: DurableMachine, { data }: Fact): unknown {
  return contract.open === true ? data['input'] : data;
}

function transition(
  machine: DurableMachine,
  state: EntityState,
  draft: Draft,
): Computed | undefined {
  const event = machineEvent(machine, state, { fact: draft.fact, id: draft.primary });
  if (!event || state.snapshot.status !== 'active') return undefined;
  return next(machine.logic, state.snapshot, { event, identity: state });
}

/** Turns actions into state and delivers what the machine sent to itself, until nothing is left. */
function settle(machine: DurableMachine, draft: Draft, first: Computed): AnyMachineSnapshot {
  let computed = first;
  for (let count = 0; ; count += 1) {
    draft.unnamed = computed.unnamed;
    applyActions(machine, draft, computed.actions);
    assertNoHiddenChildren(machine, draft, computed.snapshot);
    const event = draft.mailbox.shift();
    if (!event || computed.snapshot.status !== 'active') break;
    if (count >= MAILBOX_LIMIT)
      throw new Error(`${machine.contract.id} sends to itself without end`);
    computed = next(machine.logic, computed.snapshot, { event, identity: draft });
  }
  if (computed.snapshot.status === 'error' && draft.fact.invokeId === undefined) {
    throw computed.snapshot.error;
  }
  return computed.snapshot;
}

/** `spawn` inside `assign` leaves no action behind: such a child would exist nowhere but in the snapshot. */
function assertNoHiddenChildren(
  machine: DurableMachine,
  draft: Draft,
  snapshot: AnyMachineSnapshot,
): void {
  const children = Object.values(snapshot.children as Readonly<Record<string, AnyActorRef>>);
  const hidden = children.find(({ id }) => draft.generations[id] === undefined)?.id;
  if (hidden !== undefined) {
    throw new Error(
      `${machine.contract.id} spawns ${hidden} inside assign, which leaves nothing durable: use spawnChild`,
    );
  }
}

function numbered(machine: DurableMachine, before: EntityState, draft: Draft): RecordedEvent[] {
  const { fact } = draft;
  const common = {
    entity: before.entity,
    machine: machine.contract.id,
    machineVersion: machine.contract.version,
    step: before.step + 1,
    stepSize: 1 + draft.derived.length,
    at: fact.at,
    correlationId: fact.correlationId,
    ...(fact.actor && { actor: fact.actor }),
  };
  const version = (type: string): number => machine.contract.events[type]?.version ?? 1;
  const derived = draft.derived.map(({ type, ...data }, index): RecordedEvent => ({
    ...common,
    cause: 'derived',
    type,
    data,
    version: version(type),
    causationId: draft.primary,
    sequence: before.sequence + 2 + index,
    stepIndex: 2 + index,
  }));
  const sequence = before.sequence + 1;
  return [{ ...fact, ...common, version: version(fact.type), sequence, stepIndex: 1 }, ...derived];
}
