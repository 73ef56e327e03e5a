import { z } from 'zod';
import { admitStoredForms, ERASED } from '../../machines/engine/index.ts';

/** A JSON Schema, as far as this project makes use of it. */
export interface JsonSchema {
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly [keyword: string]: unknown;
}

/** AsyncAPI documents hold draft 7, everybody else gets 2020-12. */
export type Draft = 'draft-2020-12' | 'draft-7';

/**
 * What consumers are told of a shape: as it is recorded, units in the descriptions, and open, because a reader of
 * today has to bear the optional fields of tomorrow.
 */
export function publishedSchema(schema: z.ZodType, target: Draft = 'draft-2020-12'): JsonSchema {
  const { $schema: _dialect, ...written } = z.toJSONSchema(schema, {
    ...{ io: 'output', target, unrepresentable: 'any' },
    override: ({ zodSchema, jsonSchema }) => {
      admitStoredForms(zodSchema, jsonSchema);
    },
  });
  return mapped(written as JsonSchema, published);
}

function published({ unit, additionalProperties, ...written }: JsonSchema): JsonSchema {
  const schema = oneTypeEach(written);
  const { description = '' } = schema;
  return {
    ...schema,
    ...(typeof unit === 'string' && { description: `${description} (unit: ${unit})` }),
    ...(typeof additionalProperties === 'object' && { additionalProperties }),
  };
}

/** `{ "type": ["string", "null"] }`, which Zod makes of what may be null, as alternatives of one type each. */
function oneTypeEach(schema: JsonSchema): JsonSchema {
  const { type, description, ...constraints } = schema;
  if (!Array.isArray(type)) return schema;
  const alternatives = (type as string[]).map((each) =>
    each === 'null' ? { type: each } : { ...constraints, type: each },
  );
  return { ...(description !== undefined && { description }), anyOf: alternatives };
}

/** A schema with each of the schemas in it changed. What is called like a keyword below `properties` is a field. */
export function mapped(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const part = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(part);
    return isObject(value) ? mapped(value, change) : value;
  };
  const fields = (properties: unknown): unknown =>
    isObject(properties)
      ? Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, part(value)]))
      : properties;
  const inner = Object.entries(schema).map(([keyword, value]) => {
    if (VALUES.has(keyword)) return [keyword, value];
    return [keyword, keyword === 'properties' ? fields(value) : part(value)];
  });
  return change(Object.fromEntries(inner) as JsonSchema);
}

/** Keywords that hold values, not schemas. */
const VALUES: ReadonlySet<string> = new Set(['const', 'enum', 'examples', 'default']);

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of a shape. */
export interface Field {
  /** Names joined by dots; `[]` for each item of a list, `*` for each member of a record. */
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** Every field of an object, those of inner objects after the field that holds them. */
export function fieldsOf(schema: JsonSchema, prefix = ''): readonly Field[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, inner]) => {
    const path = prefix + name;
    return [{ path, schema: inner, isRequired: required.includes(name) }, ...inside(inner, path)];
  });
}

function inside(schema: JsonSchema, path: string): readonly Field[] {
  const { items, anyOf = [], additionalProperties } = schema;
  return [
    ...fieldsOf(schema, `${path}.`),
    ...anyOf.flatMap((choice) => inside(choice, path)),
    ...(items ? inside(items, `${path}[]`) : []),
    ...(typeof additionalProperties === 'object' ? inside(additionalProperties, `${path}.*`) : []),
  ];
}

const unitsByFormat: Readonly<Record<string, string>> = {
  date: 'local date, `YYYY-MM-DD`',
  'date-time': 'instant, ISO-8601 UTC',
};

/** What a value counts or measures; empty for text, choices and objects. */
export function unitOf({ description = '', format = '', anyOf = [], items }: JsonSchema): string {
  const stated = /\(unit: ([^)]+)\)$/.exec(description)?.[1] ?? unitsByFormat[format];
  if (stated !== undefined) return stated;
  return [...anyOf, ...(items ? [items] : [])].map(unitOf).find((unit) => unit !== '') ?? '';
}

/** The meaning without its unit. */
export function meaningOf({ description, anyOf = [] }: JsonSchema): string {
  const told = description ?? anyOf.map(meaningOf).find((meaning) => meaning !== '') ?? '';
  return told.replace(/ \(unit: [^)]+\)$/, '');
}

/** The kind of a value in words. */
export function kindOf(schema: JsonSchema): string {
  const { anyOf, items, type, enum: choices, const: only } = schema;
  const isPersonal = anyOf?.some((choice) => choice.const === ERASED) === true;
  if (isPersonal && anyOf[0]) return `personal ${kindOf(anyOf[0])}`;
  if (anyOf) return anyOf.map(kindOf).join(' or ');
  if (items) return `list of ${kindOf(items)}`;
  if (choices) return choices.map((choice) => `\`${String(choice)}\``).join(' or ');
  return only === undefined ? (type ?? 'anything') : `\`${JSON.stringify(only)}\``;
}
