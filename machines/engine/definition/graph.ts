import type { EventObject } from 'xstate';
import type { AnyContract } from '../contract/index.ts';

/** A transition as XState makes it. */
export interface Transition {
  readonly eventType: string;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
}

/** A state node as XState makes it. */
export interface Node {
  readonly id: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly parent?: Node;
  readonly config: {
    readonly after?: Record<string, unknown>;
    readonly context?: unknown;
    readonly invoke?: unknown;
  };
  readonly invoke: readonly { readonly id: string }[];
  readonly states: Readonly<Record<string, Node>>;
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always?: readonly Transition[];
  readonly initial: { readonly actions: readonly unknown[] };
}

/** A built-in action as XState makes it. */
export interface BuiltIn {
  readonly type: string;
  readonly id?: unknown;
  readonly src?: unknown;
  readonly systemId?: unknown;
  readonly syncSnapshot?: unknown;
  readonly event?: unknown;
  readonly delay?: unknown;
  readonly to?: unknown;
  readonly actorRef?: unknown;
  readonly assignment?: unknown;
  readonly collect?: unknown;
}

/** What `setup()` has implemented, by name. */
export interface Implementations {
  readonly actions: Readonly<Record<string, unknown>>;
  readonly guards: Readonly<Record<string, unknown>>;
  readonly delays: Readonly<Record<string, unknown>>;
  readonly actors: Readonly<Record<string, unknown>>;
}

/** With what the code inside a graph is tried out; nothing of it may have an effect. */
export interface Trial {
  /** The context with which the machine begins, anew each time: code may spoil it. */
  context(): unknown;
  /** What came out of the assigners that were tried out. */
  readonly known: Map<unknown, Tried>;
  /** One event of each kind that the contract knows. */
  readonly events: readonly EventObject[];
}

/** What an assigner did when it was tried out. */
export interface Tried {
  readonly spawns: boolean;
  /** Whether it changed the context that it was given. */
  readonly spoils: boolean;
}

/** The ids that an event may be sent to. */
export interface Targets {
  readonly ids: ReadonlySet<string>;
  /** Whether the machine also makes up ids while it runs. */
  readonly dynamic: boolean;
}

/** What is registered, and what is already known of it. */
export interface Subject {
  readonly contract: AnyContract;
  readonly implementations: Implementations;
  readonly root: Node;
  readonly inline: boolean;
  readonly rules: Readonly<Record<string, unknown>>;
  /** `undefined` where the graph's code is not to be tried out. */
  readonly trial: Trial | undefined;
  readonly targets: Targets;
}

/** Where a fault is looked for. */
export interface Place {
  readonly subject: Subject;
  readonly node: Node;
  /** The event of the transition; a state's own actions have none. */
  readonly event?: string | undefined;
  /** Whether the action came out of a trial: ids and targets are then made up of the trial's data. */
  readonly tried?: boolean;
}

/** A state and all states in it. */
export function nodesOf(node: Node): Node[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

/** The transitions that start in a state, eventless ones included. */
export function transitionsOf(node: Node): readonly Transition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

/** Every action of a state with the event it belongs to. */
export function actionsOf(node: Node): readonly (readonly [action: unknown, event?: string])[] {
  return [
    ...[...node.entry, ...node.exit, ...node.initial.actions].map((action) => [action] as const),
    ...transitionsOf(node).flatMap(({ actions, eventType }) =>
      actions.map((action) => [action, eventType] as const),
    ),
  ];
}

/** The name by which a graph refers to an implementation; `undefined` for what is written inline. */
export function nameOf(reference: unknown): string | undefined {
  if (typeof reference === 'string') return reference;
  return typeof reference === 'object' && reference !== null && 'type' in reference
    ? String(reference.type)
    : undefined;
}

/** Whether an action is one of XState's own. */
export function isBuiltIn(action: unknown): action is BuiltIn {
  return typeof action === 'function' && 'resolve' in action;
}

/** The built-in action behind a reference, written inline or by name. */
export function builtInOf(implementations: Implementations, action: unknown): BuiltIn | undefined {
  const name = nameOf(action);
  const found = name === undefined ? action : implementations.actions[name];
  return isBuiltIn(found) ? found : undefined;
}

/** The parts of a composite guard; none for any other. */
export function partsOf(guard: unknown): readonly unknown[] {
  return typeof guard === 'function' && 'guards' in guard
    ? (guard.guards as readonly unknown[])
    : [];
}

/** The code of a function without comments and without what stands in quotes. */
export function codeOf(code: unknown): string {
  const text = typeof code === 'function' ? String(code) : '';
  return text.replace(
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (part) => (part.startsWith('/') ? ' ' : "''"),
  );
}
