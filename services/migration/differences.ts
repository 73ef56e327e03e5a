/**
 * Where two JSON values differ: the shortest paths below which nothing is equal.
 * @returns e.g. `snapshot.context.priority`, `timers["xstate.after.patience.parcel.packed"]`; empty when they are equal
 */
export function differences(one: unknown, other: unknown, path = ''): string[] {
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) {
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
  }
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].sort().flatMap((name) => {
    const step = Array.isArray(one) ? `[${name}]` : stepTo(name, path);
    return differences(one[name], other[name], `${path}${step}`);
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function stepTo(name: string, path: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `[${JSON.stringify(name)}]`;
  return path === '' ? name : `.${name}`;
}
