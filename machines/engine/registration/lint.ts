import type { AnyStateMachine } from 'xstate';
import { type AnyContract, referenceKind } from '../contract/index.ts';
import { elapsedEvent, ENGINE_EVENTS } from '../state/index.ts';

interface Transition {
  readonly eventType: string;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
}
interface Node {
  readonly id: string;
  readonly type: string;
  readonly config: { readonly after?: Record<string, unknown>; readonly invoke?: unknown };
  readonly states: Readonly<Record<string, Node>>;
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always?: readonly Transition[];
  readonly initial: { readonly actions: readonly unknown[] };
}
/** Where a fault is looked for. */
interface Place {
  readonly contract: AnyContract;
  readonly implementations: Implementations;
  readonly node: Node;
}
/** A built-in action as XState makes it. */
interface BuiltIn {
  readonly type: string;
  readonly id?: unknown;
  readonly src?: unknown;
  readonly systemId?: unknown;
  readonly syncSnapshot?: unknown;
  readonly event?: unknown;
  readonly delay?: unknown;
}
interface Implementations {
  readonly actions: Readonly<Record<string, unknown>>;
  readonly guards: Readonly<Record<string, unknown>>;
  readonly delays: Readonly<Record<string, unknown>>;
  readonly actors: Readonly<Record<string, unknown>>;
}

/**
 * Everything that keeps a machine from running durably.
 * @returns one line per fault: the place, what is wrong and the remedy
 */
export function faultsOf(contract: AnyContract, logic: AnyStateMachine): string[] {
  const root = logic.root as unknown as Node;
  const implementations = logic.implementations as unknown as Implementations;
  const faults = [
    ...identityFaults(contract, logic),
    ...contractFaults(contract),
    ...Object.entries(implementations.actors).flatMap(([name, actor]) =>
      referenceKind(actor) ? [] : [`actor ${name}: declare it with activity() or childMachine()`],
    ),
    ...nodesOf(root).flatMap((node) => nodeFaults(contract, implementations, node)),
    ...[...root.transitions.keys()].flatMap((type) =>
      type === '*' ? [`${root.id}: name the events instead of '*' at the root`] : [],
    ),
    ...reportFaults(contract, root),
  ];
  return [...new Set(faults)];
}

function identityFaults(contract: AnyContract, logic: AnyStateMachine): string[] {
  const faults: string[] = [];
  if (logic.id !== contract.id)
    faults.push(`machine id ${logic.id}: set id to the contract's, ${contract.id}`);
  if (logic.version !== contract.version) {
    faults.push(
      `machine version ${String(logic.version)}: set version to the contract's, ${contract.version}`,
    );
  }
  return faults;
}

function contractFaults(contract: AnyContract): string[] {
  const known = (place: string, name: string): string[] =>
    name in contract.events ? [] : [`${place}: the contract has no event ${name}`];
  return [
    ...Object.keys(contract.events).flatMap((name) =>
      name in ENGINE_EVENTS
        ? [`event ${name}: the engine records this name itself; choose another`]
        : [],
    ),
    ...known('starts', contract.starts),
    ...(contract.cancelledBy === undefined ? [] : known('cancelledBy', contract.cancelledBy)),
    ...Object.entries(contract.commands).flatMap(([name, command]) =>
      known(`command ${name}`, command.records),
    ),
    ...(contract.reports ?? []).flatMap((name) => known('reports', name)),
  ];
}

