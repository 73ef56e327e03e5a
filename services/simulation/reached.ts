import type { AnyStateNode } from 'xstate';
import type { DurableMachine, EntityState } from '../../machines/engine/index.ts';
import { activeNodes } from './players/index.ts';

/** States that were reached, by machine: paths with dots between the names. */
export type Reached = Readonly<Record<string, ReadonlySet<string>>>;

/** Remembers the states of workflows. */
export interface Seen {
  readonly see: (state: EntityState) => void;
  readonly all: () => Reached;
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function everyState(node: AnyStateNode): readonly string[] {
  const states = Object.values(node.states as Readonly<Record<string, AnyStateNode>>);
  return states.flatMap((state) => [pathOf(state), ...everyState(state)]);
}

/** Begins with no state reached. */
export function createReached(machines: readonly DurableMachine[]): Seen {
  const roots = new Map(machines.map(({ contract, logic }) => [contract.id, logic.root]));
  const reached = Object.fromEntries(
    machines.map(({ contract }) => [contract.id, new Set<string>()]),
  );
  return {
    see: ({ machine, snapshot }) => {
      const root = roots.get(machine.id);
      if (!root) return;
      for (const node of activeNodes(root, snapshot.value)) reached[machine.id]?.add(pathOf(node));
    },
    all: () => reached,
  };
}

/** States in which a workflow never was, by machine; machines of which all were reached are left out. */
export function neverReached(
  machines: readonly DurableMachine[],
  reached: readonly Reached[],
): Readonly<Record<string, readonly string[]>> {
  const missing = machines.map(({ contract, logic }): [string, string[]] => {
    const known = new Set(reached.flatMap((one) => [...(one[contract.id] ?? [])]));
    return [contract.id, everyState(logic.root).filter((path) => !known.has(path))];
  });
  return Object.fromEntries(missing.filter(([, states]) => states.length > 0));
}
