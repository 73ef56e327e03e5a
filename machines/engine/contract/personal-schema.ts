import { z } from 'zod';

/**
 * Whom the text of a field is about, or whose it is, as far as the machine can know: who acts (`actor`), the person
 * whose opaque id stands in another field of the same object, or the journey's client (`journey`).
 */
export type DataSubject = 'actor' | 'journey' | { readonly field: string };

/** A field that may hold personal data. */
export interface PersonalField {
  /** Names of members, joined by dots; `*` stands for every item of a list or record: `actions.*.what`. */
  readonly path: string;
  readonly subject: DataSubject;
}

/** What a reader sees where the key of a personal text was destroyed. */
export const ERASED = '[erased]';
/** What a reader without the key ring sees in the place of a personal text. */
export const ENCRYPTED = '[encrypted]';
/** Form of an encrypted text in stored bytes: `enc:v1:<reference of the subject>:<base64url>`. */
export const ENCRYPTED_TEXT = /^enc:v1:[0-9a-f]{32}:[A-Za-z0-9_-]{38,}$/;

const marks = z.registry<{ readonly subject: DataSubject }>();
const known = new WeakMap<z.core.$ZodType, readonly PersonalField[]>();

/**
 * Marks a text field that may hold personal data: the log stores it encrypted when a key ring is configured. No guard,
 * delay or enrichment may depend on what the text says, for it can be erased.
 * @returns another schema with the same checks; the given one is not marked
 */
export function personal<Schema extends z.ZodType<string>>(
  schema: Schema,
  mark: { readonly subject: DataSubject },
): Schema {
  const marked = schema.clone();
  marks.add(marked, mark);
  return marked;
}

/** The fields of a schema that may hold personal data, in the order of the schema. */
export function personalFields(schema: z.core.$ZodType): readonly PersonalField[] {
  const found = known.get(schema);
  if (found) return found;
  const fields = fieldsOf(schema);
  known.set(schema, fields);
  return fields;
}

function fieldsOf(schema: z.core.$ZodType): readonly PersonalField[] {
  const mark = marks.get(schema);
  if (mark) return [{ path: '', subject: mark.subject }];
  return partsOf(schema).flatMap(([name, part]) =>
    personalFields(part).map(({ path, subject }) => ({
      path: [name, path].filter((step) => step !== '').join('.'),
      subject,
    })),
  );
}

type Part = readonly [name: string, schema: z.core.$ZodType];

/** What a schema is made of; a part without a name lies at the same place as the whole. */
function partsOf(schema: z.core.$ZodType): readonly Part[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if ('shape' in def) return Object.entries(def.shape);
  if (def.type === 'array') return [['*', def.element]];
  if (def.type === 'record') return [['*', def.valueType]];
  if ('options' in def) return def.options.map((option): Part => ['', option]);
  if (def.type === 'pipe') return [['', def.out]];
  return 'innerType' in def ? [['', def.innerType]] : [];
}

/** Whether something stands in the place of a text that cannot be read, or not any more. */
export function isWithheld(value: unknown): boolean {
  return value === ERASED || value === ENCRYPTED;
}

/**
 * Widens the JSON Schema of a marked field to everything that consumers may find in its place: the text, the text
 * encrypted, or what an erasure has left. For the `override` of `z.toJSONSchema`; others are left as they are.
 */
export function admitStoredForms(schema: z.core.$ZodType, json: Record<string, unknown>): void {
  if (!marks.get(schema)) return;
  const { description, ...text } = json;
  for (const name of Object.keys(text)) Reflect.deleteProperty(json, name);
  const encrypted = { type: 'string', pattern: ENCRYPTED_TEXT.source };
  Object.assign(json, {
    ...(description !== undefined && { description }),
    anyOf: [text, encrypted, { const: ERASED }],
  });
}
