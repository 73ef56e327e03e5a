import { type AnyContract, canonicalJson, ERASED, isWithheld } from '../contract/index.ts';
import { personalPlaces, type PersonalEvent } from './places.ts';

/** A copy of some data with other texts in some places. */
export function withTexts<Data>(
  data: Data,
  texts: readonly { readonly path: readonly string[]; readonly text: string }[],
): Data {
  const copy = copied(data);
  for (const { path, text } of texts) {
    const holder = path.slice(0, -1).reduce<unknown>((value, name) => memberOf(value, name), copy);
    (holder as Record<string, unknown>)[path.at(-1) ?? ''] = text;
  }
  return copy;
}

function copied<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => copied(item)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, copied(member as unknown)]);
  return Object.fromEntries(members) as Value;
}

function memberOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** The text at a place of an event's data. */
export function textAt(data: unknown, path: readonly string[]): string {
  return path.reduce(memberOf, data) as string;
}

/** The event as it reads when every personal text of it was erased. */
export function erasedEvent<Event extends PersonalEvent>(
  contract: AnyContract,
  event: Event,
): Event {
  const texts = personalPlaces(contract, event).map(({ path }) => ({ path, text: ERASED }));
  return texts.length === 0 ? event : { ...event, data: withTexts(event.data, texts) };
}

/** Whether two values differ only where one of them holds a text that cannot be read any more. */
export function isSameButWithheld(one: unknown, other: unknown): boolean {
  if (isWithheld(one) || isWithheld(other)) return true;
  if (!isHolder(one) || !isHolder(other)) return canonicalJson(one) === canonicalJson(other);
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    [...names].every((name) => isSameButWithheld(one[name], other[name]))
  );
}

function isHolder(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
