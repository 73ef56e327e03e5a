import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  admitStoredForms,
  ERASED,
  personal,
  personalFields,
} from '../../../../../machines/engine/index.ts';
import { encryptText, subjectKey } from '../../../../../services/personal-data/cipher.ts';

const note = personal(z.string().min(1), { subject: 'actor' });

describe('personalFields', () => {
  it('given marks behind lists, records, defaults and descriptions, when the fields are asked for, then each has its path and subject', () => {
    const schema = z.strictObject({
      id: z.string(),
      note: note.describe('what happened'),
      reasons: z.array(note).min(1).describe('why'),
      actions: z.array(
        z.strictObject({
          owner: z.string(),
          what: personal(z.string(), { subject: { field: 'owner' } }),
        }),
      ),
      byDay: z.record(z.string(), note),
      more: note.max(20).nullable().optional().default(null),
      either: z.union([z.strictObject({ text: note }), z.strictObject({ number: z.number() })]),
      mended: z
        .string()
        .transform((text) => text)
        .pipe(note),
      about: personal(z.string(), { subject: 'journey' }).refine((text) => text !== 'x'),
    });
    expect(personalFields(schema)).toEqual([
      { path: 'note', subject: 'actor' },
      { path: 'reasons.*', subject: 'actor' },
      { path: 'actions.*.what', subject: { field: 'owner' } },
      { path: 'byDay.*', subject: 'actor' },
      { path: 'more', subject: 'actor' },
      { path: 'either.text', subject: 'actor' },
      { path: 'mended', subject: 'actor' },
      { path: 'about', subject: 'journey' },
    ]);
  });

  it('given a marked schema, when it is compared with the one it was made of, then that one is not marked and both check alike', () => {
    const text = z.string().min(1).max(3);
    const marked = personal(text, { subject: 'actor' });
    expect(personalFields(z.strictObject({ text }))).toEqual([]);
    expect(['', 'abc', 'abcd'].map((given) => marked.safeParse(given).success)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('the published schema of a personal field', () => {
  it('given a format and a length, when the stored forms are admitted, then the text, the encrypted text and what an erasure leaves fit, and nothing else', () => {
    const mail = personal(z.email().max(40), { subject: 'actor' }).describe('where to write');
    const schema = z.strictObject({ mail: mail.optional(), name: z.string().max(3) });
    const json = z.toJSONSchema(schema, {
      override: ({ zodSchema, jsonSchema }) => {
        admitStoredForms(zodSchema, jsonSchema as Record<string, unknown>);
      },
    });
    const { pattern } = z.toJSONSchema(z.email());
    expect(json.properties).toEqual({
      mail: {
        description: 'where to write',
        anyOf: [
          { type: 'string', format: 'email', maxLength: 40, pattern },
          { type: 'string', pattern: expect.stringContaining('enc:v1:') as unknown },
          { const: ERASED },
        ],
      },
      name: { type: 'string', maxLength: 3 },
    });
    const key = subjectKey('a'.repeat(32), Buffer.alloc(32, 1));
    const stored = encryptText(
      key,
      { tenant: 't', eventId: 'e:1', path: ['mail'] },
      'x'.repeat(99),
    );
    const [, encrypted] = (json.properties?.['mail'] as { anyOf: { pattern: string }[] }).anyOf;
    expect(stored).toMatch(new RegExp(encrypted?.pattern ?? 'none', 'u'));
  });
});
