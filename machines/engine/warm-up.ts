import { z } from 'zod';
import type { DurableMachine } from './register.ts';
import { actorSchema, envelopeSchema } from './schema.ts';
import { scopeOf } from './scope.ts';

/**
 * Makes a machine fit to be shared between workflows: preloaded modules are deep-frozen, and what is frozen can build
 * nothing lazily any more.
 * @returns the machine's id
 */
export function warmUp({ contract, logic }: DurableMachine): string {
  const schemas: z.ZodType[] = [
    actorSchema,
    envelopeSchema,
    contract.input,
    ...Object.values(contract.events).map((event) => event.data),
    ...Object.values(contract.commands).flatMap(({ payload }) => (payload ? [payload] : [])),
  ];
  for (const schema of schemas) {
    schema.safeParse(undefined);
    schema.safeParse({});
    void schema.parse;
  }
  shieldPatterns([z.regexes, ...schemas]);
  scopeOf(logic);
  return contract.id;
}

/**
 * zod sets `lastIndex` of its patterns, which a frozen pattern refuses. Deep-freezing does not enter what is frozen
 * already, so whatever holds a pattern is frozen here, and the pattern itself is not.
 */
function shieldPatterns(roots: readonly object[]): void {
  const visited = new Set<object>();
  const visit = (holder: object): void => {
    if (visited.has(holder)) return;
    visited.add(holder);
    const values = Reflect.ownKeys(holder).map((key) => Reflect.get(holder, key) as unknown);
    for (const value of values) {
      if (typeof value === 'object' && value !== null && !(value instanceof RegExp)) visit(value);
    }
    if (values.some((value) => value instanceof RegExp)) Object.freeze(holder);
  };
  roots.forEach(visit);
}
