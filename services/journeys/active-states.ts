import type { AnyStateMachine, AnyStateNode } from 'xstate';

/**
 * The states that a state path names, each after the one around it. What the machine does not have, as after a change of
 * its definition, is left out.
 * @param path - as `statePath` writes it, e.g. `certified/(certificate/active,cycle/surveillance1/scheduling)`
 */
export function activeStates(machine: AnyStateMachine, path: string): ReadonlySet<AnyStateNode> {
  return new Set(statesBelow(machine.root, path));
}

function statesBelow(parent: AnyStateNode, path: string): readonly AnyStateNode[] {
  if (path === '') return [];
  if (path.startsWith('(')) {
    return regionsOf(path.slice(1, -1)).flatMap((region) => statesBelow(parent, region));
  }
  const [name = ''] = path.split('/');
  const states = parent.states as Readonly<Record<string, AnyStateNode>>;
  const state = Object.hasOwn(states, name) ? states[name] : undefined;
  return state ? [state, ...statesBelow(state, path.slice(name.length + 1))] : [];
}

/** The parts between the commas that lie in no parentheses. */
function regionsOf(text: string): readonly string[] {
  const regions = [''];
  let depth = 0;
  for (const sign of text) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === ',' && depth === 0) regions.push('');
    else regions.push(`${regions.pop() ?? ''}${sign}`);
  }
  return regions;
}
