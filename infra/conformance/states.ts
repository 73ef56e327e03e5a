import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** A transition of a state that can be reached. */
export interface Asked {
  /** The state, with `/` between its levels. */
  readonly state: string;
  /** The event that the transition takes. */
  readonly event: string;
  /** Every guard that it asks, the parts of composite ones included. */
  readonly guards: readonly string[];
}

/**
 * The transitions of all states that a path along the graph leads to, whatever its guards say.
 *
 * @returns in the order in which the graph has them
 */
export function askedIn(machine: AnyStateMachine): readonly Asked[] {
  const { guards } = machine.implementations;
  return [...reachable(machine.root)].flatMap((node) =>
    transitionsOf(node).map((transition) => ({
      state: node.path.join('/') || 'every state',
      event: String(transition.eventType),
      guards: [...namesIn(guards, transition.guard)],
    })),
  );
}

function transitionsOf({ transitions, always }: AnyStateNode): readonly AnyTransitionDefinition[] {
  return [...[...transitions.values()].flat(), ...(always ?? [])];
}

function reachable(root: AnyStateNode): Set<AnyStateNode> {
  const seen = new Set<AnyStateNode>();
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const targets = transitionsOf(node).flatMap(({ target }) => target ?? []);
    waiting.push(...(node.parent ? [node.parent] : []), ...entered(node), ...targets);
  }
  return new Set(nodesOf(root).filter((node) => seen.has(node)));
}

/** What is entered along with a state. */
function entered(node: AnyStateNode): readonly AnyStateNode[] {
  if (node.type === 'parallel') return childrenOf(node);
  return node.type === 'compound' ? node.initial.target : [];
}

function childrenOf(node: AnyStateNode): readonly AnyStateNode[] {
  return Object.values(node.states as Record<string, AnyStateNode>);
}

function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

function namesIn(known: Readonly<Record<string, unknown>>, guard: unknown): Set<string> {
  if (guard === undefined) return new Set();
  const name = typeof guard === 'string' ? guard : (guard as { type?: string }).type;
  const { guards = [] } = (name === undefined ? guard : (known[name] ?? {})) as {
    guards?: readonly unknown[];
  };
  const parts = guards.flatMap((part) => [...namesIn(known, part)]);
  return new Set([...(name === undefined ? [] : [name]), ...parts]);
}
