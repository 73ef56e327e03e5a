import type { AnyStateNode } from 'xstate';
import type { Arrow, Box, Chart } from '../diagram/index.ts';
import type { PathTaken, Visit } from './path-taken.ts';

type Attributes = Readonly<Record<string, string>>;

const ink = { plain: '#37474f', pale: '#9e9e9e', taken: '#1565c0', overdue: '#c62828' } as const;
const fill = { plain: '#ffffff', visited: '#e3f2fd', here: '#ffd54f', overdue: '#ef5350' } as const;

const frame = [
  'digraph {',
  ' graph [compound=true, fontname="Helvetica,Arial,sans-serif", fontsize=15, nodesep=0.25, ranksep=0.35]',
  ' node [fontname="Helvetica,Arial,sans-serif", fontsize=13, shape=box, style="rounded,filled", fillcolor=white, height=0.35]',
  ' edge [fontname="Helvetica,Arial,sans-serif", fontsize=10.5, arrowsize=0.7]',
];

/** What is drawn. */
interface Picture {
  readonly chart: Chart;
  readonly course: PathTaken | undefined;
}

/**
 * A chart in the language of Graphviz. A solid arrow is an event, a dashed one a deadline or what follows by itself.
 * @param course - of an instance: where it is, filled; what it went through, with dates; what is overdue, in red
 */
export function dotOf(chart: Chart, course?: PathTaken): string {
  const picture = { chart, course };
  const lines = [
    ...frame,
    ...insideOf(picture, chart.box).map((line) => ` ${line}`),
    ...[...chart.outside].map(([id, label]) => ` ${nodeOf(id, { label, ...outside })}`),
    ...beginnings(picture, chart.box).map((line) => ` ${line}`),
    ...chart.arrows.map((arrow) => ` ${arrowOf(picture, arrow)}`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const outside = { style: 'rounded,dashed', color: ink.pale, fontcolor: ink.plain };

function insideOf(picture: Picture, box: Box): readonly string[] {
  const { chart } = picture;
  const { id, boxes, initial, every } = box;
  return [
    ...initial.map(() =>
      nodeOf(initialId(id), { shape: 'point', width: '0.1', fillcolor: 'black' }),
    ),
    ...(every !== undefined && chart.arrows.some(({ from }) => from === every)
      ? [nodeOf(every, { label: 'in every state', style: 'dotted' })]
      : []),
    ...boxes.flatMap((child) => boxOf(picture, child)),
  ];
}

function initialId(id: string): string {
  return `${id}_initial`;
}

/** Apart from the boxes: an arrow that is written within one draws what it leads to into it. */
function beginnings(picture: Picture, { id, initial, boxes }: Box): readonly string[] {
  return [
    ...initial.map((first) => `${quoted(initialId(id))} -> ${headOf(picture, first)}`),
    ...boxes.flatMap((box) => beginnings(picture, box)),
  ];
}

function boxOf(picture: Picture, box: Box): readonly string[] {
  const { id, kind, node } = box;
  const looks = { label: labelOf(picture, box), ...looksOf(picture, box) };
  if (kind !== 'open') return [nodeOf(id, looks)];
  const isRegion = node.parent?.type === 'parallel';
  return [
    `subgraph ${quoted(`cluster_${id}`)} {`,
    ` graph [${attributes({ ...looks, labelloc: 't', style: isRegion ? 'dashed' : 'rounded' })}]`,
    ...insideOf(picture, box).map((line) => ` ${line}`),
    '}',
  ];
}

/** The name of a state, and for an instance when it came there. */
function labelOf({ course }: Picture, { node }: Box): string {
  const visit = course?.visits.get(node);
  return visit ? `${node.key}\n${daysOf(visit)}` : node.key;
}

function daysOf({ first, last, count }: Visit): string {
  return count === 1 ? first : `${first} … ${last} (${String(count)}×)`;
}

function looksOf({ course }: Picture, { kind, node }: Box): Attributes {
  const isOverdue = node.tags.includes('overdue');
  const thick = { penwidth: kind === 'closed' ? '2.5' : node.type === 'final' ? '2' : '1' };
  if (!course) return { ...thick, color: isOverdue ? ink.overdue : ink.plain };
  const isHere = course.live.has(node);
  if (kind === 'open') return { ...thick, color: isHere ? ink.taken : ink.pale };
  if (isHere) return { ...thick, ...liveLooks(course, node) };
  return course.visits.has(node)
    ? { ...thick, color: ink.taken, fillcolor: fill.visited }
    : { ...thick, color: ink.pale, fontcolor: ink.pale, fillcolor: fill.plain };
}

/** A closed state is overdue with what is in it. */
function liveLooks({ live }: PathTaken, node: AnyStateNode): Attributes {
  const isOverdue = [...live].some(
    (each) => each.tags.includes('overdue') && (each === node || isInside(each, node)),
  );
  return isOverdue
    ? { color: ink.overdue, fillcolor: fill.overdue, penwidth: '2.5' }
    : { color: ink.plain, fillcolor: fill.here, penwidth: '2.5' };
}

function isInside({ parent }: AnyStateNode, around: AnyStateNode): boolean {
  return parent !== undefined && (parent === around || isInside(parent, around));
}

function arrowOf(picture: Picture, arrow: Arrow): string {
  const { from, labels, transitions } = arrow;
  const { course } = picture;
  const isTaken = transitions.some((each) => course?.transitions.has(each));
  const color = isTaken ? ink.taken : course ? ink.pale : ink.plain;
  const looks = {
    label: [...new Set(labels.map(([cause = '']) => cause))].join('\n'),
    ...{ color, fontcolor: color },
    ...(isTaken && { penwidth: '2.5' }),
    ...(labels.every(([cause = '']) => isUnasked(cause)) && { style: 'dashed' }),
  };
  return `${quoted(from)} -> ${headOf(picture, arrow.to, looks)}`;
}

function isUnasked(cause: string): boolean {
  return /^(after |always$|done$)/.test(cause);
}

/** The end of an arrow: a node, or what stands for a state with its inside. */
function headOf({ chart }: Picture, id: string, looks: Attributes = {}): string {
  const cluster = openBox(chart.box, id);
  const head = cluster ? firstLeaf(cluster) : id;
  const all = { ...looks, ...(cluster && { lhead: `cluster_${id}` }) };
  return `${quoted(head)} [${attributes(all)}]`;
}

function openBox(box: Box, id: string): Box | undefined {
  if (box.id === id) return box.kind === 'open' ? box : undefined;
  for (const child of box.boxes) {
    const found = openBox(child, id);
    if (found) return found;
  }
  return undefined;
}

function firstLeaf({ id, boxes, initial }: Box): string {
  const first = boxes.find((box) => box.id === initial[0]) ?? boxes[0];
  return first ? firstLeaf(first) : id;
}

function nodeOf(id: string, looks: Attributes): string {
  return `${quoted(id)} [${attributes(looks)}]`;
}

function attributes(all: Attributes): string {
  return Object.entries(all)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(', ');
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
