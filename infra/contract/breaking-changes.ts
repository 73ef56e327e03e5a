import type { JsonSchema } from './json-schema.ts';

/** Schemas by `$id`: the envelope, and each event in each version. */
export type Shapes = Readonly<Record<string, JsonSchema>>;

/** Something that a reader of old events, or an old reader of new ones, could not bear. */
export interface Breach {
  /** `$id` of the schema. */
  readonly schema: string;
  /** Path of the field, e.g. `data.team[].role`; empty when the whole event is meant. */
  readonly field: string;
  /** What has changed. */
  readonly change: string;
}

/**
 * What has changed so that it is no longer the same version: an event or field that is gone, a value that was possible
 * and is not any more, another type, a field that is newly required or may be missing now. What is only wider is fine,
 * and so are new events and new optional fields. Checks beyond JSON Schema (refinements) are not seen.
 */
export function breakingChanges(baseline: Shapes, now: Shapes): readonly Breach[] {
  return Object.entries(baseline).flatMap(([schema, before]) => {
    const after = now[schema];
    if (!after) return [{ schema, field: '', change: 'is gone' }];
    return differences(before, after, '').map(({ field, change }) => ({ schema, field, change }));
  });
}

interface Difference {
  readonly field: string;
  readonly change: string;
}
type Compare = (before: JsonSchema, after: JsonSchema, field: string) => readonly Difference[];

const differences: Compare = (before, after, field) => {
  const [olds, news] = [alternatives(before), alternatives(after)];
  if (olds.length === 1 && news.length === 1) return differencesOfOne(before, after, field);
  return olds.flatMap((old) => bestOf(news.map((each) => differencesOfOne(old, each, field))));
};

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const { anyOf, type } = schema;
  if (anyOf) return anyOf.flatMap(alternatives);
  return Array.isArray(type) ? type.map((each: string) => ({ ...schema, type: each })) : [schema];
}

/** What was possible has to be possible still in one of the alternatives; the nearest one tells what is missing. */
function bestOf(found: readonly (readonly Difference[])[]): readonly Difference[] {
  const retyped = (each: readonly Difference[]): number =>
    each.filter(({ change }) => change.startsWith('was ')).length;
  const cost = (each: readonly Difference[]): number => each.length + 1000 * retyped(each);
  return [...found].sort((one, other) => cost(one) - cost(other))[0] ?? [];
}

const differencesOfOne: Compare = (before, after, field) => {
  const retyped = typeChanges(before, after, field);
  if (retyped.length > 0) return retyped;
  const checks = [valueChanges, limitChanges, patternChanges, fieldChanges];
  const own = checks.flatMap((check) => check(before, after, field));
  return [...own, ...itemChanges(before, after, field), ...memberChanges(before, after, field)];
};

const typeChanges: Compare = (before, after, field) => {
  const isWider = before.type === 'integer' && after.type === 'number';
  if (before.type === after.type || after.type === undefined || isWider) return [];
  return [{ field, change: `was ${before.type ?? 'anything'} and is ${after.type}` }];
};

const valueChanges: Compare = (before, after, field) => {
  const [olds, news] = [valuesOf(before), valuesOf(after)];
  if (!news) return [];
  if (!olds) return [{ field, change: `is only ${news.join(' or ')} now` }];
  return olds
    .filter((value) => !news.includes(value))
    .map((value) => ({ field, change: `${value} is not possible any more` }));
};

function valuesOf({ const: only, enum: choices }: JsonSchema): readonly string[] | undefined {
  const values = only === undefined ? choices : [only];
  return values?.map((value) => JSON.stringify(value));
}

const floors = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const ceilings = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

const limitChanges: Compare = (before, after, field) => {
  const limit = (schema: JsonSchema, name: string, none: number): number =>
    Number(schema[name] ?? none);
  const raised = floors.filter(
    (name) => limit(after, name, -Infinity) > limit(before, name, -Infinity),
  );
  const lowered = ceilings.filter(
    (name) => limit(after, name, Infinity) < limit(before, name, Infinity),
  );
  return [...raised, ...lowered].map((name) => ({
    field,
    change: `${name} was ${shown(before[name])} and is ${shown(after[name])}`,
  }));
};

const patternChanges: Compare = (before, after, field) =>
  ['pattern', 'format', 'multipleOf', 'uniqueItems', 'propertyNames', 'not']
    .filter((name) => after[name] !== undefined && shown(after[name]) !== shown(before[name]))
    .map((name) => ({
      field,
      change: `${name} was ${shown(before[name])} and is ${shown(after[name])}`,
    }));

function shown(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value);
}

const fieldChanges: Compare = (before, after, field) => {
  const { properties: olds = {}, required: wasRequired = [] } = before;
  const { properties: news = {}, required: isRequired = [] } = after;
  const at = (name: string): string => (field === '' ? name : `${field}.${name}`);
  const kept = Object.keys(olds).filter((name) => name in news);
  const say = (names: readonly string[], change: string): readonly Difference[] =>
    names.map((name) => ({ field: at(name), change }));
  return [
    ...say(
      Object.keys(olds).filter((name) => !(name in news)),
      'is gone',
    ),
    ...say(
      isRequired.filter((name) => !wasRequired.includes(name)),
      'is newly required',
    ),
    ...say(
      kept.filter((name) => wasRequired.includes(name) && !isRequired.includes(name)),
      'may be missing now',
    ),
    ...kept.flatMap((name) => differences(olds[name] ?? {}, news[name] ?? {}, at(name))),
  ];
};

const itemChanges: Compare = (before, after, field) => {
  if (!after.items) return [];
  return differences(before.items ?? {}, after.items, `${field}[]`);
};

const memberChanges: Compare = (before, after, field) => {
  const { additionalProperties: olds = true } = before;
  const { additionalProperties: news = true } = after;
  if (news === true) return [];
  if (news === false)
    return olds === false ? [] : [{ field, change: 'takes no further fields now' }];
  return olds === false ? [] : differences(olds === true ? {} : olds, news, `${field}.*`);
};
