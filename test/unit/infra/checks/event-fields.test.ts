import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fieldsOf } from '../../../../infra/checks/event-fields.ts';

const kinds = (object: z.ZodObject, io: 'input' | 'output' = 'output') =>
  fieldsOf(object, io).map(({ name, kind }) => [name, kind]);

describe('event fields', () => {
  it('given fields of all kinds, when listed, then each kind is in words', () => {
    const object = z.strictObject({
      text: z.string(),
      count: z.int(),
      isDone: z.boolean(),
      on: z.iso.date(),
      at: z.iso.datetime(),
      grade: z.enum(['major', 'minor']),
      one: z.literal(1),
      due: z.strictObject({ rule: z.string(), at: z.iso.datetime() }).nullable(),
      team: z.array(z.strictObject({ id: z.string() })),
      whatever: z.unknown(),
    });

    expect(kinds(object)).toEqual([
      ['text', 'string'],
      ['count', 'integer'],
      ['isDone', 'boolean'],
      ['on', 'date'],
      ['at', 'date-time'],
      ['grade', '`major` or `minor`'],
      ['one', '`1`'],
      ['due', '{ `rule`, `at` } or null'],
      ['team', 'list of { `id` }'],
      ['whatever', 'anything'],
    ]);
  });

  it('given a default, when listed, then the field may only be left out of the input', () => {
    const object = z.strictObject({ sites: z.int().default(1) });
    expect(fieldsOf(object, 'input')[0]?.isOptional).toBe(true);
    expect(fieldsOf(object, 'output')[0]?.isOptional).toBe(false);
  });

  it('given a description outside or inside a choice, when listed, then it is the meaning', () => {
    const grade = z.string().describe('the grade');
    const object = z.strictObject({ a: grade, b: grade.nullable(), c: z.string() });
    expect(fieldsOf(object, 'output').map(({ meaning }) => meaning)).toEqual([
      'the grade',
      'the grade',
      '',
    ]);
  });

  it('given a large object, when listed, then its fields follow it under its name', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const large = z.strictObject(Object.fromEntries(names.map((name) => [name, z.string()])));

    expect(kinds(z.strictObject({ policy: large }))).toEqual([
      ['policy', 'object'],
      ...names.map((name) => [`policy.${name}`, 'string']),
    ]);
  });

  it('given fields that may be null, when listed, then both kinds are told', () => {
    const object = z.strictObject({ a: z.string().nullable(), b: z.iso.date().nullable() });
    expect(kinds(object)).toEqual([
      ['a', 'string or null'],
      ['b', 'date or null'],
    ]);
  });

  it('given a field that nobody may give, when listed, then it is left out', () => {
    const object = z.strictObject({ open: z.string(), locked: z.never().optional() });
    expect(kinds(object, 'input')).toEqual([['open', 'string']]);
  });
});
