import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { explained } from '../../../../infra/contract/baseline.ts';
import { breakingChanges } from '../../../../infra/contract/breaking-changes.ts';
import { publishedSchema } from '../../../../infra/contract/json-schema.ts';

const ID = 'urn:certway:event:order:NoteTaken:1';
const member = z.strictObject({ id: z.string(), role: z.enum(['lead', 'member']) });
const shape = {
  text: z.string().min(1).max(20),
  count: z.int().min(1).max(9),
  grade: z.enum(['major', 'minor']),
  on: z.iso.date(),
  note: z.string().optional(),
  due: z.iso.date().nullable(),
  team: z.array(member).min(1),
  votes: z.record(z.string(), z.enum(['for', 'against'])),
  one: z.literal(1),
  code: z.string().regex(/^a+$/),
  days: z.number().multipleOf(0.5),
  free: z.unknown(),
  loose: z.string(),
};
const schemaOf = (fields: z.ZodRawShape) => ({ [ID]: publishedSchema(z.strictObject(fields)) });
const changesTo = (changes: z.ZodRawShape) =>
  breakingChanges(schemaOf(shape), schemaOf({ ...shape, ...changes })).map(
    ({ field, change }) => `${field} ${change}`,
  );

describe('breaking changes', () => {
  it('given nothing new, when compared, then nothing is broken', () => {
    expect(breakingChanges(schemaOf(shape), schemaOf(shape))).toEqual([]);
  });

  it('given an event or field that is gone, when compared, then it is named', () => {
    expect(breakingChanges(schemaOf(shape), {})).toEqual([
      { schema: ID, field: '', change: 'is gone' },
    ]);
    const { text: _text, ...rest } = shape;
    expect(breakingChanges(schemaOf(shape), schemaOf(rest))).toEqual([
      { schema: ID, field: 'text', change: 'is gone' },
    ]);
    expect(changesTo({ team: z.array(z.strictObject({ id: z.string() })).min(1) })).toEqual([
      'team[].role is gone',
    ]);
  });

  it.each<[string, z.ZodRawShape, string[]]>([
    ['a new required field', { extra: z.string() }, ['extra is newly required']],
    ['a field that is required now', { note: z.string() }, ['note is newly required']],
    ['a field that may be missing', { text: shape.text.optional() }, ['text may be missing now']],
    ['another type', { count: z.string() }, ['count was integer and is string']],
    ['a type where anything was', { free: z.string() }, ['free was anything and is string']],
    ['a number made an integer', { days: z.int() }, ['days was number and is integer']],
    ['a choice less', { grade: z.enum(['major']) }, ['grade "minor" is not possible any more']],
    ['choices for a text', { loose: z.enum(['a', 'b']) }, ['loose is only "a" or "b" now']],
    ['another constant', { one: z.literal(2) }, ['one 1 is not possible any more']],
    ['a null less', { due: z.iso.date() }, ['due was null and is string']],
    ['a longer minimum', { text: z.string().min(2).max(20) }, ['text minLength was 1 and is 2']],
    ['a shorter maximum', { text: z.string().min(1).max(19) }, ['text maxLength was 20 and is 19']],
    ['a higher floor', { count: z.int().min(2).max(9) }, ['count minimum was 1 and is 2']],
    ['a lower ceiling', { count: z.int().min(1).max(8) }, ['count maximum was 9 and is 8']],
    ['a new limit', { loose: z.string().max(5) }, ['loose maxLength was not given and is 5']],
    ['a longer list', { team: z.array(member).min(2) }, ['team minItems was 1 and is 2']],
    [
      'another pattern',
      { code: z.string().regex(/^b+$/) },
      ['code pattern was "^a+$" and is "^b+$"'],
    ],
    ['another step', { days: z.number().multipleOf(1) }, ['days multipleOf was 0.5 and is 1']],
    [
      'a choice less within a list',
      { team: z.array(z.strictObject({ id: z.string(), role: z.enum(['lead']) })).min(1) },
      ['team[].role "member" is not possible any more'],
    ],
    [
      'a choice less within a record',
      { votes: z.record(z.string(), z.enum(['for'])) },
      ['votes.* "against" is not possible any more'],
    ],
    [
      'an alternative that is narrower',
      { due: z.string().min(30).nullable() },
      ['due minLength was not given and is 30'],
    ],
  ])('given %s, when compared, then it is named', (_name, changes, expected) => {
    expect(changesTo(changes)).toEqual(expected);
  });

  it('given a format for a text, when compared, then it is named', () => {
    expect(changesTo({ loose: z.iso.date() })).toEqual([
      expect.stringMatching(/^loose pattern was not given and is /),
      'loose format was not given and is "date"',
    ]);
  });

  it.each<[string, z.ZodRawShape]>([
    ['a new optional field', { extra: z.string().optional() }],
    ['a further choice', { grade: z.enum(['major', 'minor', 'observation']) }],
    ['a text where choices were', { grade: z.string() }],
    ['a null more', { on: z.iso.date().nullable() }],
    ['wider limits', { text: z.string().max(30), count: z.int() }],
    ['a number where an integer was', { count: z.number().min(1).max(9) }],
    ['anything', { count: z.unknown() }],
    [
      'an optional field of the members of a list',
      {
        team: z.array(member.extend({ since: z.iso.date().optional() })).min(1),
      },
    ],
    ['words', { text: shape.text.describe('other words').meta({ examples: ['a'] }) }],
  ])('given %s, when compared, then nothing is broken', (_name, changes) => {
    expect(changesTo(changes)).toEqual([]);
  });

  it('given a new event, when compared, then nothing is broken', () => {
    expect(breakingChanges({}, schemaOf(shape))).toEqual([]);
  });

  it('given a schema that was open and is closed, when compared, then it is named', () => {
    const open = { [ID]: { type: 'object' } };
    const closed = { [ID]: { type: 'object', additionalProperties: false } };
    expect(breakingChanges(open, closed)).toEqual([
      { schema: ID, field: '', change: 'takes no further fields now' },
    ]);
    expect(breakingChanges(closed, open)).toEqual([]);
  });

  it('given a breach, when explained, then event, field and what to do are said', () => {
    expect(explained({ schema: ID, field: 'data.text', change: 'is gone' })).toBe(
      "urn:certway:event:order:NoteTaken:1: data.text is gone. Take the change back, or make it version 2: raise the event's version and keep this shape in its earlier, with an upcaster",
    );
    expect(explained({ schema: ID, field: '', change: 'is gone' })).toContain(
      'the event is gone. Logs hold it for ever: keep it in the contract',
    );
    const envelope = { schema: 'urn:certway:envelope:1', field: 'time', change: 'is gone' };
    expect(explained(envelope)).toContain('The envelope has no versions');
  });
});
