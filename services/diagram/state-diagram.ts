import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { causeOf, escapeText, transitionLabel } from './transition-label.ts';

/** A diagram of a machine, or of one of its states. */
export interface StateDiagram {
  /** The state whose inside is drawn, e.g. `certified/cycle`; empty for the machine. */
  readonly path: string;
  /** Mermaid, `stateDiagram-v2`. */
  readonly text: string;
}

/** What is within a state is drawn at one go up to this many states; above it each part has its own diagram. */
const largestDiagram = 20;

/** One diagram while it is drawn; ids of Mermaid are those of XState's paths. */
interface Drawing {
  readonly machine: AnyStateMachine;
  readonly subject: AnyStateNode;
  readonly isWhole: boolean;
  /** States with an inside of their own that this diagram leaves out. */
  readonly closed: Set<AnyStateNode>;
  /** Ids of the boxes for states that lie outside, and their labels. */
  readonly outside: Map<string, string>;
  /** What happens within a state without leaving it, by the id of the state. */
  readonly inner: Map<string, Set<string>>;
  /** Labels by `from --> to`: parallel arrows become one. */
  readonly arrows: Map<string, Set<string>>;
  /** Ids of the boxes that stand for states an instance is in. */
  readonly here: ReadonlySet<string>;
}

/** States in which an instance is; none where the machine itself is meant. */
type Live = ReadonlySet<AnyStateNode>;

/**
 * Draws a machine as its definition has it. A large machine gets a diagram of the states at the top, and each of
 * them that has an inside a diagram of its own.
 *
 * @param live - the states that are to be marked, from the root down to the innermost
 * @returns the diagram of the whole first, then its parts in the order of the definition
 */
export function stateDiagrams(
  machine: AnyStateMachine,
  live: Live = new Set(),
): readonly StateDiagram[] {
  return diagramsOf(machine, machine.root, live);
}

function diagramsOf(
  machine: AnyStateMachine,
  subject: AnyStateNode,
  live: Live,
): readonly StateDiagram[] {
  const empty: Drawing = {
    machine,
    subject,
    isWhole: within(subject).length - 1 <= largestDiagram,
    closed: new Set(),
    outside: new Map(),
    inner: new Map(),
    arrows: new Map(),
    here: new Set(),
  };
  const drawing: Drawing = { ...empty, here: boxesOf(empty, live) };
  for (const node of within(subject)) {
    for (const transition of transitionsOf(node)) addTransition(drawing, transition);
  }
  const text = ['stateDiagram-v2', ...indent(textOf(drawing))].join('\n');
  const parts = [...drawing.closed].flatMap((part) => diagramsOf(machine, part, live));
  return [{ path: subject.path.join('/'), text }, ...parts];
}

