import type { AnyContract } from '../contract/index.ts';
import type { Node, Subject } from '../definition/index.ts';

/** A child's event cannot be refused: every state that is not final has to handle it. */
export function reportFaults({ contract, root }: Subject): string[] {
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
