import { type AnyContract, canonicalJson, ERASED, isWithheld } from '../contract/index.ts';
import { personalPlaces, type PersonalEvent } from './places.ts';

/** An event with other texts in some places of its data. */
export function withTexts<Data>(
  data: Data,
  texts: readonly { readonly path: readonly string[]; readonly text: string }[],
): Data {
  return texts.reduce((changed, { path, text }) => replaced(changed, path, text) as Data, data);
}

function replaced(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  if (Array.isArray(value)) {
    return value.map((item, index): unknown =>
      String(index) === name ? replaced(item, rest, text) : item,
    );
  }
  const holder = value as Readonly<Record<string, unknown>>;
  return { ...holder, [name]: replaced(holder[name], rest, text) };
}

/** The text at a place of an event's data. */
export function textAt(data: unknown, path: readonly string[]): string {
  return path.reduce(
    (value, name) => (value as Readonly<Record<string, unknown>>)[name],
    data,
  ) as string;
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
