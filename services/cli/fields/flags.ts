import { InvalidArgumentError, Option } from 'commander';
import { say } from '../../../machines/text/index.ts';
import type { Field } from './field.ts';
import { parseJson } from './json-argument.ts';

const placeholders: Readonly<Record<Field['kind'], string>> = {
  text: '<text>',
  number: '<number>',
  boolean: '<true|false>',
  choice: '<choice>',
  list: '<text>',
  json: '<json>',
};

/** The flag of a field as it is written, e.g. `--audit-days <number>`. */
export function flagText({ flag, kind, format }: Field): string {
  const isDate = format === 'date';
  return `--${flag} ${isDate ? '<YYYY-MM-DD>' : placeholders[kind]}`;
}

/** The flag of a field; what is wrong with a value is said at once, and by its name. */
export function flagFor(field: Field): Option {
  const option = new Option(flagText(field), describe(field));
  // Commander offers no choices for a value that may come again.
  if (field.kind === 'choice' && field.choices) option.choices([...field.choices]);
  return option.argParser(readerOf(field));
}

function describe({ kind, meaning, isRequired, choices }: Field): string {
  const notes = [
    ...(kind === 'list' ? [say('cli.flag.mayComeAgain', 'may come again')] : []),
    ...(kind === 'list' && choices
      ? [say('cli.flag.oneOf', 'one of {choices}', { choices: choices.join(', ') })]
      : []),
    ...(kind === 'json' ? [say('cli.flag.orFile', 'or @file')] : []),
    ...(isRequired ? [] : [say('cli.flag.optional', 'optional')]),
  ];
  const note = notes.length === 0 ? '' : `(${notes.join('; ')})`;
  return [meaning, note].filter((part) => part !== '').join(' ');
}

type Reader = (given: string, before: unknown) => unknown;

function readerOf(field: Field): Reader {
  if (field.kind === 'list') {
    return (given, before) => [
      ...(Array.isArray(before) ? (before as unknown[]) : []),
      oneOf(field.choices, given),
    ];
  }
  return (given) => valueOf(field, given);
}

/**
 * The value that a text stands for.
 * @throws InvalidArgumentError when it is none of the field's
 */
export function valueOf({ kind, choices }: Field, given: string): unknown {
  switch (kind) {
    case 'number':
      return numberOf(given);
    case 'boolean':
      return oneOf(['true', 'false'], given) === 'true';
    case 'json':
      return parseJson(given);
    case 'list':
      return [oneOf(choices, given)];
    case 'choice':
    case 'text':
      return oneOf(choices, given);
  }
}

function numberOf(given: string): number {
  const number = Number(given);
  if (given.trim() !== '' && Number.isFinite(number)) return number;
  throw new InvalidArgumentError(say('cli.flag.number', 'It must be a number, e.g. 10 or 2.5.'));
}

/** @throws InvalidArgumentError with the choices there are */
export function oneOf(choices: readonly string[] | undefined, given: string): string {
  if (!choices || choices.includes(given)) return given;
  throw new InvalidArgumentError(
    say('cli.flag.choices', 'Allowed choices are {choices}.', { choices: choices.join(', ') }),
  );
}

/** Of what was given on the command line the fields that have a flag, by name. */
export function givenFields(
  fields: readonly Field[],
  flags: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = flags[new Option(`--${field.flag}`).attributeName()];
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}
