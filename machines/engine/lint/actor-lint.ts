import { referenceKind } from '../contract/index.ts';
import {
  kindOf,
  nodesOf,
  type BuiltIn,
  type Kind,
  type Node,
  type Place,
  type Subject,
} from '../definition/index.ts';

const named: Readonly<Record<Kind, string>> = {
  promise: 'a promise',
  machine: 'a machine',
  callback: 'a callback',
  observable: 'an observable',
  transition: 'transition logic',
  unknown: 'logic of its own',
};

/** Faults of the actors in `setup({ actors })`. */
export function declaredActorFaults({ implementations, inline }: Subject): string[] {
  return Object.entries(implementations.actors).flatMap(([name, logic]) =>
    logicFaults(`actor ${name}`, logic, inline),
  );
}

function logicFaults(place: string, logic: unknown, inline: boolean): string[] {
  if (referenceKind(logic)) return [];
  const kind = kindOf(logic);
  if (inline && (kind === 'promise' || kind === 'machine')) return [];
  return [
    `${place}: ${named[kind]} ends with the process; declare it with activity() or childMachine()`,
  ];
}

/** Faults of what a state invokes. */
export function invokeFaults(subject: Subject, node: Node): string[] {
  const invokes = [node.config.invoke ?? []].flat() as (BuiltIn & { onSnapshot?: unknown })[];
  return invokes.flatMap(({ onSnapshot, ...actor }) =>
    actorFaults({ subject, node }, 'invoke', { ...actor, syncSnapshot: onSnapshot !== undefined }),
  );
}

/** Faults of one start of an actor. */
export function actorFaults(place: Place, how: string, actor: BuiltIn): string[] {
  const { implementations, inline } = place.subject;
  const { src, id, systemId, syncSnapshot } = actor;
  const at = `${place.node.id}: ${how}`;
  const name = typeof src === 'string' ? src : 'the actor';
  const faults = [
    [id === undefined && !inline && place.tried !== true, `${name} needs an id of its own`],
    [systemId !== undefined, `${name} has a systemId, which no other workflow knows; use its id`],
    [syncSnapshot === true, `the snapshots of ${name} are not followed; let it report events`],
  ] as const;
  const others = faults.flatMap(([isFault, text]) => (isFault ? [`${at}: ${text}`] : []));
  if (src === undefined) return [`${at}: src is missing; name an actor of setup({ actors })`];
  if (typeof src === 'string') {
    const missing =
      src in implementations.actors ? [] : [`${at}: actor ${src} is not in setup({ actors })`];
    return [...missing, ...others];
  }
  return inline
    ? [...logicFaults(at, src, inline), ...others]
    : [`${at}: refer to an actor by its name in setup({ actors })`];
}

/** Two invokes of one id must never run at a time; states that exclude each other may share an id. */
export function sharedIdFaults({ root }: Subject): string[] {
  const invokes = nodesOf(root).flatMap((node) => node.invoke.map(({ id }) => ({ node, id })));
  return invokes.flatMap(({ node, id }, index) =>
    invokes
      .slice(0, index)
      .filter((other) => other.id === id && canBeTogether(other.node, node))
      .map((other) => `${node.id}: invoke: id ${id} is taken in ${other.node.id}; choose another`),
  );
}

function canBeTogether(one: Node, other: Node): boolean {
  const depth = one.path.findIndex((key, index) => other.path[index] !== key);
  if (depth < 0 || depth >= other.path.length) return true;
  let shared: Node | undefined = one;
  while (shared && shared.path.length > depth) shared = shared.parent;
  return shared?.type === 'parallel';
}
