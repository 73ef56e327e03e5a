import type { AnyActorRef, EventObject } from 'xstate';
import { arm, displace, forgetActor, post, withdraw, type Draft } from './draft.ts';
import { childEntity, LONGEST_DELAY_MS, own, type RunningActor } from '../state/index.ts';
import { childContract, dueDateOf, eventDefinition, versionOf } from '../contract/index.ts';
import { actorKind, actorName } from '../definition/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { scopeOf, type ResolvedAction } from '../scope/index.ts';

const AFTER = 'xstate.after.';
/** XState's own name for the parent: no child can be sent to under it. */
const PARENT = '#_parent';

interface Delayed {
  readonly event: EventObject;
  readonly id?: string;
  readonly delay?: number;
}
type SendTo = Delayed & { readonly to?: AnyActorRef; readonly targetId?: string };
interface Spawn {
  readonly actorRef?: AnyActorRef;
  readonly src: unknown;
  readonly input?: unknown;
}

/**
 * Turns the actions of one transition into state, in order: what a state starts again was stopped before. Only an
 * actor that is sent something earlier starts earlier, because XState lists a state's entry `sendTo` before the
 * invoke of the same state.
 * @throws Error for an action that cannot be durable; registration refuses most of them earlier
 */
export function applyActions(
  machine: DurableMachine,
  draft: Draft,
  actions: readonly ResolvedAction[],
): void {
  const spawns = new Map<unknown, Spawn>();
  for (const { type, params } of actions) {
    if (type === 'xstate.spawnChild') spawns.set((params as Spawn).actorRef, params as Spawn);
  }
  const start = (actorRef: unknown): void => {
    const spawn = spawns.get(actorRef);
    if (spawn && spawns.delete(actorRef)) startActor(machine, draft, spawn);
  };
  for (const action of actions) {
    if (action.type === 'xstate.sendTo') start((action.params as SendTo).to);
    if (action.type === 'xstate.spawnChild') start((action.params as Spawn).actorRef);
    applyAction(machine, draft, action);
  }
}

function applyAction(machine: DurableMachine, draft: Draft, action: ResolvedAction): void {
  switch (action.type) {
    case 'xstate.spawnChild':
    case 'xstate.log':
      return;
    case 'xstate.raise':
      raise(machine, draft, action);
      return;
    case 'xstate.cancel':
      Reflect.deleteProperty(draft.timers, (action.params as { sendId: string }).sendId);
      return;
    case 'xstate.stopChild':
      stopActor(draft, (action.params as AnyActorRef | undefined)?.id);
      return;
    case 'xstate.sendTo':
      send(machine, draft, action.params as SendTo);
      return;
    case 'xstate.emit':
      draft.derived.push((action.params as { event: EventObject }).event);
      return;
    default:
      if (machine.inline) {
        draft.inline.push(action);
        return;
      }
      throw new Error(
        `action ${action.type} of machine ${machine.contract.id} is not durable: use an activity or emit an event`,
      );
  }
}

function raise(machine: DurableMachine, draft: Draft, action: ResolvedAction): void {
  const { event, id, delay } = action.params as Delayed;
  // Without a delay XState has handled the event already, within the same transition.
  if (delay === undefined) return;
  const name = id?.startsWith(AFTER) ? delayName(id) : event.type;
  const dueDate = dueDateOf(machine.logic.implementations.delays[name])?.(action.info);
  const timerId = id ?? `${event.type}~${draft.primary}.${String(draft.unnamed++)}`;
  arm(draft, timerId, {
    name,
    event,
    fireAt: instant(draft, name, delay),
    ...(dueDate && { dueDate }),
    armedBy: draft.primary,
  });
}

/** The delay's name in an id that XState makes: `xstate.after.<delay>.<state id>`. */
function delayName(id: string): string {
  const rest = id.slice(AFTER.length);
  return rest.slice(0, rest.indexOf('.'));
}

/** A delay is a duration in milliseconds, or below zero an instant (see `until`). In whole milliseconds, as the log has them. */
function instant(draft: Draft, name: string, delay: number): number {
  const fireAt = Math.ceil(delay < 0 ? -delay : draft.at + delay);
  if (!Number.isFinite(fireAt) || fireAt - draft.at > LONGEST_DELAY_MS) {
    throw new Error(`delay ${name} gives ${String(delay)}, which is no instant within 100 years`);
  }
  return fireAt;
}

