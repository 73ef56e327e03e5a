import {
  actionsOf,
  builtInOf,
  nameOf,
  nodesOf,
  partsOf,
  transitionsOf,
  type Node,
  type Subject,
} from '../definition/index.ts';

/** Faults of the guards of a state's transitions. */
export function guardFaults(subject: Subject, node: Node): string[] {
  return transitionsOf(node).flatMap(({ guard }) => oneGuard(subject, node, guard));
}

function oneGuard(subject: Subject, node: Node, guard: unknown): string[] {
  if (guard === undefined) return [];
  const { inline, rules, implementations } = subject;
  const name = nameOf(guard);
  const parts = partsOf(name === undefined ? guard : implementations.guards[name]);
  const inner = parts.flatMap((part) => oneGuard(subject, node, part));
  if (name === undefined) {
    return parts.length > 0 || inline
      ? inner
      : [`${node.id}: an inline guard cannot be cited; name it in setup()`];
  }
  if (implementations.guards[name] === undefined)
    return [`${node.id}: guard ${name} is not implemented in setup()`];
  return name.startsWith('R-') && !(name in rules)
    ? [...inner, `${node.id}: guard ${name} has no rule; register it in rules`]
    : inner;
}

/** A rule that no guard asks forbids nothing. */
export function deadRuleFaults(subject: Subject): string[] {
  const { implementations, root, rules } = subject;
  const asked = new Set<string>();
  const ask = (guard: unknown): void => {
    const name = nameOf(guard);
    if (name !== undefined) {
      if (asked.has(name)) return;
      asked.add(name);
    }
    partsOf(name === undefined ? guard : implementations.guards[name]).forEach(ask);
  };
  const nodes = nodesOf(root);
  nodes.flatMap(transitionsOf).forEach(({ guard }) => {
    ask(guard);
  });
  const collected = nodes
    .flatMap(actionsOf)
    .map(([action]) => builtInOf(implementations, action)?.collect)
    .filter((collect) => typeof collect === 'function')
    .map(String);
  return Object.keys(rules)
    .filter((id) => !asked.has(id) && !collected.some((code) => quotes(code, id)))
    .map((id) => `rule ${id}: no guard of the graph uses it; use it or take it out`);
}

/** Whether code names something; the names that code gives its variables do not matter. */
function quotes(code: string, name: string): boolean {
  return ["'", '"', '`'].some((mark) => code.includes(`${mark}${name}${mark}`));
}
