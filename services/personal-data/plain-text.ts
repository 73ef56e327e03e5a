/** What begins like an encrypted text but is none is stored behind this, so that nobody takes it for one. */
const PLAIN = 'enc:v0:';
const RESERVED = /^enc:v\d/;

/** A text that is stored in clear: unchanged, unless it begins like what the log stores itself. */
export function plainText(text: string): string {
  return RESERVED.test(text) ? PLAIN + text : text;
}

/** The inverse of {@link plainText}. */
export function asWritten(stored: string): string {
  return stored.startsWith(PLAIN) ? stored.slice(PLAIN.length) : stored;
}

/**
 * A value with other texts. What holds nothing else is not copied.
 * @param change - gets each text with the names of members and indexes that lead to it
 */
export function mapTexts<Value>(
  value: Value,
  change: (text: string, path: readonly string[]) => string,
  path: readonly string[] = [],
): Value {
  if (typeof value === 'string') return change(value, path) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value) as (readonly [string, unknown])[];
  const changed = members.map(
    ([name, member]) => [name, mapTexts(member, change, [...path, name])] as const,
  );
  if (changed.every(([, member], index) => member === members[index]?.[1])) return value;
  return (
    Array.isArray(value) ? changed.map(([, member]) => member) : Object.fromEntries(changed)
  ) as Value;
}
