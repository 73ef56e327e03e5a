import type { AnyActorRef, AnyMachineSnapshot } from 'xstate';
import { bookkeep, report } from './bookkeeping.ts';
import { draftOf, type Draft } from './draft.ts';
import { applyActions, stopDisplaced } from './effects.ts';
import {
  copyFact,
  entityOfEvent,
  eventId,
  isReceived,
  type Fact,
  type RecordedEvent,
  type EntityState,
} from '../state/index.ts';
import { deliverLater, machineEvent } from './machine-event.ts';
import { versionOf } from '../contract/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { initial, next, type Computed, type ResolvedAction } from '../scope/index.ts';

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
  deliverLater(machine, before, draft);
  const computed = state
    ? transition(machine, state, draft)
    : initial(machine.logic, inputOf(machine, fact), before);
  const snapshot = computed ? settle(machine, draft, computed) : before.snapshot;
  const events = numbered(machine, before, draft);
  bookkeep(machine, draft);
  report(machine, draft, { events, before: state?.snapshot, after: snapshot });
  return {
    events,
    actions: draft.inline,
    isIgnored: !computed || isNothing(computed, state),
    state: stateBehind(before, draft, { snapshot, count: events.length }),
  };
}

/** Member by member, because spreading takes several times as long, and this is done for every event. */
function stateBehind(
  before: EntityState,
  draft: Draft,
  given: { readonly snapshot: AnyMachineSnapshot; readonly count: number },
): EntityState {
  const { parent, forgotten, lastRefusal, lastCommand } = draft;
  const state: Mutable<EntityState> = {
    entity: draft.entity,
    timers: draft.timers,
    actors: draft.actors,
    generations: draft.generations,
    sent: draft.sent,
    outbox: draft.outbox,
    senders: draft.senders,
    seen: draft.seen,
    signals: draft.signals,
    unnamed: draft.unnamed,
    machine: before.machine,
    snapshot: given.snapshot,
    sequence: before.sequence + given.count,
    step: before.step + 1,
    at: draft.fact.at,
  };
  if (parent !== undefined) state.parent = parent;
  if (forgotten !== undefined) state.forgotten = forgotten;
  if (lastRefusal) state.lastRefusal = lastRefusal;
  if (lastCommand) state.lastCommand = lastCommand;
  return state;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

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
  if (computed.snapshot.status !== 'active') stopDisplaced(draft);
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
  const { contract } = machine;
  const stepSize = 1 + draft.derived.length;
  const { fact } = draft;
  const known = isReceived(fact) ? 1 : versionOf(contract.events[fact.type]);
  const first = Object.assign(copyFact(fact), {
    entity: before.entity,
    machine: contract.id,
    machineVersion: contract.version,
    version: fact.version ?? known,
    sequence: before.sequence + 1,
    step: before.step + 1,
    stepIndex: 1,
    stepSize,
  });
  const { at, correlationId, actor, entity, machineVersion, sequence, step: number } = first;
  const derived = draft.derived.map(({ type, ...data }, index): RecordedEvent => ({
    ...{ entity, machine: contract.id, machineVersion, step: number, stepSize, at, correlationId },
    ...(actor && { actor }),
    cause: 'derived',
    type,
    data,
    version: versionOf(contract.events[type]),
    causationId: draft.primary,
    sequence: sequence + 1 + index,
    stepIndex: 2 + index,
  }));
  return [first, ...derived];
}
