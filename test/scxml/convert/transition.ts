import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { operations } from './content.ts';
import { block, dataOf, scopeOf, type Context, type Document } from './document.ts';
import { everyElement, tokens, type Element } from './element.ts';
import { evaluate } from './evaluate.ts';
import { covers, descriptors, stateKey } from './names.ts';

interface Transition {
  readonly target?: readonly string[];
  readonly reenter?: boolean;
  readonly guard?: unknown;
  readonly actions?: unknown;
}

/** The transitions of a state as `on` and `always`. */
export function transitionsOf(document: Document, state: Element) {
  const all = state.children
    .filter(({ name }) => name === 'transition')
    .map((element) => ({
      keys: tokens(element.attributes['event']).flatMap(descriptors),
      transition: transition(document, state, element),
    }));
  const keys = [...new Set(all.flatMap((each) => each.keys))];
  // XState prefers the longer descriptor, SCXML the earlier transition: under each key stands all that matches, in order.
  const on = Object.fromEntries(
    keys.map((key) => [
      key,
      all
        .filter((each) => each.keys.some((own) => covers(own, key)))
        .map((each) => each.transition),
    ]),
  );
  const always = all.filter((each) => each.keys.length === 0).map((each) => each.transition);
  return { on, ...(always.length > 0 && { always }) };
}

function transition(document: Document, state: Element, element: Element): Transition {
  const { cond, target } = element.attributes;
  const targets = tokens(target);
  return {
    ...(targets.length > 0 && {
      target: targets.map((id) => `#${stateKey(id)}`),
      reenter: !isInternal(state, element),
    }),
    ...(cond !== undefined && { guard: guard(document, cond) }),
    ...(element.children.length > 0 && { actions: block(document, operations(element.children)) }),
  };
}

/** Only from a compound state to states within it is a transition internal. */
function isInternal(state: Element, { attributes }: Element): boolean {
  if (attributes['type'] !== 'internal' || state.name === 'parallel') return false;
  const inside = new Set(state.children.flatMap(everyElement).map((each) => each.attributes['id']));
  return tokens(attributes['target']).every((id) => inside.has(id));
}

/** A condition; one that fails is false. */
function guard(document: Document, cond: string): unknown {
  const holds = (context: Context, event: EventObject, isIn: (id: string) => boolean): boolean => {
    try {
      const scope = scopeOf({ document, event, isIn });
      return Boolean(evaluate(cond, dataOf(document, context), scope));
    } catch {
      return false;
    }
  };
  const plain = ({ context, event }: Given): boolean => holds(context, event, () => false);
  if (!/\bIn\s*\(/.test(cond)) return plain;
  // As XState's own `stateIn`: a guard that is asked with the snapshot.
  return Object.assign(() => false, {
    check: (snapshot: AnyMachineSnapshot, { context, event }: Given) =>
      holds(context, event, (id) => snapshot._nodes.some((node) => node.id === stateKey(id))),
  });
}

interface Given {
  readonly context: Context;
  readonly event: EventObject;
}
