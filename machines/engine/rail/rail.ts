import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { nameOf, words } from '../../text/index.ts';

/** One phase on the way of an instance, and where in a state path it is recognised. */
export interface Phase {
  readonly name: string;
  readonly sign: RegExp;
}

/** A phase as it is seen from where the instance stands. */
export interface Station {
  readonly name: string;
  readonly standing: 'behind' | 'here' | 'ahead';
}

/**
 * Where an instance stands on its way.
 * @param path - state path, e.g. `stage2/fieldwork`
 * @returns the phases in their order; where it has left the way, only the state in which it is
 */
export function railOf(
  { phases }: { readonly phases: readonly Phase[] },
  path: string,
): readonly Station[] {
  const here = phases.findIndex(({ sign }) => sign.test(path));
  if (here < 0) return [{ name: path, standing: 'here' }];
  return phases.map(({ name }, index) => ({
    name,
    standing: index === here ? 'here' : index < here ? 'behind' : 'ahead',
  }));
}

/**
 * The phases of a machine that names none: the states at the top in the order of the definition; of those that lead
 * nowhere the first, which is what is aimed at. One that leads only back, like a pause, counts as part of the phase
 * before it.
 */
export function statesAtTop(logic: AnyStateMachine): readonly Phase[] {
  const states = Object.values(logic.root.states as Readonly<Record<string, AnyStateNode>>);
  const goal = states.find(isEnd);
  const phases: string[][] = [];
  for (const [index, node] of states.entries()) {
    if (isEnd(node) && node !== goal) continue;
    const before = phases.at(-1);
    if (before && leadsBack(node, states.slice(0, index))) before.push(node.key);
    else phases.push([node.key]);
  }
  return phases.map(([name = '', ...pauses]) => ({
    name: words(name),
    sign: new RegExp(`^(?:${[name, ...pauses].join('|')})(?:/|$)`),
  }));
}

function isEnd(node: AnyStateNode): boolean {
  return node.type === 'final';
}

/** Whether everything that leaves a state, but for ends, leads to what lies before it. */
function leadsBack(node: AnyStateNode, before: readonly AnyStateNode[]): boolean {
  const targets = leaving(node).filter((target) => !isEnd(target));
  return targets.length > 0 && targets.every((target) => before.includes(target));
}

/** The states at the top to which a state, or one within it, leads. */
function leaving(node: AnyStateNode): readonly AnyStateNode[] {
  const inside = Object.values(node.states as Readonly<Record<string, AnyStateNode>>);
  const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  const own = transitions.flatMap(({ target }) => (target ?? []).map(topOf));
  return [...own.filter((target) => target !== topOf(node)), ...inside.flatMap(leaving)];
}

function topOf(node: AnyStateNode): AnyStateNode {
  return node.parent?.parent ? topOf(node.parent) : node;
}

const signs = { behind: '✓', here: '●', ahead: '○' } as const;

/** The rail in one line for people: `✓` behind, `●` here, `○` ahead. */
export function railLine(stations: readonly Station[]): string {
  return stations.map(({ name, standing }) => `${signs[standing]} ${nameOf(name)}`).join(' ─ ');
}
