import { z } from 'zod';

/** How a field is written behind its flag. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'json';

/** A field of a payload or input as the command line takes it. */
export interface Field {
  readonly name: string;
  /** Flag without its dashes, e.g. `audit-days`. */
  readonly flag: string;
  readonly kind: FieldKind;
  /** What may be given; of a list, for each item. */
  readonly choices?: readonly string[];
  readonly isRequired: boolean;
  readonly meaning: string;
  /** Form of a text, e.g. `date`. */
  readonly format?: string;
}

/** The parts of a JSON Schema that matter here. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly not?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Flags that mean something else. */
const reserved = new Set(['actor', 'role', 'payload', 'input', 'id', 'update-id', 'json', 'help']);

/** The fields of an object in the order of its schema. */
export function fieldsOf(object: z.ZodObject): readonly Field[] {
  const schema = z.toJSONSchema(object, { io: 'input', unrepresentable: 'any' }) as Schema;
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties)
    .filter(([, property]) => property.not === undefined)
    .map(([name, property]) => ({
      name,
      flag: flagOf(name),
      ...shapeOf(property),
      isRequired: required.includes(name),
      meaning: meaningOf(property),
    }));
}

function flagOf(name: string): string {
  const flag = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return reserved.has(flag) ? `field-${flag}` : flag;
}

function meaningOf({ description, anyOf = [] }: Schema): string {
  return description ?? anyOf.map(meaningOf).find((meaning) => meaning !== '') ?? '';
}

type Shape = Pick<Field, 'kind' | 'choices' | 'format'>;

function shapeOf(schema: Schema): Shape {
  const { anyOf, items } = schema;
  const type = typeOf(schema);
  if (anyOf) return shapeOfOne(anyOf.filter((one) => typeOf(one) !== 'null'));
  const choices = choicesOf(schema);
  if (choices) return { kind: 'choice', choices };
  if (type === 'array') return listShape(items ?? {});
  if (type === 'number' || type === 'integer') return { kind: 'number' };
  if (type === 'boolean') return { kind: 'boolean' };
  if (type !== 'string') return { kind: 'json' };
  return { kind: 'text', ...(schema.format !== undefined && { format: schema.format }) };
}

/** The type of a value that is not nothing; a command line says nothing by leaving a flag out. */
function typeOf({ type = '' }: Schema): string {
  return typeof type === 'string' ? type : type.filter((each) => each !== 'null').join(' ');
}

/** Of several shapes none is better than another: JSON can say which one is meant. */
function shapeOfOne([first, ...more]: readonly Schema[]): Shape {
  return first && more.length === 0 ? shapeOf(first) : { kind: 'json' };
}

function listShape(items: Schema): Shape {
  const item = shapeOf(items);
  if (item.kind === 'choice' && item.choices) return { kind: 'list', choices: item.choices };
  return item.kind === 'text' ? { kind: 'list' } : { kind: 'json' };
}

function choicesOf({ enum: choices, const: only }: Schema): readonly string[] | undefined {
  const values =
    choices?.filter((each) => each !== null) ?? (only === undefined ? undefined : [only]);
  return values?.every((value) => typeof value === 'string') ? values : undefined;
}
