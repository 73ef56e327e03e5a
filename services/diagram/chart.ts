import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { causeOf, labelOf } from './transition-label.ts';

/** States in which an instance is; none where the machine itself is meant. */
export type Live = ReadonlySet<AnyStateNode>;

/** What a diagram shows of a machine, whatever draws it: boxes within boxes, and arrows between them. */
export interface Chart {
  /** The state whose inside is drawn, e.g. `certified/cycle`; empty for the machine. */
  readonly path: string;
  /** That state with what is in it. */
  readonly box: Box;
  /** States that lie outside and to which an arrow leads: labels by id. */
  readonly outside: ReadonlyMap<string, string>;
  readonly arrows: readonly Arrow[];
  /** Ids of boxes without an inside of which an instance is in the state. */
  readonly here: ReadonlySet<string>;
}

/** A state of a chart. */
export interface Box {
  readonly id: string;
  readonly node: AnyStateNode;
  /** `closed`: its inside has a chart of its own. */
  readonly kind: 'leaf' | 'closed' | 'open';
  /** What is shown inside; empty unless it is open. */
  readonly boxes: readonly Box[];
  /** Where an open state begins. */
  readonly initial: readonly string[];
  /** What happens without leaving it, each cause with what it asks. */
  readonly inner: readonly Label[];
  /** For an open state: the id of a box that stands for all states in there, where one is needed. */
  readonly every: string | undefined;
}

/** A cause, and the lines with the rules and conditions that it asks. */
export type Label = readonly string[];

/** From box to box. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Parallel arrows are one. */
  readonly labels: readonly Label[];
  readonly transitions: readonly AnyTransitionDefinition[];
}

/** One chart while it is made. */
interface Drawing {
  readonly machine: AnyStateMachine;
  readonly subject: AnyStateNode;
  readonly isWhole: boolean;
  readonly outside: Map<string, string>;
  /** Labels by their text, by the id of the state. */
  readonly inner: Map<string, Map<string, Label>>;
  readonly arrows: Map<string, Drawn>;
}

interface Drawn extends Pick<Arrow, 'from' | 'to'> {
  readonly labels: Map<string, Label>;
  readonly transitions: AnyTransitionDefinition[];
}

/** What is within a state is drawn at one go up to this many states; above it each part has its own chart. */
const largestChart = 20;

/**
 * Lays out a machine as its definition has it. A large machine gets a chart of the states at the top, and each of
 * them that has an inside a chart of its own.
 * @param live - the states that are to be marked, from the root down to the innermost
 * @returns the chart of the whole first, then its parts in the order of the definition
 */
export function chartsOf(machine: AnyStateMachine, live: Live = new Set()): readonly Chart[] {
  return chartsBelow(machine, machine.root, live);
}

function chartsBelow(
  machine: AnyStateMachine,
  subject: AnyStateNode,
  live: Live,
): readonly Chart[] {
  const isWhole = within(subject).length - 1 <= largestChart;
  const drawing: Drawing = {
    ...{ machine, subject, isWhole },
    ...{ outside: new Map(), inner: new Map(), arrows: new Map() },
  };
  for (const node of within(subject)) {
    for (const transition of transitionsOf(node)) addTransition(drawing, transition);
  }
  const box = boxOf(drawing, subject);
  const chart = {
    path: subject.path.join('/'),
    box,
    outside: drawing.outside,
    arrows: [...drawing.arrows.values()].map(({ labels, ...arrow }) => ({
      ...arrow,
      labels: [...labels.values()],
    })),
    here: liveBoxes(drawing, live),
  };
  return [chart, ...closedIn(box).flatMap((part) => chartsBelow(machine, part, live))];
}

function within(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...childrenOf(node).flatMap(within)];
}

function childrenOf(node: AnyStateNode): readonly AnyStateNode[] {
  return Object.values(node.states as Record<string, AnyStateNode>);
}

