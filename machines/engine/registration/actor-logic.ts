import type { AnyStateMachine } from 'xstate';
import { referenceKind } from '../contract/index.ts';

/** Logic that was written in place, by machine, in the order in which it was met. */
const placed = new WeakMap<AnyStateMachine, unknown[]>();
const PLACED = /^inline\.(\d+)$/;
const INVOKED = /^xstate\.invoke\.(\d+)\.(.*)$/;

/** The name under which a machine refers to an actor: its own, or one for logic that was written in place. */
export function actorName(machine: AnyStateMachine, src: unknown): string {
  if (typeof src === 'string') return src;
  const known = placed.get(machine) ?? [];
  placed.set(machine, known);
  const index = known.includes(src) ? known.indexOf(src) : known.push(src) - 1;
  return `inline.${String(index)}`;
}

/** The logic behind a name; `undefined` when there is none. */
export function actorLogic(machine: AnyStateMachine, name: string): unknown {
  const index = PLACED.exec(name)?.[1];
  if (index !== undefined) return placed.get(machine)?.[Number(index)];
  const [, position, node] = INVOKED.exec(name) ?? [];
  const { actors } = machine.implementations as {
    readonly actors: Readonly<Record<string, unknown>>;
  };
  if (node === undefined) return Object.hasOwn(actors, name) ? actors[name] : undefined;
  const { invoke } = machine.getStateNodeById(node).config as { readonly invoke?: unknown };
  return ([invoke].flat()[Number(position)] as { readonly src: unknown } | undefined)?.src;
}

/**
 * Whether an actor runs as an activity or as a machine of its own.
 * @param inline - whether promise logic and machines count too, as in tests
 * @returns `undefined` for what cannot be durable
 */
export function actorKind(
  machine: AnyStateMachine,
  name: string,
  inline: boolean,
): 'activity' | 'machine' | undefined {
  const logic = actorLogic(machine, name);
  const kind = referenceKind(logic);
  if (kind || !inline || typeof logic !== 'object' || logic === null) return kind;
  if ('__xstatenode' in logic) return 'machine';
  return isPromiseLogic(logic) ? 'activity' : undefined;
}

/** Promise logic says nothing of itself, but it alone ends with what it resolves to. */
function isPromiseLogic(logic: object): boolean {
  try {
    const promise = logic as { transition(state: object, event: object): unknown };
    const resolved = { type: 'xstate.promise.resolve', data: 1 };
    const after = promise.transition({ status: 'active', input: undefined }, resolved);
    return (after as { readonly status: unknown }).status === 'done';
  } catch {
    return false;
  }
}
