import { publishedSchema, type JsonSchema } from './json-schema.ts';
import type { EventShape } from './catalogue.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * Valid data of an event: what its contract shows, and for the rest a value made from the schema.
 *
 * @throws Error when they are not valid: then a field needs an example, by `.meta({ examples: […] })`
 */
export function sampleData({ data, example, machine, name }: EventShape): Data {
  const made = sampleOf(publishedSchema(data)) as Data;
  // What a command states and its event says in another field is left out.
  const shown = Object.entries(example).filter(([field]) => field in made);
  const sample = { ...made, ...Object.fromEntries(shown) };
  const checked = data.safeParse(sample);
  if (checked.success) return checked.data;
  const faults = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`${machine} ${name}: give its fields examples: ${faults.join('; ')}`);
}

/** The simplest value of a schema, all fields in place; an example where there is one. */
function sampleOf(schema: JsonSchema): unknown {
  const { examples, enum: choices, anyOf } = schema;
  if (examples && examples.length > 0) return examples[0];
  if (schema.const !== undefined) return schema.const;
  if (choices) return choices[0];
  return anyOf?.[0] ? sampleOf(anyOf[0]) : (samplesByType[schema.type ?? '']?.(schema) ?? null);
}

const textByFormat: Readonly<Record<string, string>> = {
  date: '2026-11-30',
  'date-time': '2026-11-30T23:00:00.000Z',
};

const numberOf = (schema: JsonSchema): number => Math.max(1, Number(schema['minimum'] ?? 1));

const samplesByType: Readonly<Record<string, (schema: JsonSchema) => unknown>> = {
  object: ({ properties = {} }) =>
    Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, sampleOf(inner)])),
  array: ({ items }) => (items ? [sampleOf(items)] : []),
  string: ({ format = '' }) => textByFormat[format] ?? 'text',
  integer: numberOf,
  number: numberOf,
  boolean: () => true,
};
