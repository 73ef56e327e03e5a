import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';

/** A text of the help, by its id in the catalogue: `help.log verify` or `help.log verify --json`. */
export interface HelpText {
  readonly id: string;
  readonly text: string;
}

/** Every description in the help of a program. What stands below it are examples, which are the same in any language. */
export function helpTexts(program: Command): readonly HelpText[] {
  return slotsOf(program, '').map(({ id, text }) => ({ id, text }));
}

/** Puts the descriptions of a program into the language of this process. @returns the same program */
export function inOwnWords(program: Command): Command {
  for (const { id, text, put } of slotsOf(program, '')) put(say(`help.${id}`, text));
  return program;
}

interface Slot extends HelpText {
  readonly put: (text: string) => void;
}

function slotsOf(command: Command, path: string): readonly Slot[] {
  const at = path === '' ? command.name() : path;
  const own: Slot = {
    ...{ id: at, text: command.description() },
    put: (text) => command.description(text),
  };
  const named = [
    ...command.registeredArguments.map((each) => ({ each, name: `<${each.name()}>` })),
    ...command.options.map((each) => ({ each, name: each.long ?? each.flags })),
  ];
  const parts = named.map(({ each, name }): Slot => ({
    ...{ id: `${at} ${name}`, text: each.description },
    put: (text) => (each.description = text),
  }));
  const inner = command.commands.flatMap((child) =>
    slotsOf(child, path === '' ? child.name() : `${at} ${child.name()}`),
  );
  return [own, ...parts, ...inner].filter(({ text }) => text !== '');
}
