import { operations } from './content.ts';
import { block, type Context, type Document } from './document.ts';
import { named, tokens, type Element } from './element.ts';
import { idLocations, invocations, type Convert } from './invoke.ts';
import { stateKey } from './names.ts';
import { payloadOf, type Operation } from './run.ts';
import { transitionsOf } from './transition.ts';

/** What the conversion of a state needs to know. */
export interface Around {
  readonly document: Document;
  readonly convert: Convert;
  /** What is done once, when the document begins or its state is entered first. */
  readonly begin?: (state: Element) => readonly Operation[];
}

const STATES = ['state', 'parallel', 'final', 'history'];
const OUTPUT = '$output';

/** The id of a state; one without gets one from its place. */
function idOf(state: Element, parent: string, at: number): string {
  return state.attributes['id'] ?? `${parent}$${at}`;
}

/** The states within an element, by key. */
export function statesOf(around: Around, parent: Element, parentId: string) {
  const states = named(parent, ...STATES);
  return Object.fromEntries(
    states.map((state, at) => {
      const id = idOf(state, parentId, at);
      return [stateKey(id), stateOf(around, state, id)];
    }),
  );
}

function stateOf(around: Around, state: Element, id: string): object {
  const { document, convert } = around;
  const key = stateKey(id);
  if (state.name === 'history') return { id: key, ...history(state) };
  const first = [...(around.begin?.(state) ?? []), ...idLocations(state, id)];
  const inner = {
    id: key,
    entry: [
      ...(first.length > 0 ? [block(document, first)] : []),
      ...blocks(document, state, 'onentry'),
    ],
    exit: blocks(document, state, 'onexit'),
  };
  if (state.name === 'final') return { ...inner, ...final(document, state, key) };
  const states = statesOf(around, state, id);
  return {
    ...inner,
    ...transitionsOf(document, state),
    invoke: invocations({ document, state, stateId: id, convert }),
    ...(state.name === 'parallel'
      ? { type: 'parallel', states }
      : compound(document, state, { id, states })),
  };
}

/** How a document or state with states inside begins: XState takes a child, what lies deeper is reached through one. */
export function compound(
  document: Document,
  state: Element,
  { id, states }: { readonly id: string; readonly states: Readonly<Record<string, object>> },
): object {
  const keys = Object.keys(states);
  if (keys.length === 0) return {};
  const { targets, actions } = beginning(document, state);
  const [only = keys[0] ?? ''] = targets;
  if (targets.length <= 1 && keys.includes(only))
    return { initial: { target: only, actions }, states };
  const way = `${stateKey(id)}$initial`;
  const always = { target: targets.map((target) => `#${target}`), actions };
  return { initial: way, states: { [way]: { id: way, always }, ...states } };
}

function beginning(document: Document, state: Element) {
  const [transition] = named(state, 'initial').flatMap((initial) => named(initial, 'transition'));
  const given = state.attributes['initial'] ?? transition?.attributes['target'];
  const content = transition?.children ?? [];
  return {
    targets: tokens(given).map(stateKey),
    actions: content.length > 0 ? [block(document, operations(content))] : [],
  };
}

function blocks(document: Document, state: Element, name: string) {
  return named(state, name).map(({ children }) => block(document, operations(children)));
}

function history(state: Element): object {
  const [transition] = named(state, 'transition');
  const targets = tokens(transition?.attributes['target']).map((id) => `#${stateKey(id)}`);
  const target = targets.length === 1 ? targets[0] : targets;
  return {
    type: 'history',
    history: state.attributes['type'] === 'deep' ? 'deep' : 'shallow',
    ...(targets.length > 0 && { target }),
  };
}

/** The data of a final state is computed on entry, where an error can be reported. */
function final(document: Document, state: Element, key: string): object {
  const entry = blocks(document, state, 'onentry');
  const [donedata] = named(state, 'donedata');
  if (!donedata) return { type: 'final', entry };
  const payload = payloadOf(donedata);
  const name = `${OUTPUT}${key}`;
  const compute: Operation = (run) => {
    run.data[name] = undefined;
    run.data[name] = payload(run);
  };
  return {
    type: 'final',
    entry: [...entry, block(document, [compute])],
    output: ({ context }: { context: Context }) => context.data[name],
  };
}
