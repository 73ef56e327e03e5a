import { z } from 'zod';
import { code } from './markdown.ts';

/** A field of an event or input. */
export interface Field {
  /** Its name; below a large object with a dot, e.g. `policy.zone`. */
  readonly name: string;
  /** Markdown. */
  readonly kind: string;
  readonly isOptional: boolean;
  readonly meaning: string;
}

/** The parts of a JSON Schema that are told. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly not?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** An object with more fields has them told one by one. */
const smallObject = 6;

/**
 * The fields of an object in the order of its schema; those that nobody may give are left out.
 *
 * @param io - whether defaults are still to come (`input`) or in place (`output`)
 */
export function fieldsOf(object: z.ZodObject, io: 'input' | 'output'): readonly Field[] {
  return fieldsIn(z.toJSONSchema(object, { io, unrepresentable: 'any' }) as Schema, '');
}

function fieldsIn({ properties = {}, required = [] }: Schema, prefix: string): readonly Field[] {
  return Object.entries(properties)
    .filter(([, schema]) => schema.not === undefined)
    .flatMap(([key, schema]) => {
      const name = prefix + key;
      const isOptional = !required.includes(key);
      const field = { name, kind: kindOf(schema), isOptional, meaning: meaningOf(schema) };
      return isLarge(schema) ? [field, ...fieldsIn(schema, `${name}.`)] : [field];
    });
}

function isLarge({ properties = {} }: Schema): boolean {
  return Object.keys(properties).length > smallObject;
}

function meaningOf({ description, anyOf = [] }: Schema): string {
  return description ?? anyOf.map(meaningOf).find((meaning) => meaning !== '') ?? '';
}

function kindOf(schema: Schema): string {
  const { anyOf, items, properties } = schema;
  if (anyOf) return anyOf.map(kindOf).join(' or ');
  if (items) return `list of ${kindOf(items)}`;
  if (!properties || isLarge(schema)) return scalarKind(schema);
  return `{ ${Object.keys(properties).map(code).join(', ')} }`;
}

function scalarKind({ type, format, const: only, enum: choices }: Schema): string {
  if (choices) return choices.map((choice) => code(String(choice))).join(' or ');
  if (only !== undefined) return code(JSON.stringify(only));
  const types = typeof type === 'string' ? [format ?? type] : (type ?? [format ?? 'anything']);
  return types.join(' or ');
}
