/** An XML element as plain data, so that it can be handed to a workflow. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

/** Thrown for what has no counterpart in XState; the message is the reason. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** The children of that name. */
export function named({ children }: Element, ...names: readonly string[]): readonly Element[] {
  return children.filter(({ name }) => names.includes(name));
}

/** Names of an attribute that holds a list. */
export function tokens(list: string | undefined): readonly string[] {
  return (list ?? '').split(/\s+/).filter((token) => token !== '');
}

/** The element and everything below, outermost first. */
export function everyElement(element: Element): readonly Element[] {
  return [element, ...element.children.flatMap(everyElement)];
}
