import {
  fromCallback,
  fromEventObservable,
  fromObservable,
  fromPromise,
  fromTransition,
  StateMachine,
  type AnyStateMachine,
} from 'xstate';
import { referenceKind } from '../contract/index.ts';

/** What a piece of actor logic is. */
export type Kind = 'promise' | 'machine' | 'callback' | 'observable' | 'transition' | 'unknown';
interface Logic {
  readonly transition: unknown;
}
const kindsOfLogic: readonly (readonly [Kind, Logic])[] = [
  ['promise', fromPromise(() => Promise.resolve())],
  ['callback', fromCallback(() => undefined)],
  ['observable', fromObservable(() => ({ subscribe: () => ({ unsubscribe: () => undefined }) }))],
  [
    'observable',
    fromEventObservable(() => ({ subscribe: () => ({ unsubscribe: () => undefined }) })),
  ],
  ['transition', fromTransition((state: object) => state, {})],
];

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
  if (kind || !inline) return kind;
  const placedKind = kindOf(logic);
  if (placedKind === 'machine') return 'machine';
  return placedKind === 'promise' ? 'activity' : undefined;
}

/** XState gives logic no name of its kind, but each kind has code of its own. */
export function kindOf(logic: unknown): Kind {
  if (logic instanceof StateMachine) return 'machine';
  const code = String((logic as Logic | undefined)?.transition);
  return kindsOfLogic.find(([, sample]) => String(sample.transition) === code)?.[0] ?? 'unknown';
}
