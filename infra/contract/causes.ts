import type { AnyStateMachine, AnyStateNode } from 'xstate';
import {
  doneEvent,
  failedEvent,
  type Cause,
  type DurableMachine,
} from '../../machines/engine/index.ts';
import { causesOf, childrenOf, eventNamedAfter } from '../checks/index.ts';

/** The words of the machine's page, as causes of the envelope. */
const words: readonly (readonly [RegExp, Cause])[] = [
  [/^start$/, 'start'],
  [/^(?:command |cancellation$)/, 'command'],
  [/^clock /, 'timer'],
  [/^actor /, 'actor'],
  [/^parent$/, 'parent'],
  [/^derived$/, 'derived'],
];

/**
 * Why a machine records an event of its contract.
 *
 * @param hasParent - whether another machine spawns this one and may send it the event
 */
export function causesIn(
  machine: DurableMachine,
  event: string,
  hasParent: boolean,
): readonly Cause[] {
  const told = causesOf(machine, event, hasParent).split(', ');
  const causes = told.flatMap((word) =>
    words.filter(([pattern]) => pattern.test(word)).map(([, cause]) => cause),
  );
  return [...new Set(causes)];
}

/** How an activity or child of a machine ends. */
export interface Ending {
  /** Name under which the machine refers to it. */
  readonly src: string;
  readonly cause: 'actor' | 'child';
  readonly done: string;
  readonly failed: string;
}

/** The ends of all activities and children of a machine. */
export function endings({ contract, logic }: DurableMachine): readonly Ending[] {
  const children = childrenOf(contract).map(([src]) => src);
  return Object.keys(logic.implementations.actors).map((src) => ({
    src,
    cause: children.includes(src) ? 'child' : 'actor',
    done: doneEvent(src),
    failed: failedEvent(src),
  }));
}

/** Ids of the rules that a machine asks before it takes an event, in the order of the rules. */
export function rulesFor(machine: DurableMachine, event: string): readonly string[] {
  const { contract, logic, rules } = machine;
  const guards = nodesOf(logic.root).flatMap(({ transitions, after }) => [
    ...(transitions.get(event) ?? []).map(({ guard }) => guard as unknown),
    ...after
      .filter(({ delay }) => eventNamedAfter(contract, String(delay), 'Elapsed') === event)
      .map(({ guard }) => guard as unknown),
  ]);
  const asked = new Set(guards.flatMap((guard) => namesIn(logic, guard)));
  return Object.keys(rules).filter((id) => asked.has(id));
}

function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(nodesOf)];
}

/** Names of the guards that a guard is made of, itself included. */
function namesIn(logic: AnyStateMachine, guard: unknown): readonly string[] {
  if (guard === undefined || guard === null) return [];
  const name = typeof guard === 'string' ? guard : (guard as { readonly type?: unknown }).type;
  const known = logic.implementations.guards as Readonly<Record<string, unknown>>;
  const composite = typeof name === 'string' ? known[name] : guard;
  const { guards = [] } = (composite ?? {}) as { readonly guards?: readonly unknown[] };
  const inner = guards.flatMap((part) => namesIn(logic, part));
  return typeof name === 'string' ? [name, ...inner] : inner;
}
