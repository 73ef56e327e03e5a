/** A guard with a reason: what it allows, and which rule says so. */
export interface Rule<Context, Event> {
  /** Where the rule comes from, e.g. `ISO/IEC 17021-1 9.5.2`; ends with `(unconfirmed)` where the number was not checked. */
  readonly clause: string;
  /** Why it is refused, in a sentence that a client would understand. */
  readonly text: string;
  readonly allows: (args: { readonly context: Context; readonly event: Event }) => boolean;
}

/** The rules of one machine by rule id; the ids are the names of the guards in the graph. */
export type Rules = Readonly<Record<string, Rule<never, never>>>;

type Guard<Context, Event> = (args: { context: Context; event: Event }) => boolean;

/**
 * Makes XState guards of the same names out of rules.
 * @returns an object for `setup({ guards })`; a guard that does not exist does not compile
 */
export function guardsFrom<Context, Event, const R extends Record<string, Rule<Context, Event>>>(
  rules: R,
): { [Id in keyof R]: Guard<Context, Event> } {
  return Object.fromEntries(
    Object.entries(rules).map(([id, rule]) => [
      id,
      ({ context, event }: { context: Context; event: Event }) => rule.allows({ context, event }),
    ]),
  ) as { [Id in keyof R]: Guard<Context, Event> };
}
