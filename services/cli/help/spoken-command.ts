import { Command, type ErrorOptions } from 'commander';
import { say } from '../../../machines/text/index.ts';

/** A command that tells in the language of this process what is wrong with a command line, and where to look. */
export class SpokenCommand extends Command {
  override createCommand(name?: string): Command {
    return new SpokenCommand(name);
  }

  override error(message: string, options?: ErrorOptions): never {
    const said = faultOf(options?.code, message);
    if (said === undefined) return super.error(message, options);
    const hint = say('cli.fault.hint', 'What is possible: {command}', {
      command: `${pathOf(this)} --help`,
    });
    return super.error(`${said}\n${hint}`, options);
  }
}

/** Its name below those of the commands around it, as it is typed. */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

type Named = Readonly<Record<string, string>>;

/** A fault as commander words it, and as it is said. */
interface Wording {
  readonly form: RegExp;
  readonly text: (named: Named) => string;
}

const SUGGESTED = String.raw`(?:\n\(Did you mean (?:one of )?(?<known>.*)\?\))?`;

/** By the codes of commander 14; what it has named stands in its message only. */
const wordings: Readonly<Record<string, Wording>> = {
  'commander.unknownOption': {
    form: new RegExp(`^error: unknown option '(?<given>.*?)'${SUGGESTED}$`, 's'),
    text: ({ given = '', known }) =>
      `${say('cli.fault.unknownOption', "error: unknown option ''{given}''", { given })}${meant(known)}`,
  },
  'commander.unknownCommand': {
    form: new RegExp(`^error: unknown command '(?<given>.*?)'${SUGGESTED}$`, 's'),
    text: ({ given = '', known }) =>
      `${say('cli.fault.unknownCommand', "error: unknown command ''{given}''", { given })}${meant(known)}`,
  },
  'commander.missingArgument': {
    form: /^error: missing required argument '(?<name>.*)'$/s,
    text: (named) =>
      say('cli.fault.missingArgument', "error: missing required argument ''{name}''", named),
  },
  'commander.optionMissingArgument': {
    form: /^error: option '(?<option>.*)' argument missing$/s,
    text: (named) =>
      say('cli.fault.missingValue', "error: option ''{option}'' argument missing", named),
  },
  'commander.missingMandatoryOptionValue': {
    form: /^error: required option '(?<option>.*)' not specified$/s,
    text: (named) =>
      say('cli.fault.missingOption', "error: required option ''{option}'' not specified", named),
  },
  'commander.conflictingOption': {
    form: /^error: option '(?<option>.*)' cannot be used with option '(?<other>.*)'$/s,
    text: (named) =>
      say(
        'cli.fault.conflict',
        "error: option ''{option}'' cannot be used with option ''{other}''",
        named,
      ),
  },
  'commander.excessArguments': {
    form: /^error: too many arguments.* Expected (?<expected>\d+) arguments? but got (?<got>\d+)\.$/s,
    text: (named) =>
      say(
        'cli.fault.tooMany',
        'error: too many arguments: {expected} can be given, and {got} were.',
        named,
      ),
  },
  'commander.invalidArgument': {
    form: /^error: (?:option '(?<option>.*?)' argument '(?<given>.*?)' is invalid\.|command-argument value '(?<value>.*?)' is invalid for argument '(?<name>.*?)'\.) (?<why>.*)$/s,
    text: ({ option, given = '', value = '', name = '', why = '' }) =>
      option === undefined
        ? say(
            'cli.fault.wrongArgument',
            "error: command-argument value ''{value}'' is invalid for argument ''{name}''. {why}",
            { value, name, why },
          )
        : say(
            'cli.fault.wrongOption',
            "error: option ''{option}'' argument ''{given}'' is invalid. {why}",
            { option, given, why },
          ),
  },
};

/** The fault in the language of this process; `undefined` for a message that is none of commander's. */
function faultOf(code: string | undefined, message: string): string | undefined {
  const wording = wordings[code ?? ''];
  const found = wording?.form.exec(message);
  return found && wording ? wording.text(found.groups ?? {}) : undefined;
}

function meant(known: string | undefined): string {
  if (known === undefined) return '';
  const question = say(
    'cli.fault.meant',
    '(Did you mean {count, plural, one {{known}} other {one of {known}}}?)',
    { known, count: known.split(', ').length },
  );
  return `\n${question}`;
}
