import type { EventObject } from 'xstate';
import { NotApplicable, named, tokens, type Element } from './element.ts';
import { evaluate, literal, type Data, type Scope } from './evaluate.ts';

/** An event of a converted document. */
export type ScxmlEvent = EventObject & {
  readonly data?: unknown;
  readonly output?: unknown;
  /** What `_event` says besides name and data. */
  readonly scxml?: Readonly<Record<string, string>>;
};

/** One execution of a block of executable content. */
export interface Run {
  /** A copy, which becomes the data when the block has ended. */
  readonly data: Data;
  readonly scope: Scope;
  /** Ids of the document's invocations. */
  readonly invocations: ReadonlySet<string>;
  readonly session: string;
  /** Id under which a parent has invoked the document. */
  readonly invokeId: string | undefined;
  raise(event: ScxmlEvent): void;
  sendTo(target: 'self' | 'parent' | { readonly id: string }, sent: Sent): void;
  cancel(id: string): void;
  log(value: unknown): void;
  /** A number that no other call gives. */
  count(): number;
}

/** An event on its way. */
export interface Sent {
  readonly event: ScxmlEvent;
  readonly id: string | undefined;
  readonly delay: number | undefined;
}

/** A step of a block. @throws what its expressions throw, which ends the block */
export type Operation = (run: Run) => void;

/** Ends a block, and says which event reports it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly event: ScxmlEvent;

  constructor(type: string, sendId?: string) {
    super(type);
    this.event = errorEvent(type, sendId);
  }
}

/** The event that reports an error of a document. */
export function errorEvent(type: string, sendId?: string): ScxmlEvent {
  return { type, scxml: { type: 'platform', ...(sendId !== undefined && { sendid: sendId }) } };
}

/** The value of an expression in a run. */
export function valueIn(run: Run, expression: string): unknown {
  return evaluate(expression, run.data, run.scope);
}

/** What the parameters, names or content of an element say. */
export function payloadOf(element: Element): (run: Run) => unknown {
  const params = named(element, 'param');
  const names = tokens(element.attributes['namelist']);
  const [content] = named(element, 'content');
  if (content) {
    const { attributes, children, text } = content;
    if (children.length > 0) throw new NotApplicable('conversion: XML as a value: there is no DOM');
    const { expr } = attributes;
    return (run) => (expr === undefined ? literal(text) : valueIn(run, expr));
  }
  if (params.length + names.length === 0) return () => undefined;
  return (run) =>
    Object.fromEntries([
      ...names.map((name) => [name, valueIn(run, name)]),
      ...params.map(({ attributes: { name, expr, location = '' } }) => [
        name,
        valueIn(run, expr ?? location),
      ]),
    ]) as unknown;
}
