import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import {
  follow,
  stateOf,
  type DurableMachine,
  type Followed,
  type RecordedEvent,
} from '../../machines/engine/index.ts';
import { activeStates } from '../journeys/index.ts';

/** When an instance was in a state. Days of UTC, `2027-03-03`. */
export interface Visit {
  /** When it came there, and when it came there last. */
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

/** What an instance went through until now. */
export interface PathTaken {
  readonly visits: ReadonlyMap<AnyStateNode, Visit>;
  readonly transitions: ReadonlySet<AnyTransitionDefinition>;
  /** The states in which it is. */
  readonly live: ReadonlySet<AnyStateNode>;
}

/** Longer chains of transitions within one step are not searched. */
const LONGEST_CHAIN = 5;

/**
 * The way of an instance through its machine.
 * @param events - all of its log, in order; what lies before a migration to another version is told as far as the
 * present definition has those states
 * @throws EngineError `EVENT_STREAM_CONFLICT` when an event is not what may follow
 */
export function pathTaken(machine: DurableMachine, events: readonly RecordedEvent[]): PathTaken {
  const visits = new Map<AnyStateNode, Visit>();
  const transitions = new Set<AnyTransitionDefinition>();
  let followed: Followed | undefined;
  let live: ReadonlySet<AnyStateNode> = new Set();
  for (const event of events) {
    followed = follow(machine, followed, event);
    if (!followed.adopted) continue;
    const after = activeStates(machine.logic, stateOf(followed.adopted.state));
    const taken = takenBy(event, [...live, machine.logic.root], after);
    for (const transition of taken) transitions.add(transition);
    for (const node of enteredBy(taken, live, after)) visit(visits, node, event.at.slice(0, 10));
    live = after;
  }
  return { visits, transitions, live };
}

function visit(visits: Map<AnyStateNode, Visit>, node: AnyStateNode, day: string): void {
  const { first = day, count = 0 } = visits.get(node) ?? {};
  visits.set(node, { first, last: day, count: count + 1 });
}

/** States that were not active before, or that a transition began anew, or that it only passed. */
function enteredBy(
  taken: readonly AnyTransitionDefinition[],
  before: ReadonlySet<AnyStateNode>,
  after: ReadonlySet<AnyStateNode>,
): ReadonlySet<AnyStateNode> {
  const fresh = [...after].filter((node) => !before.has(node));
  const aimedAt = taken.flatMap(({ target, source, reenter }) =>
    (target ?? []).filter((node) => node !== source || reenter),
  );
  return new Set([...fresh, ...aimedAt]);
}

/** The transitions that led from the states before an event to those behind it; from the innermost state, as in XState. */
function takenBy(
  event: RecordedEvent,
  before: readonly AnyStateNode[],
  after: ReadonlySet<AnyStateNode>,
): readonly AnyTransitionDefinition[] {
  const ways = before
    .flatMap((node) => transitionsOf(node).filter((each) => isCausedBy(each, event)))
    .flatMap((transition) => chainTo(after, [transition]));
  const innermost = Math.max(...ways.map(([first]) => first?.source.path.length ?? 0));
  return ways.filter(([first]) => first?.source.path.length === innermost).flat();
}

/** A chain that ends in the states behind the event: by itself, or by what follows without an event. */
function chainTo(
  after: ReadonlySet<AnyStateNode>,
  chain: readonly AnyTransitionDefinition[],
): readonly (readonly AnyTransitionDefinition[])[] {
  const targets = chain.at(-1)?.target ?? [];
  if (targets.length === 0) return [];
  if (targets.every((node) => after.has(node))) return [chain];
  if (chain.length >= LONGEST_CHAIN) return [];
  return targets
    .flatMap(entered)
    .flatMap((node) => transitionsOf(node).filter(isUnasked))
    .flatMap((next) => chainTo(after, [...chain, next]))
    .slice(0, 1);
}

/** A state and those in which it begins. */
function entered(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...(node.type === 'compound' ? node.initial.target.flatMap(entered) : [])];
}

function isCausedBy(transition: AnyTransitionDefinition, event: RecordedEvent): boolean {
  const type = String(transition.eventType);
  if (event.sendId !== undefined)
    return transition.source.after.some((each) => each === transition || each.eventType === type);
  if (event.invokeId !== undefined) return /^xstate\.(done|error)\.actor\./.test(type);
  return type === event.type || type === '*';
}

function isUnasked({ eventType }: AnyTransitionDefinition): boolean {
  return eventType === '' || String(eventType).startsWith('xstate.done.state.');
}

function transitionsOf(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}
