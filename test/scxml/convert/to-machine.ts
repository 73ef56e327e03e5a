import { createMachine, type AnyStateMachine } from 'xstate';
import { operations } from './content.ts';
import { block, processorsOf, type Context, type Document } from './document.ts';
import { named, NotApplicable, type Element } from './element.ts';
import { literal, type Data } from './evaluate.ts';
import { invocationId, type Convert } from './invoke.ts';
import { valueIn, type Operation } from './run.ts';
import { compound, statesOf } from './state.ts';
import { transitionsOf } from './transition.ts';

/** What else a document becomes. */
export interface Naming {
  /** Id of the machine. @defaultValue scxml */
  readonly id?: string;
  /** Id under which another document invokes it. */
  readonly invokeId?: string;
}

/**
 * Converts an SCXML document to a machine of XState 5: a test tool, whose machines have their implementations inline.
 * @param scxml - the element `<scxml>`
 * @throws NotApplicable for what XState has no counterpart of
 */
export function toMachine(
  scxml: Element,
  { id = 'scxml', invokeId }: Naming = {},
): AnyStateMachine {
  const variables = variablesOf(statesIn(scxml));
  const document: Document = {
    variables: variables.map(({ name }) => name),
    id,
    name: scxml.attributes['name'],
    invocations: idsIn(scxml),
    invokeId,
    processors: processorsOf(id),
  };
  const convert: Convert = (inner, naming) => toMachine(inner, naming);
  const isLate = scxml.attributes['binding'] === 'late';
  const root = `${id}$root`;
  const around = {
    document,
    convert,
    ...(isLate && {
      begin: (state: Element) => variablesOf([state]).map(({ set }) => set),
    }),
  };
  const now = isLate ? variablesOf([scxml]) : variables;
  const begin = [
    ...now.map(({ set }) => set),
    ...named(scxml, 'script').flatMap((script) => operations([script])),
  ];
  const states = statesOf(around, scxml, root);
  return createMachine({
    id: root,
    context: ({ input }: { input: unknown }): Context => ({
      data: given(input, document.variables),
      count: 0,
    }),
    // Each in a block of its own: one that fails does not keep the others from their values.
    entry: begin.map((operation) => block(document, [operation])),
    output: ({ event }: { event: { output?: unknown } }) => event.output,
    ...transitionsOf(document, scxml),
    ...compound(document, scxml, { id: root, states }),
  } as never) as AnyStateMachine;
}

interface Variable {
  readonly name: string;
  readonly set: Operation;
}

/** Values that an invocation gives to variables of the document. */
function given(input: unknown, variables: readonly string[]): Data {
  return Object.fromEntries(
    Object.entries(input ?? {}).filter(([name]) => variables.includes(name)),
  );
}

/** The document and its states, but not those of documents inside. */
function statesIn(element: Element): readonly Element[] {
  return [element, ...named(element, 'state', 'parallel', 'final').flatMap(statesIn)];
}

function variablesOf(elements: readonly Element[]): readonly Variable[] {
  return elements
    .flatMap((element) => named(element, 'datamodel'))
    .flatMap((datamodel) => named(datamodel, 'data'))
    .map(({ attributes, children, text }) => {
      const { id: name = '', expr, src } = attributes;
      if (src !== undefined)
        throw new NotApplicable('conversion: <data src> loads a file when it runs');
      if (children.length > 0)
        throw new NotApplicable('conversion: XML as a value: there is no DOM');
      const set: Operation = (run) => {
        if (run.data[name] !== undefined) return;
        if (expr !== undefined) run.data[name] = valueIn(run, expr);
        else if (text.trim() !== '') run.data[name] = literal(text);
      };
      return { name, set };
    });
}

function idsIn(scxml: Element): ReadonlySet<string> {
  const ids = statesIn(scxml).flatMap((state) =>
    named(state, 'invoke').map((invoke, at) =>
      invocationId(state.attributes['id'] ?? '', invoke, at),
    ),
  );
  return new Set(ids);
}
