import type { AnyStateMachine } from 'xstate';
import { elapsedEvent, type PersistedState } from '../state/index.ts';
import { actorLogic } from '../definition/index.ts';
import type { DurableMachine } from '../registration/index.ts';

interface Node {
  readonly id: string;
  readonly type: string;
  readonly states: Readonly<Record<string, Node>>;
  readonly transitions: ReadonlyMap<string, unknown>;
}

/**
 * Everything in a state that the machine could not go on from, although XState would restore it without a word: a
 * state, an actor or the handler of a timer that does not exist, a state whose inner states were never entered.
 * @returns one line per problem
 */
export function problemsOf(machine: DurableMachine, persisted: PersistedState): string[] {
  const root = machine.logic.root as unknown as Node;
  const { snapshot } = persisted;
  const places = [
    ...valueProblems(root, snapshot.value, ''),
    ...historyProblems(machine.logic, snapshot.historyValue),
  ];
  if (snapshot.status !== 'active') return places;
  return [...places, ...timerProblems(machine, persisted), ...actorProblems(machine, persisted)];
}

function valueProblems(node: Node, value: unknown, path: string): string[] {
  const active = activeIn(value);
  const place = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const unknown = Object.keys(active).filter((name) => !Object.hasOwn(node.states, name));
  return [
    ...unknown.map((name) => `state ${place(name)} does not exist`),
    ...missing(node, active).map((name) => `state ${place(name)} was never entered`),
    ...Object.entries(active).flatMap(([name, inner]) => {
      const child = Object.hasOwn(node.states, name) ? node.states[name] : undefined;
      return child ? valueProblems(child, inner, place(name)) : [];
    }),
  ];
}

/** `'a'` and `{ a: 'b' }` alike as a record: the active states, and what is active in each. */
function activeIn(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'string') return { [value]: {} };
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Regions, or the inner state, that XState would make active without entering them. */
function missing(node: Node, active: Readonly<Record<string, unknown>>): string[] {
  const inner = Object.entries(node.states).filter(([, child]) => child.type !== 'history');
  if (node.type === 'parallel') {
    return inner.map(([name]) => name).filter((name) => !Object.hasOwn(active, name));
  }
  return inner.length > 0 && Object.keys(active).length === 0 ? ['(an inner state)'] : [];
}

function historyProblems(logic: AnyStateMachine, history: unknown): string[] {
  const remembered = Object.values((history ?? {}) as Record<string, readonly { id: string }[]>);
  const ids = new Set(remembered.flat().map(({ id }) => id));
  return [...ids]
    .filter((id) => !hasNode(logic.root as unknown as Node, id))
    .map((id) => `state ${id}, which a history state remembers, does not exist`);
}

function hasNode(node: Node, id: string): boolean {
  return node.id === id || Object.values(node.states).some((child) => hasNode(child, id));
}

function timerProblems({ logic, contract }: DurableMachine, { timers }: PersistedState): string[] {
  const root = logic.root as unknown as Node;
  return Object.entries(timers).flatMap(([id, { name, event, target }]) => [
    // An event that is raised later may be one that nobody heeds; the transition of an `after` is always there.
    ...(target === undefined && event.type.startsWith('xstate.after.') && !handles(root, event.type)
      ? [`timer ${id}: no state handles ${event.type}`]
      : []),
    ...(contract.open === true || Object.hasOwn(contract.events, elapsedEvent(name))
      ? []
      : [`timer ${id}: the contract has no event ${elapsedEvent(name)}`]),
  ]);
}

function handles(node: Node, type: string): boolean {
  const own = [...node.transitions.keys()].some(
    (key) =>
      key === type || key === '*' || (key.endsWith('.*') && type.startsWith(key.slice(0, -1))),
  );
  return own || Object.values(node.states).some((child) => handles(child, type));
}

function actorProblems({ logic }: DurableMachine, state: PersistedState): string[] {
  const running = Object.entries(state.actors).map(([id, { src }]) => [id, src] as const);
  const referred = Object.entries(state.snapshot.children);
  const lost = [...referred, ...running].filter(([, src]) => actorLogic(logic, src) === undefined);
  return [...new Set(lost.map(([id, src]) => `actor ${id}: the machine has no ${src}`))];
}