/** The boxes that a diagram shows for live states: states without an inside of their own, and closed ones. */
function boxesOf(drawing: Drawing, live: Live): ReadonlySet<string> {
  const inside = [...live].filter((node) => isInside(node, drawing.subject));
  return new Set(
    inside
      .map((node) => shown(drawing, node))
      .filter((node) => !isOpen(drawing, node))
      .map(idOf),
  );
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

/** Whether the inside of a state shows: that of the subject, of regions, and of all states of a small diagram. */
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

/** The state that stands for another one in the diagram: itself, or the closed one around it. */
function shown(drawing: Drawing, node: AnyStateNode): AnyStateNode {
  const { parent } = node;
  if (node === drawing.subject || parent === undefined) return node;
  const around = shown(drawing, parent);
  return isOpen(drawing, around) ? node : around;
}

/** The inside of a closed state is left out, with the rules that are asked there: it has a diagram of its own. */
function addTransition(drawing: Drawing, transition: AnyTransitionDefinition): void {
  const { source, target = [], actions } = transition;
  const from = shown(drawing, source);
  if (isClosed(drawing, from)) {
    for (const to of target.filter((node) => !isInside(node, from))) {
      addArrow(drawing, { from, to, label: escapeText(causeOf(transition)), isAgain: true });
    }
    return;
  }
  const label = transitionLabel(drawing.machine, transition);
  if (target.length === 0) {
    addInner(drawing, from, actions.length > 0 ? label : `${label} (forbidden)`);
  }
  for (const to of target) {
    addArrow(drawing, { from, to, label, isAgain: transition.reenter });
  }
}

interface Arrow {
  /** A state that the diagram shows. */
  readonly from: AnyStateNode;
  readonly to: AnyStateNode;
  readonly label: string;
  /** Whether an arrow back to the same state begins it anew. */
  readonly isAgain: boolean;
}

function addArrow(drawing: Drawing, { from, to, label, isAgain }: Arrow): void {
  if (to === from && !isOpen(drawing, from)) {
    addInner(drawing, from, isAgain ? `${label} (from the start)` : label);
    return;
  }
  const arrow = `${boxFor(drawing, from)} --> ${head(drawing, from, to)}`;
  drawing.arrows.set(arrow, (drawing.arrows.get(arrow) ?? new Set()).add(label));
}

function addInner(drawing: Drawing, node: AnyStateNode, label: string): void {
  const id = boxFor(drawing, node);
  drawing.inner.set(id, (drawing.inner.get(id) ?? new Set()).add(label.replaceAll('<br/>', ' ')));
}

/** Mermaid draws no arrow from a state to its own inside: it comes from a box for all states in there. */
function boxFor(drawing: Drawing, node: AnyStateNode): string {
  if (!isOpen(drawing, node)) return idOf(node);
  const id = everyId(node);
  if (!drawing.inner.has(id)) drawing.inner.set(id, new Set());
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

function everyId(node: AnyStateNode): string {
  return `${idOf(node)}_every`;
}

function idOf({ machine, path }: AnyStateNode): string {
  return [machine.id, ...path].join('_').replace(/\W/g, '_');
}

function textOf(drawing: Drawing): readonly string[] {
  const { subject, outside, arrows, closed, here } = drawing;
  // The machine itself has no frame, unless it needs one for its regions.
  const isFramed = subject.parent !== undefined || subject.type === 'parallel';
  const states = isFramed ? stateText(drawing, subject) : insideText(drawing, subject);
  return [
    ...states,
    ...[...outside].map(([id, label]) => box(id, label)),
    ...[...arrows].map(([arrow, labels]) => `${arrow} : ${[...labels].join('<br/>')}`),
    ...styled('outside', 'stroke-dasharray: 4 4', [...outside.keys()]),
    ...styled('closed', 'stroke-width: 3px', [...closed].map(idOf)),
    ...styled('here', 'fill: gold', [...here]),
  ];
}

function box(id: string, label: string): string {
  return `state "${escapeText(label)}" as ${id}`;
}

function styled(name: string, style: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`classDef ${name} ${style}`, `class ${ids.join(',')} ${name}`];
}

function stateText(drawing: Drawing, node: AnyStateNode): readonly string[] {
  const id = idOf(node);
  if (isOpen(drawing, node)) {
    return [`${box(id, node.key)} {`, ...indent(insideText(drawing, node)), '}'];
  }
  if (isClosed(drawing, node)) drawing.closed.add(node);
  return boxText(drawing, id, node.key);
}

function boxText({ inner }: Drawing, id: string, label: string): readonly string[] {
  return [box(id, label), ...[...(inner.get(id) ?? [])].map((line) => `${id} : ${line}`)];
}

function insideText(drawing: Drawing, node: AnyStateNode): readonly string[] {
  const every = everyId(node);
  const parts = childrenOf(node).map((child) => stateText(drawing, child));
  if (drawing.inner.has(every)) parts.unshift(boxText(drawing, every, 'in every state'));
  if (node.type === 'parallel') {
    return parts.flatMap((part, index) => (index === 0 ? part : ['--', ...part]));
  }
  const first = node.initial.target.map((target) => `[*] --> ${idOf(shown(drawing, target))}`);
  const last = childrenOf(node).filter(({ type }) => type === 'final');
  return [...first, ...parts.flat(), ...last.map((final) => `${idOf(final)} --> [*]`)];
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