function transitionsOf(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

/** Whether the inside of a state shows: that of the subject, of regions, and of all states of a small chart. */
function isOpen({ subject, isWhole }: Drawing, node: AnyStateNode): boolean {
  return (
    childrenOf(node).length > 0 && (node === subject || isWhole || node.parent?.type === 'parallel')
  );
}

function isClosed(drawing: Drawing, node: AnyStateNode): boolean {
  return childrenOf(node).length > 0 && !isOpen(drawing, node);
}

function isInside(node: AnyStateNode, around: AnyStateNode): boolean {
  return node.parent !== undefined && (node.parent === around || isInside(node.parent, around));
}

/** The state that stands for another one in the chart: itself, or the closed one around it. */
function shown(drawing: Drawing, node: AnyStateNode): AnyStateNode {
  const { parent } = node;
  if (node === drawing.subject || parent === undefined) return node;
  const around = shown(drawing, parent);
  return isOpen(drawing, around) ? node : around;
}

/** The boxes of live states: states without an inside of their own, and closed ones. */
function liveBoxes(drawing: Drawing, live: Live): ReadonlySet<string> {
  return new Set(
    [...live]
      .filter((node) => isInside(node, drawing.subject))
      .map((node) => shown(drawing, node))
      .filter((node) => !isOpen(drawing, node))
      .map(idOf),
  );
}

/** The inside of a closed state is left out, with the rules that are asked there: it has a chart of its own. */
function addTransition(drawing: Drawing, transition: AnyTransitionDefinition): void {
  const { source, target = [], actions } = transition;
  const from = shown(drawing, source);
  const edge = { from, transition };
  if (isClosed(drawing, from)) {
    for (const to of target.filter((node) => !isInside(node, from))) {
      addArrow(drawing, { ...edge, to, label: [causeOf(transition)], isAgain: true });
    }
    return;
  }
  const label = labelOf(drawing.machine, transition);
  if (target.length === 0) {
    addInner(drawing, from, actions.length > 0 ? label : [...label, '(forbidden)']);
  }
  for (const to of target) {
    addArrow(drawing, { ...edge, to, label, isAgain: transition.reenter });
  }
}

interface Edge {
  /** A state that the chart shows. */
  readonly from: AnyStateNode;
  readonly to: AnyStateNode;
  readonly label: Label;
  /** Whether an arrow back to the same state begins it anew. */
  readonly isAgain: boolean;
  readonly transition: AnyTransitionDefinition;
}

function addArrow(drawing: Drawing, edge: Edge): void {
  const { from, to, label, isAgain, transition } = edge;
  if (to === from && !isOpen(drawing, from)) {
    addInner(drawing, from, isAgain ? [...label, '(from the start)'] : label);
    return;
  }
  const ends = { from: boxFor(drawing, from), to: head(drawing, from, to) };
  const key = `${ends.from} ${ends.to}`;
  const arrow: Drawn = drawing.arrows.get(key) ?? { ...ends, labels: new Map(), transitions: [] };
  arrow.labels.set(label.join(' '), label);
  arrow.transitions.push(transition);
  drawing.arrows.set(key, arrow);
}

function addInner(drawing: Drawing, node: AnyStateNode, label: Label): void {
  innerOf(drawing, boxFor(drawing, node)).set(label.join(' '), label);
}

function innerOf({ inner }: Drawing, id: string): Map<string, Label> {
  const known = inner.get(id) ?? new Map<string, Label>();
  inner.set(id, known);
  return known;
}

/** No tool draws an arrow from a state to its own inside: it comes from a box for all states in there. */
function boxFor(drawing: Drawing, node: AnyStateNode): string {
  if (!isOpen(drawing, node)) return idOf(node);
  const id = everyId(node);
  innerOf(drawing, id);
  return id;
}

/** Nor one from the inside to the state around it: it leads to a box of that name, as to all that lies outside. */
function head(drawing: Drawing, from: AnyStateNode, target: AnyStateNode): string {
  const { subject, outside } = drawing;
  const isAround = target === from || isInside(from, target);
  if (isInside(target, subject) && !isAround) return idOf(shown(drawing, target));
  const id = `${idOf(target)}_outside`;
  outside.set(id, target.path.join('/') || target.key);
  return id;
}

function boxOf(drawing: Drawing, node: AnyStateNode): Box {
  if (isOpen(drawing, node)) return openBox(drawing, node);
  const id = idOf(node);
  const inner = labelsIn(drawing, id);
  const kind = isClosed(drawing, node) ? 'closed' : 'leaf';
  return { id, node, kind, boxes: [], initial: [], inner, every: undefined };
}

function openBox(drawing: Drawing, node: AnyStateNode): Box {
  const every = everyId(node);
  const first = node.type === 'parallel' ? [] : node.initial.target;
  return {
    ...{ id: idOf(node), node, kind: 'open' },
    boxes: childrenOf(node).map((child) => boxOf(drawing, child)),
    initial: first.map((target) => idOf(shown(drawing, target))),
    inner: labelsIn(drawing, every),
    every: drawing.inner.has(every) ? every : undefined,
  };
}

function labelsIn({ inner }: Drawing, id: string): readonly Label[] {
  return [...(inner.get(id)?.values() ?? [])];
}

/** The closed states of a chart, each to have one of its own. */
function closedIn({ kind, node, boxes }: Box): readonly AnyStateNode[] {
  return kind === 'closed' ? [node] : boxes.flatMap(closedIn);
}

function everyId(node: AnyStateNode): string {
  return `${idOf(node)}_every`;
}

function idOf({ machine, path }: AnyStateNode): string {
  return [machine.id, ...path].join('_').replace(/\W/g, '_');
}
