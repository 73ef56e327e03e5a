import { Help, type Argument, type Command, type HelpConfiguration, type Option } from 'commander';
import { say } from '../../../machines/text/index.ts';

const plain = new Help();

/** Headings as commander has them. */
const headings: Readonly<Record<string, () => string>> = {
  'Usage:': () => say('cli.help.usage', 'Usage:'),
  'Arguments:': () => say('cli.help.arguments', 'Arguments:'),
  'Options:': () => say('cli.help.options', 'Options:'),
  'Commands:': () => say('cli.help.commands', 'Commands:'),
};

/** What the help says by itself, in the language of this process. */
const spokenHelp: HelpConfiguration = {
  styleTitle: (title) => headings[title]?.() ?? title,
  commandUsage: (command) => inWords(plain.commandUsage(command)),
  subcommandTerm: (command) => inWords(plain.subcommandTerm(command)),
  optionDescription: (option) => described(option, hasShownDefault(option)),
  argumentDescription: (argument) => described(argument, argument.defaultValue !== undefined),
};

/** Puts the two commands and flags that show the help into the language of this process; before others are added. */
export function withSpokenHelp(program: Command): Command {
  return program
    .configureHelp(spokenHelp)
    .helpOption('-h, --help', say('cli.help.help', 'display help for command'))
    .helpCommand('help [command]', say('cli.help.help', 'display help for command'));
}

function inWords(usage: string): string {
  return usage
    .replace('[options]', () => say('cli.help.anyOptions', '[options]'))
    .replace('[command]', () => say('cli.help.anyCommand', '[command]'));
}

function hasShownDefault({ defaultValue, required, optional }: Option): boolean {
  return defaultValue !== undefined && (required || optional);
}

function described(
  { argChoices, defaultValue, description }: Option | Argument,
  hasDefault: boolean,
): string {
  const choices = (argChoices ?? []).map((choice) => JSON.stringify(choice)).join(', ');
  const value = JSON.stringify(defaultValue);
  const notes = [
    ...(argChoices ? [say('cli.help.choices', 'choices: {choices}', { choices })] : []),
    ...(hasDefault ? [say('cli.help.default', 'default: {value}', { value })] : []),
  ];
  const note = notes.length === 0 ? '' : `(${notes.join(', ')})`;
  return [description, note].filter((part) => part !== '').join(' ');
}
