import type { AnyStateMachine, EventObject } from 'xstate';
import { dataOf, scopeOf, type Context, type Document } from './document.ts';
import { NotApplicable, named, type Element } from './element.ts';
import { put } from './evaluate.ts';
import { payloadOf, type Operation, type Run } from './run.ts';

/** How a document that is invoked becomes a machine. */
export type Convert = (
  scxml: Element,
  how: { readonly id: string; readonly invokeId: string },
) => AnyStateMachine;

const PREFIX = 'http://www.w3.org/TR/scxml';

/** The id of a state's invocation, its own or one that its place gives. */
export function invocationId(stateId: string, invoke: Element, at: number): string {
  return invoke.attributes['id'] ?? `${stateId}.${at}`;
}

/** The invocations of a state. @throws NotApplicable */
export function invocations(given: {
  document: Document;
  state: Element;
  stateId: string;
  convert: Convert;
}) {
  const { document, state, stateId, convert } = given;
  return named(state, 'invoke').map((invoke, at) => {
    const invokeId = invocationId(stateId, invoke, at);
    const id = `${document.id}-${invokeId}`.replace(/[^\w-]/g, '-');
    const payload = payloadOf({ ...invoke, children: named(invoke, 'param') });
    return {
      id: invokeId,
      src: convert(documentIn(invoke), { id, invokeId }),
      input: ({ context, event }: { context: Context; event: EventObject }) => {
        const scope = scopeOf({ document, event, isIn: () => false });
        // Only the data and the scope are read to compute a payload.
        return payload({ data: dataOf(document, context), scope } as Run) ?? {};
      },
    };
  });
}

/** What tells a state the ids of its invocations. */
export function idLocations(state: Element, stateId: string): readonly Operation[] {
  return named(state, 'invoke').flatMap((invoke, at): Operation[] => {
    const { idlocation } = invoke.attributes;
    const id = invocationId(stateId, invoke, at);
    return idlocation === undefined ? [] : [(run) => put(idlocation, id, run)];
  });
}

const refused: readonly (readonly [string, string])[] = [
  ['typeexpr', 'conversion: the type of an invocation is computed'],
  ['srcexpr', 'conversion: the document of an invocation is computed'],
];

function documentIn(invoke: Element): Element {
  const { attributes } = invoke;
  for (const [name, reason] of refused) if (name in attributes) throw new NotApplicable(reason);
  if (attributes['autoforward'] === 'true')
    throw new NotApplicable('XState: an invocation has no autoforward');
  if (named(invoke, 'finalize').length > 0)
    throw new NotApplicable('XState: an invocation has no finalize');
  const type = attributes['type'] ?? 'scxml';
  if (type !== 'scxml' && !type.startsWith(PREFIX))
    throw new NotApplicable(`conversion: invocation of ${type}`);
  const [document] = named(invoke, 'content').flatMap((content) => named(content, 'scxml'));
  if (!document) throw new NotApplicable('conversion: an invoked document that is not inline');
  return document;
}
