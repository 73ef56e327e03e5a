import type { EventObject } from 'xstate';
import {
  actionsOf,
  builtInOf,
  codeOf,
  enqueued,
  isBuiltIn,
  nameOf,
  nodesOf,
  type BuiltIn,
  type Implementations,
  type Node,
  type Place,
  type Subject,
  type Targets,
  type Tried,
} from '../definition/index.ts';
import { actorFaults } from './actor-lint.ts';
import { laterFaults } from './delay-lint.ts';

/** Faults of the actions of a state and of its transitions. */
export function actionFaults(subject: Subject, node: Node): string[] {
  return actionsOf(node).flatMap(([action, event]) => oneAction({ subject, node, event }, action));
}

function oneAction(place: Place, action: unknown): string[] {
  const { node, subject } = place;
  const name = nameOf(action);
  if (name === undefined) {
    if (isBuiltIn(action)) return builtInFaults(place, action);
    return subject.inline
      ? []
      : [`${node.id}: an inline action has no durable meaning; use an activity`];
  }
  if (name.startsWith('xstate.')) return [];
  const implemented = subject.implementations.actions[name];
  if (implemented === undefined)
    return [`${node.id}: action ${name} is not implemented in setup()`];
  if (isBuiltIn(implemented)) return builtInFaults(place, implemented);
  return subject.inline
    ? []
    : [`${node.id}: action ${name} runs code of its own; use assign, raise, emit … or an activity`];
}

/** What can be seen of a built-in action before it is resolved. */
function builtInFaults(place: Place, action: BuiltIn): string[] {
  switch (action.type) {
    case 'xstate.spawnChild':
      return actorFaults(place, 'spawnChild', action);
    case 'xstate.assign':
      return assignFaults(place, action.assignment);
    case 'xstate.raise':
      return laterFaults(place, action.delay, typeOf(place, action.event));
    case 'xstate.sendTo':
      return [
        ...laterFaults(place, action.delay, typeOf(place, action.event)),
        ...targetFaults(place, 'sends to', action.to),
      ];
    case 'xstate.stopChild':
      return targetFaults(place, 'stops', action.actorRef);
    case 'xstate.emit':
      return emitFaults(place, typeOf(place, action.event));
    case 'xstate.enqueueActions':
      return enqueued(place, action.collect).flatMap((inner) =>
        oneAction({ ...place, tried: true }, inner),
      );
    default:
      return [];
  }
}

function emitFaults({ node, subject }: Place, type: string | undefined): string[] {
  return type === undefined || subject.inline || type in subject.contract.events
    ? []
    : [`${node.id}: the contract has no event ${type}, which is emitted`];
}

function targetFaults({ node, subject, tried }: Place, does: string, target: unknown): string[] {
  const { ids, dynamic } = subject.targets;
  if (typeof target !== 'string' || tried === true || subject.inline) return [];
  // XState keeps `#_parent` and `#_internal` for the parent and the machine itself.
  if (target.startsWith('#_') || dynamic || ids.has(target)) return [];
  return [
    `${node.id}: it ${does} ${target}, which nothing starts; use the id of an invoke or spawn`,
  ];
}

/**
 * `spawn` inside `assign` leaves no action behind that could be made durable, and a context that is changed in place
 * changes the state that was before as well.
 */
function assignFaults(place: Place, assignment: unknown): string[] {
  const parts =
    typeof assignment === 'function' ? [assignment] : Object.values((assignment ?? {}) as object);
  const makers = parts.filter((part) => typeof part === 'function') as Maker[];
  const tried = makers.map((make) => tryOut(place, make));
  const spawns = makers.some(spawnsInText) || tried.some((result) => result.spawns);
  const at = place.node.id;
  return [
    ...(spawns ? [`${at}: spawn inside assign leaves nothing durable; use spawnChild`] : []),
    ...(tried.some((result) => result.spoils)
      ? [`${at}: assign changes the context in place; return what changes`]
      : []),
  ];
}

type Maker = (args: object, params?: unknown) => unknown;

/** Whether code uses the `spawn` that XState hands to it, under whatever name. */
export function spawnsInText(code: unknown): boolean {
  return /(?<!\bcontext\.)\bspawn\b(?!\s*\??[.[])/.test(codeOf(code));
}

function tryOut({ subject: { trial } }: Place, make: Maker): Tried {
  const result = { spawns: false, spoils: false };
  const known = trial?.known.get(make);
  if (!trial || known) return known ?? result;
  const spawn = (): object => {
    result.spawns = true;
    return {};
  };
  const before = shown(trial.context());
  for (const event of trial.events) {
    const context = trial.context();
    attempt(() => make({ context, event, spawn, self: {}, system: {} }, {}));
    result.spoils ||= shown(context) !== before;
  }
  trial.known.set(make, result);
  return result;
}

/** Nothing for what JSON cannot show. */
function shown(context: unknown): string | undefined {
  return attempt(() => JSON.stringify(context));
}

/** The type of an event: written out, or made by code that is tried out. */
function typeOf({ subject, event }: Place, made: unknown): string | undefined {
  if (typeof made === 'object') return nameOf(made);
  const { trial } = subject;
  if (typeof made !== 'function' || !trial) return undefined;
  const sample = trial.events.find(({ type }) => type === event) ?? { type: 'xstate.init' };
  const args = { context: trial.context(), event: sample, self: {}, system: {} };
  const type = attempt(() => ((made as Maker)(args, {}) as Partial<EventObject>).type);
  // Code that makes a type out of the event it is given would make another one of a real event.
  return typeof type !== 'string' || type.includes(sample.type) ? undefined : type;
}

/** What code gives; nothing when it throws, which it may with an event it was not made for. */
function attempt<Value>(run: () => Value): Value | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** The ids of all actors that a machine can start. */
export function targetsOf(root: Node, implementations: Implementations): Targets {
  const nodes = nodesOf(root);
  const builtIns = nodes
    .flatMap(actionsOf)
    .map(([action]) => builtInOf(implementations, action))
    .filter((action) => action !== undefined);
  const spawned = builtIns.filter(({ type }) => type === 'xstate.spawnChild').map(({ id }) => id);
  const collected = builtIns.map(({ collect }) => codeOf(collect));
  const fixed = spawned.filter((id) => typeof id === 'string');
  return {
    ids: new Set([...nodes.flatMap(({ invoke }) => invoke.map(({ id }) => id)), ...fixed]),
    // What code enqueues may start anything, under whatever name the function goes.
    dynamic:
      fixed.length < spawned.length || collected.some((code) => /\bspawnChild\b|\bid\b/.test(code)),
  };
}
