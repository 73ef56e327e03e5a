import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { z } from 'zod';
import { machines } from '../../../../machines/index.ts';
import {
  askFor,
  fieldsOf,
  flagFor,
  givenFields,
  parseObject,
  type Prompts,
} from '../../../../services/cli/fields/index.ts';

const schema = z.strictObject({
  auditDays: z.number().describe('auditor days'),
  grade: z.enum(['major', 'minor']),
  isRemote: z.boolean(),
  questions: z.array(z.string()).min(1),
  kinds: z.array(z.enum(['a', 'b'])).optional(),
  on: z.iso.date(),
  site: z.strictObject({ name: z.string() }).optional(),
  note: z.string().nullable().optional(),
  role: z.string().optional(),
});
const fields = fieldsOf(schema);

function read(...args: string[]): Record<string, unknown> {
  const command = new Command('test').exitOverride().configureOutput({ writeErr: () => undefined });
  for (const field of fields) command.addOption(flagFor(field));
  return givenFields(fields, command.parse(args, { from: 'user' }).opts());
}

describe('fields of a payload', () => {
  it('given a schema, when read, then each field has a flag, a kind and says whether it must be given', () => {
    expect(
      fields.map(({ name, flag, kind, isRequired }) => [name, flag, kind, isRequired]),
    ).toEqual([
      ['auditDays', 'audit-days', 'number', true],
      ['grade', 'grade', 'choice', true],
      ['isRemote', 'is-remote', 'boolean', true],
      ['questions', 'questions', 'list', true],
      ['kinds', 'kinds', 'list', false],
      ['on', 'on', 'text', true],
      ['site', 'site', 'json', false],
      ['note', 'note', 'text', false],
      ['role', 'field-role', 'text', false],
    ]);
  });

  it('given flags, when parsed, then values have the type of their field and what is not given is absent', () => {
    const args = [
      '--audit-days',
      '2.5',
      '--grade',
      'minor',
      '--is-remote',
      'false',
      '--on',
      '2027-01-15',
    ];
    const lists = ['--questions', 'first, with a comma', '--questions', 'second', '--kinds', 'b'];
    expect(read(...args, ...lists, '--site', '{"name":"Berlin"}', '--field-role', 'x')).toEqual({
      ...{ auditDays: 2.5, grade: 'minor', isRemote: false, on: '2027-01-15', kinds: ['b'] },
      ...{ questions: ['first, with a comma', 'second'], site: { name: 'Berlin' }, role: 'x' },
    });
    expect(read()).toEqual({});
  });

  it.each([
    ['--audit-days', 'ten', /must be a number/],
    ['--audit-days', ' ', /must be a number/],
    ['--grade', 'huge', /Allowed choices are major, minor/],
    ['--is-remote', 'perhaps', /Allowed choices are true, false/],
    ['--kinds', 'c', /Allowed choices are a, b/],
    ['--site', '{', /must be JSON, or @/],
    ['--site', '@/nowhere.json', /cannot be read/],
  ])('given %s %s, when parsed, then it is refused by name', (flag, value, text) => {
    expect(() => read(flag, value)).toThrow(text);
  });

  it('given every command of every machine, when its fields are read, then the example can be given by flags', () => {
    for (const { contract } of machines) {
      for (const { payload, records, example } of Object.values(contract.commands)) {
        const own = fieldsOf(payload ?? contract.events[records]?.data ?? z.object({}));
        const flags = own.map(({ flag }) => flag);
        expect(new Set(flags).size).toBe(flags.length);
        const command = new Command('test').exitOverride();
        for (const field of own) command.addOption(flagFor(field));
        const args = Object.entries(example).flatMap(([name, value]) => {
          const field = own.find((each) => each.name === name);
          if (!field) throw new Error(`${name} has a field`);
          const texts =
            field.kind === 'list'
              ? (value as string[])
              : field.kind === 'json'
                ? [JSON.stringify(value)]
                : [String(value)];
          return texts.flatMap((text) => [`--${field.flag}`, text]);
        });
        expect(givenFields(own, command.parse(args, { from: 'user' }).opts())).toEqual(example);
      }
    }
  });
});

describe('JSON on the command line', () => {
  it('given a file, when named with @, then its content is read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'certway-json-'));
    writeFileSync(join(folder, 'input.json'), '{"client":"globex"}');
    expect(parseObject(`@${join(folder, 'input.json')}`)).toEqual({ client: 'globex' });
    rmSync(folder, { recursive: true });
  });

  it.each(['[]', '1', 'null', '"text"'])(
    'given %s, when an object is needed, then it is refused',
    (text) => {
      expect(() => parseObject(text)).toThrow('It must be one JSON object.');
    },
  );
});

describe('asking for fields', () => {
  /** Answers by the beginning of the question; several are given one after the other. */
  function prompts(answers: Record<string, string[]>, asked: string[]): Prompts {
    const next = (question: string): string => {
      asked.push(question);
      return answers[question.split(' ')[0] ?? '']?.shift() ?? '';
    };
    return {
      choose: (question) => Promise.resolve(next(question)),
      chooseSeveral: (question) => Promise.resolve([next(question)]),
      type: (question, check) => {
        for (;;) {
          const answer = next(question);
          if (check(answer) === undefined) return Promise.resolve(answer);
        }
      },
    };
  }

  it('given what is missing, when asked, then only that is asked for, and again while an answer is wrong', async () => {
    const asked: string[] = [];
    const answers = {
      auditDays: ['ten', '10'],
      isRemote: ['true'],
      questions: ['', 'one', 'two', ''],
      on: ['2027-01-15'],
    };
    const found = await askFor(prompts(answers, asked), fields, { grade: 'major' });
    expect(found).toEqual({
      ...{ grade: 'major', auditDays: 10, isRemote: true, questions: ['one', 'two'] },
      on: '2027-01-15',
    });
    expect(asked.map((question) => question.split(' ')[0])).toEqual([
      ...['auditDays', 'auditDays', 'isRemote'],
      ...['questions', 'questions', 'questions', 'questions', 'on'],
    ]);
    expect(asked[0]).toBe('auditDays (auditor days)');
  });
});
