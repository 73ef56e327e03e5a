/** Everything in a value that would not come back from JSON as it went, each with its path and the remedy. */
export function plainFaults(
  value: unknown,
  path: string,
  above: readonly unknown[] = [],
): string[] {
  if (typeof value !== 'object' || value === null) {
    const what = scalarFault(value);
    return what === undefined ? [] : [`${path} ${what}`];
  }
  if (above.includes(value)) return [`${path} holds itself; keep a tree of plain data`];
  if (Array.isArray(value)) return itemFaults(value, path, [...above, value]);
  const kind = kindOf(value);
  if (kind !== undefined) return [`${path} is ${kind}`];
  return Object.entries(value).flatMap(([name, member]) =>
    // A member that is undefined is left out, before and after JSON alike.
    member === undefined ? [] : plainFaults(member, `${path}.${name}`, [...above, value]),
  );
}

function itemFaults(items: readonly unknown[], path: string, above: readonly unknown[]): string[] {
  return Array.from(items, (item, index) => {
    const place = `${path}[${String(index)}]`;
    return item === undefined
      ? [`${place} is undefined, which becomes null; use null`]
      : plainFaults(item, place, above);
  }).flat();
}

const notJson: Readonly<Record<string, string>> = {
  bigint: 'is a BigInt, which JSON does not know; keep a number or a string',
  function: 'is a function, which JSON leaves out; implement it in setup()',
  symbol: 'is a symbol, which JSON leaves out; keep a string',
};

function scalarFault(value: unknown): string | undefined {
  return typeof value === 'number' && !Number.isFinite(value)
    ? `is ${String(value)}, which becomes null; use null`
    : notJson[typeof value];
}

function kindOf(value: object): string | undefined {
  if (value instanceof Date) return 'a Date, which becomes a string; keep the ISO-8601 string';
  if (value instanceof Map) return 'a Map, which becomes {}; keep a record';
  if (value instanceof Set) return 'a Set, which becomes {}; keep an array';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (isPlainPrototype(prototype)) return undefined;
  if ('sessionId' in value) return 'a reference to an actor; keep its id';
  const name = (prototype as { constructor?: { name?: string } }).constructor?.name ?? '';
  return `an instance of ${name === '' ? 'a class' : name}, which loses its class; keep plain data`;
}

/** Also of another realm: a workflow's objects and those of preloaded modules do not share their prototypes. */
function isPlainPrototype(prototype: unknown): boolean {
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
