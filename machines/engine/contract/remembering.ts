interface Typed {
  readonly type: string;
}

/** What a machine keeps of each kind of event: pure functions by event type; what is not named changes nothing. */
export type Memory<Context, Event extends Typed> = {
  readonly [Type in Event['type']]?: (
    context: Context,
    event: Extract<Event, { type: Type }>,
  ) => Partial<Context>;
};

/**
 * Makes one assigner out of a memory, for `assign(…)` in `setup({ actions })`.
 * @returns the changed parts of the context
 */
export function remembering<Context, Event extends Typed>(
  memory: Memory<Context, Event>,
): (args: { context: Context; event: Event }) => Partial<Context> {
  const keepers = new Map<string, unknown>(Object.entries(memory));
  return ({ context, event }) => {
    const keep = keepers.get(event.type) as
      ((context: Context, event: Event) => Partial<Context>) | undefined;
    return keep?.(context, event) ?? {};
  };
}

/** A list that grew, nothing in it twice: what a memory keeps of ids that come one after the other. */
export function together(list: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...list, ...more])];
}
