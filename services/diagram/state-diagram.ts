import type { AnyStateMachine } from 'xstate';
import { chartsOf, type Box, type Chart, type Label, type Live } from './chart.ts';

/** A diagram of a machine, or of one of its states. */
export interface StateDiagram {
  /** The state whose inside is drawn, e.g. `certified/cycle`; empty for the machine. */
  readonly path: string;
  /** Mermaid, `stateDiagram-v2`. */
  readonly text: string;
}

/**
 * Draws a machine as its definition has it. A large machine gets a diagram of the states at the top, and each of
 * them that has an inside a diagram of its own.
 *
 * @param live - the states that are to be marked, from the root down to the innermost
 * @returns the diagram of the whole first, then its parts in the order of the definition
 */
export function stateDiagrams(machine: AnyStateMachine, live?: Live): readonly StateDiagram[] {
  return chartsOf(machine, live).map((chart) => ({
    path: chart.path,
    text: ['stateDiagram-v2', ...indent(textOf(chart))].join('\n'),
  }));
}

function textOf(chart: Chart): readonly string[] {
  const { box, outside, arrows, here } = chart;
  // The machine itself has no frame, unless it needs one for its regions.
  const isFramed = box.node.parent !== undefined || box.node.type === 'parallel';
  return [
    ...(isFramed ? stateText(box) : insideText(box)),
    ...[...outside].map(([id, label]) => state(id, label)),
    ...arrows.map(({ from, to, labels }) => `${from} --> ${to} : ${joined(labels.flat())}`),
    ...styled('outside', 'stroke-dasharray: 4 4', [...outside.keys()]),
    ...styled('closed', 'stroke-width: 3px', closedIn(box)),
    ...styled('here', 'fill: gold', [...here]),
  ];
}

function joined(lines: Label): string {
  return lines.map(escapeText).join('<br/>');
}

/** Text for Mermaid, in which `:`, `;`, `#` and the like are syntax. */
function escapeText(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,()[\]/&_-]/gu, (sign) => `#${String(sign.codePointAt(0))};`);
}

function closedIn({ kind, id, boxes }: Box): readonly string[] {
  return kind === 'closed' ? [id] : boxes.flatMap(closedIn);
}

function state(id: string, label: string): string {
  return `state "${escapeText(label)}" as ${id}`;
}

function styled(name: string, style: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`classDef ${name} ${style}`, `class ${ids.join(',')} ${name}`];
}

function stateText(box: Box): readonly string[] {
  const { id, node, kind, inner } = box;
  return kind === 'open'
    ? [`${state(id, node.key)} {`, ...indent(insideText(box)), '}']
    : stateWith(id, node.key, inner);
}

function stateWith(id: string, label: string, inner: readonly Label[]): readonly string[] {
  return [state(id, label), ...inner.map((lines) => `${id} : ${lines.map(escapeText).join(' ')}`)];
}

function insideText({ node, boxes, every, inner, initial }: Box): readonly string[] {
  const parts = boxes.map(stateText);
  if (every !== undefined) parts.unshift(stateWith(every, 'in every state', inner));
  if (node.type === 'parallel') {
    return parts.flatMap((part, index) => (index === 0 ? part : ['--', ...part]));
  }
  const first = initial.map((id) => `[*] --> ${id}`);
  const last = boxes.filter((box) => box.node.type === 'final');
  return [...first, ...parts.flat(), ...last.map(({ id }) => `${id} --> [*]`)];
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