function startActor(machine: DurableMachine, draft: Draft, spawn: Spawn): void {
  const src = actorName(machine.logic, spawn.src);
  const kind = actorKind(machine.logic, src, machine.inline);
  if (!spawn.actorRef || !kind) {
    throw new Error(`${src} is no durable reference: declare it with activity() or childMachine()`);
  }
  const { id } = spawn.actorRef;
  const generation = (own(draft.generations, id) ?? 0) + 1;
  displace(draft, id);
  draft.generations = { ...draft.generations, [id]: generation };
  draft.actors[id] = {
    kind,
    src,
    input: spawn.input,
    generation,
    startedBy: draft.primary,
  };
}

/** Nobody would ever tell the end to a child that has lost its id: XState stops those that it can name. */
export function stopDisplaced(draft: Draft): void {
  for (const [key, { id }] of Object.entries(draft.actors)) {
    if (id !== undefined) stopActor(draft, key);
  }
}

function stopActor(draft: Draft, key: string | undefined): void {
  const actor = key === undefined ? undefined : own(draft.actors, key);
  if (key === undefined || !actor) return;
  forgetActor(draft, key);
  if (actor.kind !== 'machine') return;
  const child = actorEntity(draft.entity, key, actor);
  // What this step has started itself never begins: nobody would be there to take a message.
  if (actor.startedBy === draft.primary) withdraw(draft, child);
  else stopChild(draft, child);
}

/** What the child had sent before it hears of its end is still taken: its messages go on being counted. */
function stopChild(draft: Draft, child: string): void {
  post(draft, child, { id: draft.primary, kind: 'stop', type: 'Stopped', data: {} });
  draft.senders = { ...draft.senders, [child]: own(draft.senders, child) ?? 0 };
}

/** Workflow id of a child; a second start of the same id gets an entity, and so a log, of its own. */
export function actorEntity(
  parent: string,
  key: string,
  { id = key, generation }: Pick<RunningActor, 'id' | 'generation'>,
): string {
  return childEntity(parent, generation === 1 ? id : `${id}~${String(generation)}`);
}

/** The id of the actor behind a child's workflow id: what {@link actorEntity} makes, read back. */
export function actorIdOf(parent: string, child: string): string {
  return child.slice(parent.length + 1).replace(/~\d+$/, '');
}

function send(machine: DurableMachine, draft: Draft, params: SendTo): void {
  const { self } = scopeOf(machine.logic);
  if (params.delay !== undefined) sendLater(machine, draft, { ...params, delay: params.delay });
  else if (params.to === self) draft.mailbox.push(params.event);
  else sendToRelative(machine, draft, { target: targetOf(machine, params), event: params.event });
}

function sendLater(
  machine: DurableMachine,
  draft: Draft,
  params: SendTo & { readonly delay: number },
): void {
  const { event, delay } = params;
  const target = params.to === scopeOf(machine.logic).self ? undefined : targetOf(machine, params);
  if (target !== undefined && workflowOf(draft, target) === undefined) return;
  const timerId = params.id ?? `${event.type}~${draft.primary}.${String(draft.unnamed++)}`;
  arm(draft, timerId, {
    name: event.type,
    event,
    ...(target !== undefined && { target }),
    fireAt: instant(draft, event.type, delay),
    armedBy: draft.primary,
  });
}

function targetOf({ logic }: DurableMachine, { to, targetId = '' }: SendTo): string {
  return to === scopeOf(logic).parent ? PARENT : (to?.id ?? targetId);
}

/** Sends to the parent or a child that still runs; like XState, drops what goes to one that has ended. */
export function sendToRelative(
  machine: DurableMachine,
  draft: Draft,
  { target, event }: { readonly target: string; readonly event: EventObject },
): void {
  const workflow = workflowOf(draft, target);
  if (workflow === undefined) return;
  const { type, ...data } = event;
  const src = own(draft.actors, target)?.src;
  const knower = src === undefined ? machine.contract : childContract(machine.contract, src);
  post(draft, workflow, {
    ...{ id: draft.primary, kind: 'event', type, data },
    version: versionOf(knower && eventDefinition(knower, { type, cause: 'parent' })),
  });
}

function workflowOf(draft: Draft, target: string): string | undefined {
  if (target === PARENT) return draft.parent;
  const actor = own(draft.actors, target);
  return actor?.kind === 'machine' ? actorEntity(draft.entity, target, actor) : undefined;
}
