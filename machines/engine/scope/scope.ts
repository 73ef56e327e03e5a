import {
  createEmptyActor,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
} from 'xstate';

/** An action as XState resolves it; nothing of it is executed here. */
export interface ResolvedAction {
  readonly type: string;
  readonly info: { readonly context: unknown; readonly event: EventObject; readonly self: object };
  readonly params: unknown;
  /** Code of an action that was written in place. */
  readonly exec?: (info: object, params: unknown) => void;
}

/** Who the machine is while it computes one transition. */
export interface Identity {
  /** Workflow id. */
  readonly entity: string;
  readonly parent?: string | undefined;
  /** Counter for actors without an id of their own; part of the state, so that ids do not depend on the process. */
  readonly unnamed: number;
  /** How often each child was started so far. */
  readonly generations?: Readonly<Record<string, number>>;
}

/** What one call of the machine gave. */
export interface Computed {
  readonly snapshot: AnyMachineSnapshot;
  readonly actions: readonly ResolvedAction[];
  readonly unnamed: number;
}

type MachineScope = Parameters<AnyStateMachine['transition']>[2];

/** Where `sendParent` and `sendTo(self)` point: compared by identity when the actions are turned into state. */
export interface Scope {
  readonly scope: MachineScope;
  readonly self: AnyActorRef;
  readonly parent: AnyActorRef;
  begin(identity: Identity, actions: ResolvedAction[]): void;
  unnamed(): number;
}

const scopes = new WeakMap<AnyStateMachine, Scope>();

/**
 * The scope in which a machine computes: it collects actions and executes none. One per machine, used by one
 * call at a time. The exported `transition()` of XState is not used because it computes the initial state anew
 * on every call and hides what that throws.
 */
export function scopeOf(machine: AnyStateMachine): Scope {
  const known = scopes.get(machine);
  if (known) return known;
  const made = makeScope();
  scopes.set(machine, made);
  return made;
}

function makeScope(): Scope {
  const self: AnyActorRef = createEmptyActor();
  const parent: AnyActorRef = createEmptyActor();
  const { system } = self;
  let sink: ResolvedAction[] = [];
  let count = 0;
  let entity = '';
  Object.assign(system, { _bookId: () => `${entity}:${String(count++)}` });
  const scope = {
    self,
    id: '',
    sessionId: '',
    system,
    logger: () => undefined,
    defer: () => undefined,
    emit: () => undefined,
    stopChild: () => undefined,
    actionExecutor: (action: ResolvedAction) => {
      sink.push(action);
    },
  };
  return {
    scope: scope as unknown as MachineScope,
    self,
    parent,
    begin: (identity, actions) => {
      sink = actions;
      count = identity.unnamed;
      entity = identity.entity;
      Object.assign(scope, { id: entity, sessionId: entity });
      Object.assign(self, {
        id: entity,
        sessionId: entity,
        _parent: identity.parent === undefined ? undefined : parent,
      });
      Object.assign(parent, { id: identity.parent ?? '' });
    },
    unnamed: () => count,
  };
}

/** Computes the initial state. @throws what a context factory, guard or action throws */
export function initial(machine: AnyStateMachine, input: unknown, identity: Identity): Computed {
  const scope = scopeOf(machine);
  const actions: ResolvedAction[] = [];
  scope.begin(identity, actions);
  const snapshot = machine.getInitialSnapshot(scope.scope, input as never) as AnyMachineSnapshot;
  // XState keeps what was thrown in the snapshot; a machine that cannot start is a bug, not an outcome.
  if (snapshot.status === 'error') throw explained(machine, snapshot, snapshot.error);
  return { snapshot, actions, unnamed: scope.unnamed() };
}

interface Call {
  readonly event: EventObject;
  readonly identity: Identity;
}

/**
 * Computes the next state. What is sent to a child that has ended is dropped, as XState drops it while it still
 * remembers the child.
 * @throws what a guard or action throws, and Error when an event goes to a child that was never started
 */
export function next(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, call: Call): Computed {
  try {
    return compute(machine, snapshot, call);
  } catch (error) {
    const { generations = {} } = call.identity;
    const children = snapshot.children as Readonly<Record<string, AnyActorRef>>;
    const target = missingTarget(error);
    if (target === undefined || !Object.hasOwn(generations, target) || target in children) {
      throw explained(machine, snapshot, error);
    }
    // The transition is pure, so it can be computed again, with someone to take what is dropped.
    const ended = Object.keys(generations).filter((id) => !Object.hasOwn(children, id));
    const stands = Object.fromEntries(ended.map((id) => [id, { id } as AnyActorRef]));
    const patched = { ...snapshot, children: { ...children, ...stands } } as AnyMachineSnapshot;
    return withoutStands(compute(machine, patched, call), new Set(Object.values(stands)));
  }
}

function compute(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, call: Call): Computed {
  const scope = scopeOf(machine);
  const actions: ResolvedAction[] = [];
  scope.begin(call.identity, actions);
  const after = machine.transition(snapshot, call.event, scope.scope) as AnyMachineSnapshot;
  return { snapshot: after, actions, unnamed: scope.unnamed() };
}

function withoutStands(computed: Computed, stands: ReadonlySet<AnyActorRef>): Computed {
  const all = Object.entries(computed.snapshot.children as Readonly<Record<string, AnyActorRef>>);
  const children = Object.fromEntries(all.filter(([, reference]) => !stands.has(reference)));
  return { ...computed, snapshot: { ...computed.snapshot, children } as AnyMachineSnapshot };
}

/** The id that XState did not find when it resolved `sendTo`; it says so in words only. */
function missingTarget(error: unknown): string | undefined {
  return error instanceof Error
    ? /^Unable to send event to actor '(.*)' from machine/s.exec(error.message)?.[1]
    : undefined;
}

function explained(
  machine: AnyStateMachine,
  { value }: AnyMachineSnapshot,
  error: unknown,
): unknown {
  const target = missingTarget(error);
  if (target === undefined) return error;
  const place = `${machine.id} in ${JSON.stringify(value)}`;
  const text =
    target === '#_parent'
      ? `${place} sends to its parent, but was started without one: start it as a child`
      : `${place} sends to ${target}, which does not run: start it first, or guard the transition`;
  return new Error(text, { cause: error });
}

/**
 * Revives a snapshot from plain data; children become inert stubs.
 * @throws Error when the state value does not exist in this machine
 */
export function revive(
  machine: AnyStateMachine,
  raw: object,
  identity: Identity,
): AnyMachineSnapshot {
  const scope = scopeOf(machine);
  scope.begin(identity, []);
  return machine.restoreSnapshot(raw as never, scope.scope) as AnyMachineSnapshot;
}