function nodesOf(node: Node): Node[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

function nodeFaults(contract: AnyContract, implementations: Implementations, node: Node): string[] {
  const place = { contract, implementations, node };
  const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  const actions = [
    ...[...node.entry, ...node.exit, ...node.initial.actions],
    ...transitions.flatMap((each) => each.actions),
  ];
  return [
    ...actions.flatMap((action) => actionFaults(place, action)),
    ...transitions.flatMap((each) => guardFaults(implementations, node, each.guard)),
    ...Object.keys(node.config.after ?? {}).flatMap((delay) => delayFaults(place, delay)),
    ...[node.config.invoke ?? []]
      .flat()
      .flatMap((invoke) => invokeFaults(implementations, node, invoke)),
  ];
}

function actionFaults(place: Place, action: unknown): string[] {
  const { node, implementations } = place;
  const name = nameOf(action);
  if (name === undefined) {
    return isBuiltIn(action)
      ? builtInFaults(place, action)
      : [`${node.id}: an inline action has no durable meaning; use an activity`];
  }
  if (name.startsWith('xstate.')) return [];
  const implemented = implementations.actions[name];
  if (implemented === undefined)
    return [`${node.id}: action ${name} is not implemented in setup()`];
  return isBuiltIn(implemented)
    ? builtInFaults(place, implemented)
    : [`${node.id}: action ${name} runs code of its own; use assign, raise, emit … or an activity`];
}

/** What can be seen of a built-in action before it is resolved. */
function builtInFaults(place: Place, action: BuiltIn): string[] {
  switch (action.type) {
    case 'xstate.spawnChild':
      return actorFaults(place.implementations, `${place.node.id}: spawnChild`, action);
    case 'xstate.raise':
    case 'xstate.sendTo':
      return sendFaults(place, action);
    case 'xstate.emit': {
      const type = typeOf(action.event);
      return type === undefined || type in place.contract.events
        ? []
        : [`${place.node.id}: the contract has no event ${type}, which is emitted`];
    }
    default:
      return [];
  }
}

function sendFaults({ contract, implementations, node }: Place, action: BuiltIn): string[] {
  const { delay, event } = action;
  const type = typeOf(event);
  if (delay === undefined || type?.startsWith('xstate.') === true) return [];
  const faults =
    typeof delay === 'string' && delay in implementations.delays
      ? []
      : [`${node.id}: delay ${inShort(delay)} of a later event; name it in setup({ delays })`];
  return type === undefined || elapsedEvent(type) in contract.events
    ? faults
    : [
        ...faults,
        `${node.id}: the contract has no event ${elapsedEvent(type)} for a later ${type}`,
      ];
}

function guardFaults(implementations: Implementations, node: Node, guard: unknown): string[] {
  if (guard === undefined) return [];
  const name = nameOf(guard);
  if (name !== undefined) {
    const implemented = implementations.guards[name];
    if (implemented === undefined)
      return [`${node.id}: guard ${name} is not implemented in setup()`];
    return partsOf(implemented).flatMap((part) => guardFaults(implementations, node, part));
  }
  const parts = partsOf(guard);
  return parts.length > 0
    ? parts.flatMap((part) => guardFaults(implementations, node, part))
    : [`${node.id}: an inline guard cannot be cited; name it in setup()`];
}

function delayFaults({ contract, implementations, node }: Place, delay: string): string[] {
  if (/^\d+$/.test(delay))
    return [`${node.id}: delay ${delay} is a number; name it in setup({ delays })`];
  if (!(delay in implementations.delays))
    return [`${node.id}: delay ${delay} is not implemented in setup()`];
  const event = elapsedEvent(delay);
  return event in contract.events
    ? []
    : [`${node.id}: the contract has no event ${event} for delay ${delay}`];
}

function invokeFaults(implementations: Implementations, node: Node, invoke: unknown): string[] {
  const { onSnapshot, ...actor } = invoke as BuiltIn & { readonly onSnapshot?: unknown };
  const syncSnapshot = onSnapshot !== undefined;
  return actorFaults(implementations, `${node.id}: invoke`, { ...actor, syncSnapshot });
}

function actorFaults(implementations: Implementations, place: string, actor: BuiltIn): string[] {
  const { src, id, systemId, syncSnapshot } = actor;
  if (typeof src !== 'string')
    return [`${place}: refer to an actor by its name in setup({ actors })`];
  const faults = [
    [!(src in implementations.actors), `actor ${src} is not in setup({ actors })`],
    [id === undefined, `${src} needs an id of its own`],
    [systemId !== undefined, `${src} has a systemId, which no other workflow knows; use its id`],
    [syncSnapshot === true, `the snapshots of ${src} are not followed; let it report events`],
  ] as const;
  return faults.flatMap(([isFault, text]) => (isFault ? [`${place}: ${text}`] : []));
}

/** A child's event cannot be refused: every state that is not final has to handle it. */
function reportFaults(contract: AnyContract, root: Node): string[] {
  const children = Object.values(contract.children ?? {}) as Partial<AnyContract>[];
  const reported = new Set(children.flatMap((child) => child.reports ?? []));
  return [...reported].flatMap((type) =>
    handles(root, type) ? [] : [`${root.id}: ${type} of a child is not handled in every state`],
  );
}

function handles(node: Node, type: string): boolean {
  if (node.type === 'final' || node.type === 'history') return true;
  if (node.transitions.get(type)?.some((transition) => transition.guard === undefined)) return true;
  const inner = Object.values(node.states);
  if (node.type === 'parallel') return inner.some((region) => handles(region, type));
  return inner.length > 0 && inner.every((state) => handles(state, type));
}

function nameOf(reference: unknown): string | undefined {
  if (typeof reference === 'string') return reference;
  return typeof reference === 'object' && reference !== null && 'type' in reference
    ? String(reference.type)
    : undefined;
}

function isBuiltIn(action: unknown): action is BuiltIn {
  return typeof action === 'function' && 'resolve' in action;
}

/** The type of an event that is written out; unknown while a function has yet to make it. */
function typeOf(event: unknown): string | undefined {
  return typeof event === 'object' ? nameOf(event) : undefined;
}

function inShort(delay: unknown): string {
  return typeof delay === 'function' ? 'in code' : String(delay);
}

function partsOf(guard: unknown): readonly unknown[] {
  return typeof guard === 'function' && 'guards' in guard
    ? (guard.guards as readonly unknown[])
    : [];
}
