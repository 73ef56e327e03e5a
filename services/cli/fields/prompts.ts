import { InvalidArgumentError } from 'commander';
import { say } from '../../../machines/text/index.ts';
import type { Field } from './field.ts';
import { valueOf } from './flags.ts';

/** Something to choose. */
export interface Choice {
  readonly value: string;
  /** What is behind it. */
  readonly description?: string;
}

/** Asks a person at a terminal; absent where nobody can answer. */
export interface Prompts {
  readonly choose: (question: string, choices: readonly Choice[]) => Promise<string>;
  readonly chooseSeveral: (
    question: string,
    choices: readonly string[],
  ) => Promise<readonly string[]>;
  /** @param check - says what is wrong with an answer, and `undefined` when it is fine */
  readonly type: (
    question: string,
    check: (answer: string) => string | undefined,
  ) => Promise<string>;
}

/** Asks for the fields that have to be given and were not. @returns them with those that were */
export async function askFor(
  prompts: Prompts,
  fields: readonly Field[],
  given: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const answers: Record<string, unknown> = { ...given };
  for (const field of fields) {
    if (!field.isRequired || answers[field.name] !== undefined) continue;
    answers[field.name] = await askOne(prompts, field);
  }
  return answers;
}

async function askOne(prompts: Prompts, field: Field): Promise<unknown> {
  const { kind, choices } = field;
  const question = questionOf(field);
  if (kind === 'list' && choices) return prompts.chooseSeveral(question, choices);
  if (kind === 'list') return listOf(prompts, question);
  if (kind === 'boolean') return (await prompts.choose(question, yesNo())) === 'true';
  if (choices) {
    return prompts.choose(
      question,
      choices.map((value) => ({ value })),
    );
  }
  return valueOf(field, await prompts.type(question, (answer) => faultOf(field, answer)));
}

function yesNo(): readonly Choice[] {
  return [
    { value: 'true', description: say('cli.ask.yes', 'yes') },
    { value: 'false', description: say('cli.ask.no', 'no') },
  ];
}

/** One item a line; an empty one ends the list. */
async function listOf(prompts: Prompts, question: string): Promise<readonly string[]> {
  const items: string[] = [];
  for (;;) {
    const more = items.length > 0 ? ` ${say('cli.ask.another', '(another one, or nothing)')}` : '';
    const mustBe = (answer: string): string | undefined =>
      answer === '' && items.length === 0 ? absent() : undefined;
    const item = await prompts.type(`${question}${more}`, mustBe);
    if (item === '') return items;
    items.push(item);
  }
}

function questionOf({ name, meaning, format, kind }: Field): string {
  const json = say('cli.ask.json', 'JSON or @file');
  const form = format === 'date' ? 'YYYY-MM-DD' : kind === 'json' ? json : '';
  const notes = [meaning, form].filter((part) => part !== '').join('; ');
  return notes === '' ? name : `${name} (${notes})`;
}

function absent(): string {
  return say('cli.ask.absent', 'Something must be given.');
}

function faultOf(field: Field, answer: string): string | undefined {
  if (answer === '') return absent();
  try {
    valueOf(field, answer);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
}
